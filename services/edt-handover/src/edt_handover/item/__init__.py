"""A handover item: one owed action for one child (or siblings), passed from one half of the week to the
other."""
