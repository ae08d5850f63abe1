"""What may be shown of a group, of a text and of a combination."""
