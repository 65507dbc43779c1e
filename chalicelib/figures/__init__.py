"""The firm's figures from its books and case files, by pure computation; the page tells people how each is counted."""
