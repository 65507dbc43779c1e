"""Every step dies, is throttled, repeated and reordered at each of its outside calls; nothing is lost or doubled."""
