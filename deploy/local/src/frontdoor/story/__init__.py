"""The demo: a bank-holiday weekend, told through the public HTTP APIs only, on a clock of its own."""

from frontdoor.story.front_page import build as build
from frontdoor.story.play import play as play
