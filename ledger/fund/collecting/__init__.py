"""Money coming in (归集): deposits, openings, receipts, what waits, what goes back."""
