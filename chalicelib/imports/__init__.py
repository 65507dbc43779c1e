"""Customers out of a firm's own exports: bytes in, customers and problems out. Knows no table and no bucket."""
