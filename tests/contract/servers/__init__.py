"""Local servers that behave like the registers, quirks included."""
