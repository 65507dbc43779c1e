"""How the Swiss gazette's export is read."""
