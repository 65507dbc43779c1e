"""A busy day on one table: a register's day, a large import and order systems' questions, all at once."""
