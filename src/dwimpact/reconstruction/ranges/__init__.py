"""What the published statements leave possible: between what every count and share lies."""
