"""The HTTP door: builds the Chalice app. Needs no environment to be imported."""

from types import ModuleType
from typing import Any

from chalice.app import Chalice

from chalicelib import api, cockpit
from chalicelib.api import blocks
from chalicelib.cockpit import failures, static_files
from chalicelib.settings import in_lambda

AT_ONCE = (blocks.blueprint, failures.blueprint, static_files.blueprint)


class Door(Chalice):
    """Knows from the start what order systems ask, and takes a room in with the first request for the rest of it.

    So no system's question waits for what the others import.
    """

    def __init__(self, app_name: str) -> None:
        super().__init__(app_name=app_name)
        self.taken: set[str] = set()
        for blueprint in AT_ONCE:
            self.register_blueprint(blueprint)

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """The answer to a request of the gateway."""
        asked = str(event.get("requestContext", {}).get("resourcePath", ""))
        if asked not in self.routes:
            self.take(cockpit if asked == "/" or asked.startswith("/cockpit") else api)
        return super().__call__(event, context)

    def take(self, room: ModuleType) -> None:
        """Knows all routes of the room from now on."""
        if room.__name__ in self.taken:
            return
        self.taken.add(room.__name__)
        for blueprint in room.blueprints():
            if blueprint not in AT_ONCE:
                self.register_blueprint(blueprint)


app = Door(app_name="insolvency-watch")
app.api.binary_types.append("application/pdf")  # bytes pass the gateway as they are
app.api.binary_types.extend(static_files.SENT_AS_BYTES)
if not in_lambda():  # whoever packages, tests or serves it wants every route
    app.take(api)
    app.take(cockpit)
