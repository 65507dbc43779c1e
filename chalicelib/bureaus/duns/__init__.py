"""What D&B's records about a D-U-N-S number say: match candidates, and the elements that a notification names."""

NAME = "dnb"
ZONE = "UTC"  # every time in the public examples ends in Z
