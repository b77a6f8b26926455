"""The database: engine, transactions, tables, guards. Nowhere else do two databases differ."""
