"""What kept payloads would have caught: read again, matched, decided in memory. Nothing here writes."""
