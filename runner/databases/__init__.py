"""Where databases come from: the embedded PostgreSQL server, and a fresh one for every check."""
