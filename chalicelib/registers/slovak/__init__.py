"""How Slovakia's insolvency register is read."""
