"""Jiesu 接诉: what the intake assistant knows and does, apart from the frameworks that carry it."""
