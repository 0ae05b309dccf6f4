"""Rasa graph components, one per file, thin over ``bot.reading`` and ``bot.text``."""
