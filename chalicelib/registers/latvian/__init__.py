"""How Latvia's open data on insolvency proceedings are read."""
