"""Base maps of others, by way of this server: declared by the office, fetched, kept, bounded."""
