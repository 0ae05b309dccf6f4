"""Framework-free models over normalised text: which kind and category, which answer. Knows nothing of Rasa."""
