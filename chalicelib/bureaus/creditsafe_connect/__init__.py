"""How to read the answers of Creditsafe Connect, one kind of answer per file."""

from chalicelib.bureaus.json_shape import JsonShape

JSON = JsonShape("creditsafe")
