"""Tests; a package, so that the demo can serve the recorded registers too."""
