"""Requests that broke other Python services, and worse: sent to every route."""
