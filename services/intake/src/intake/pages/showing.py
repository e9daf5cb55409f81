"""The templates of intake."""

from shared.web import Pages

PAGES = Pages("intake")
SORTED = "/intake/to-sort-out"
