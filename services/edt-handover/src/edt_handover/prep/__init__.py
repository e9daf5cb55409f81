"""The meeting of day and duty managers before every closure of two or more days."""
