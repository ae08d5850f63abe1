"""The HTML of what is shown."""
