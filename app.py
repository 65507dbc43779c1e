"""The HTTP door: builds the Chalice app. Needs no environment to be imported."""

from chalice.app import Chalice

app = Chalice(app_name="insolvency-watch")


@app.route("/health", methods=["GET"])
def health() -> dict[str, str]:
    """Tells that the API answers; the only route without a token."""
    return {"status": "ok"}
