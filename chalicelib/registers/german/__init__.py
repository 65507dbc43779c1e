"""How to read the announcements of German insolvency courts, one piece of a notice per file."""
