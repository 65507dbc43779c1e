"""How the Dutch insolvency register's service is asked and read."""
