"""The pages of a report: from executed notebooks to HTML and PDF."""
