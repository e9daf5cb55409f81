"""Professional disagreement: an agency escalates a decision on its own contact, and is answered, tier by tier."""
