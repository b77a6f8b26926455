"""The fund: every operation of the maintenance fund, from the deposit to the refund."""
