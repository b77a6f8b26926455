"""Houses that are split, merged or moved, and what becomes of their money."""
