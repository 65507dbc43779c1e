"""The product on this machine, from register to blocked delivery. `make demo` runs it."""
