"""The record: tables, engine, queries and migrations."""
