"""How Companies House's cases are read."""
