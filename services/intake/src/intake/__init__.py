"""Intake: everything that arrives, one queue, nothing lost."""
