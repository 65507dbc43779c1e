"""How the French gazette's announcements are read."""
