"""What the demo expects of itself: each expectation with the sentence that says what was wrong, or None."""

Check = tuple[str, str | None]


def same(what: str, wanted: object, got: object) -> Check:
    """The expectation that something is as it was told."""
    return what, None if wanted == got else f"expected {wanted}, got {got}"
