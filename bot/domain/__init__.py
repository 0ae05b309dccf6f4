"""The words of the district: tickets, kinds, states, deadlines, commands and events. Standard library only."""
