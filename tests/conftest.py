"""What every test may use: a real Postgres, and databases on it."""

pytest_plugins = ["shared.testing.plugin"]
