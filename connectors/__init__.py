"""Channels through which residents reach Jiesu."""
