"""A fresh database for each test."""

from tests.geodata.storage.conftest import storage

__all__ = ["storage"]
