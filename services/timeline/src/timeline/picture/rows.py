"""Puts spans side by side so that none covers another: each goes to the first row in which it has room."""


class Rows:
    """Rows that fill from the first. Spans must come in order of their start."""

    def __init__(self, clearance: float) -> None:
        self._clearance = clearance
        self._taken_to: list[float] = []

    def take(self, start: float, end: float) -> int:
        """The row of this span, which then belongs to it."""
        for row, taken_to in enumerate(self._taken_to):
            if start >= taken_to + self._clearance:
                self._taken_to[row] = end
                return row
        self._taken_to.append(end)
        return len(self._taken_to) - 1

    def __len__(self) -> int:
        return len(self._taken_to)
