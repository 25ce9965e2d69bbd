"""SQL as PostgreSQL 18 knows it, NOT NULL NOT VALID included; a backfill that waits for nobody."""
