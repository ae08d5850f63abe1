"""What form tools write, as the raw layout."""
