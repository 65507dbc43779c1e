"""Calendar feeds of deadlines, hearings and tasks, for a person or a department."""
