"""What decide.py is made of: reactions to events, legal grounds, the stage, and who is told."""
