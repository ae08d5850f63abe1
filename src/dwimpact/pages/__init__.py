"""What a notebook shows, and the files kept of it."""
