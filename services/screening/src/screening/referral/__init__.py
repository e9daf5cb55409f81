"""One referral: accepted for a child who is not open, allocated to a named worker, handed over, ended."""
