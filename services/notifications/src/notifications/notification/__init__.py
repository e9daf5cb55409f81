"""One notification: asked for, built from its profile, held or sent, seen, acknowledged."""
