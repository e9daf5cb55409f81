"""The system under test as operating system processes on one machine, with all that a fault needs to get at it."""
