"""What else has to be done with a contact beside its screening: each step a form of its own, found from the contact."""
