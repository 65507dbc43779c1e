"""Learns the matcher's weights from labelled pairs: python -m infra.learning --help."""
