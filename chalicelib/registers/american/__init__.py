"""How bankruptcy cases of the United States' federal courts are read."""
