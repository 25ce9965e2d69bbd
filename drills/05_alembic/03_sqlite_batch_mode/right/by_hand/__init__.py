"""No batch: on SQLite create, copy, drop and rename in plain SQL; on PostgreSQL plain ALTER."""
