"""One contract in, the facts it tells out: pure functions, one module for each topic."""
