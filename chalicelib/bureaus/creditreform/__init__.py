"""What Creditreform's own vocabulary says, and how the answers of CrediCONNECT are read."""

NAME = "crediconnect"
ORIGIN = "https://api.crediconnect.ch"
API = f"{ORIGIN}/v3"
PAGE = "100"
FIRST_ID = "1"  # the public examples' own first LastId
