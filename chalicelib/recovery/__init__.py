"""What to do with the claim: exposure, interest, claim lines, VAT, insurer, decision aid. Books in, records out."""
