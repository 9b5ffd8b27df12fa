"""Queries for exposure and behaviour, written once in SQL that MariaDB and SQLite both run."""
