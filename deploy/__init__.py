"""Install, lock, bundle and scan; sample files for the office's own services and proxies."""
