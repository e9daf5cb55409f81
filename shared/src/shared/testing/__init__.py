"""Test support that every package's tests share: a real Postgres, and databases that are cheap to make."""
