"""Sentences about what a publication says, pins down and leaves open."""
