"""From the records of a case to what a document says. Pure: no store, no clock, and nothing is drawn here."""
