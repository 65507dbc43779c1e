"""How the pages of the Austrian insolvency file are read."""
