"""What checks measure with.

Importing an instrument is cheap: SQLAlchemy, psycopg2 and sqlite3 are imported on first use.
"""
