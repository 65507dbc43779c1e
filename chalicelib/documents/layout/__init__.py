"""What all documents share: the page, tables, letterheads, the words of both languages."""
