"""The rows of a deposit, as a study folder from which the report can be made."""
