"""The strategy discussion: who was there, what each said, what was decided for each child, who does what by
when."""
