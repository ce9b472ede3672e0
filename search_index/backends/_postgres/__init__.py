"""What `PostgresBackend` is made of. Importing the modules here loads psycopg and numpy."""
