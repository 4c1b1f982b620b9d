"""Storage: the tables, and every sentence of SQL."""
