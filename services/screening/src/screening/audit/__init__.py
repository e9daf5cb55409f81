"""Assurance: seeded dip samples of decisions, audited by people who did not make them, and what staff learn from it."""
