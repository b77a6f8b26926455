"""A fund that runs low is refilled (续筹): due lists, campaigns, notices."""
