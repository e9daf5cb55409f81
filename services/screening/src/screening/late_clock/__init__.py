"""Why a clock was late that is about no screening: a referral's, early help's, or one of another service."""
