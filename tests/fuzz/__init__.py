"""Damaged recordings for every reader of what comes from outside: `make fuzz`."""
