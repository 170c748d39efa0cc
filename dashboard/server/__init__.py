"""Assembly of the server: options, routes, errors."""
