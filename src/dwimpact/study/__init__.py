"""A study folder as read: its files, settings, questionnaire and registry."""
