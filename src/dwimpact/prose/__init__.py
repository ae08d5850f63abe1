"""Dutch sentences computed from figure tables, so that text and numbers cannot disagree."""
