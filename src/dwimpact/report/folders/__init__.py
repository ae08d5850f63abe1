"""Where a run works, sealed off, and the folders it writes: whose they are, whole or not at all."""
