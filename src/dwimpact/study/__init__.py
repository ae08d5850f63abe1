"""A study folder as read: settings, questionnaire, registry."""
