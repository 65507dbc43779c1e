"""How The Gazette's corporate insolvency notices are read."""
