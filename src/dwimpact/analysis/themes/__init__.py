"""What open answers are about, and words in them."""
