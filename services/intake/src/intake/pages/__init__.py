"""Intake for people: what came in that somebody must sort out, the telephone, and how agencies connect."""

from fastapi import APIRouter

from intake.pages import connecting, household, police, quality, sorting, telephone, unreadable

router = APIRouter(include_in_schema=False)
for part in (sorting, household, quality, telephone, unreadable, police, connecting):
    router.include_router(part.router)
