"""A busy day in small, through the deployed functions; the large one is `make load` (docs/load.md)."""
