"""The report as documents that are edited: Word and PowerPoint, from the parts of its pages."""
