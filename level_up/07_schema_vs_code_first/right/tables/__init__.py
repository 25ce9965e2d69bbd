"""Core tables under declarative classes, constraint names spelled out, drift by Alembic."""
