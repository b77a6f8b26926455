"""The registry: estates, households, owners, parties, assets, and the city's dated rules."""
