"""The form that goes out: the questionnaire as files that form tools import, and on paper."""
