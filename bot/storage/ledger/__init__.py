"""The ledger in SQL: planning, claiming and recording, on SQLite and PostgreSQL alike."""
