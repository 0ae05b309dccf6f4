"""Servers of our own that stand in for others in tests."""
