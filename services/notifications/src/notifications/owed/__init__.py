"""What is owed to somebody because of what another service told: one module a kind of words, all of them pure."""
