"""What may identify somebody in texts, found and replaced by a mark."""
