"""What open answers are about."""
