"""The entry points: command line, composition root and the supervisor of the processes."""
