"""Files of whatever kind, as cells under headings."""
