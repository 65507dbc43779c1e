"""How to read court publications that a bureau has taken apart into topics."""
