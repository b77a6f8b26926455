"""Who benefits pays (谁受益、谁出资): what each household is to bear, and what came of it."""
