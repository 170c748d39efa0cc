"""The workbench of records without a place."""
