"""Values: money, areas, months, shares, digests, findings, sheets. No I/O, no settings."""
