"""Whether a notice's debtor is a customer: one file per kind of evidence, gates that decide, keys that find."""
