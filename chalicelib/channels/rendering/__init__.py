"""Mails from alerts: templates and the words of each language."""
