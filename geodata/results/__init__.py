"""What the worker works out and keeps, as it is read and shown: plain values, no personal data."""
