"""How Norway's register of entities is read."""
