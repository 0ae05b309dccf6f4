"""Rasa actions, one conversation job per module: tracker to command to reply. No SQL, no rules of the district."""
