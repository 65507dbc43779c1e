"""The nouns. Frozen records, one noun a file; they import nothing of ours but errors and each other."""
