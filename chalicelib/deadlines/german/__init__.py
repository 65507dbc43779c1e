"""German insolvency law: one group of rules a file, composed in `de.py`."""
