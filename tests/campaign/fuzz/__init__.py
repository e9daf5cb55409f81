"""Hostile and generated requests to every route of a running system.

The law: whatever is sent, the answer is a clear one below 500, within two seconds, and the server stays as small.
"""
