"""What the published report states, claim by claim, held against the tables."""
