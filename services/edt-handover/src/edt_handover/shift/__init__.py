"""One shift of the emergency duty team: who is on, what it owes to whom, and that nothing owed stays behind
with it."""
