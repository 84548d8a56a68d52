"""Check: what is wrong with inputs, and what the provider adds to them."""
