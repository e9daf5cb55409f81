"""Benchmarks: our system beside its peers and beside the limit, in one run on one machine."""
