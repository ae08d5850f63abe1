"""The files of a study folder, and of ours: read with care, known by their hashes."""
