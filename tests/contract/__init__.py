"""Registers and bureaus held against recordings of what they serve."""
