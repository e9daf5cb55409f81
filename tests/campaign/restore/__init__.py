"""The restore drill: a backup taken under load, and the archive after it, restored elsewhere after a crash.

The law: everything acknowledged before the last archived WAL is there, and a service on it serves and publishes.
"""
