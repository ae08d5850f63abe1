"""What a deposit tells of itself, in the formats that archives read."""
