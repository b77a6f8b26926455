"""Utility plant: handing it over to operators, step by step, and what it cost by source."""
