"""The dashboard: server, routes, map, pages and reports."""
