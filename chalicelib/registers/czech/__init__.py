"""How the Czech insolvency register's two services are read."""
