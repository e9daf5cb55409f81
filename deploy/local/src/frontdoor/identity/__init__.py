"""The development identity provider: personas instead of passwords, so it never runs outside development."""
