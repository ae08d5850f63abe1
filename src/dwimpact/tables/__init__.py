"""Tables as a reader sees them, in Dutch."""
