"""An export, from the form tool's file to checked responses in the raw layout."""
