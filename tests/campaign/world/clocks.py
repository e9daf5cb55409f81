"""The clock of each process, in a file of its own, so that clocks can disagree."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.campaign.world.layout import clock_file


class Clocks:
    """How far each process's clock is from the machine's, in seconds."""

    def __init__(self, folder: Path, names: Sequence[str], offset_seconds: float) -> None:
        self._folder = folder
        self.offsets = dict.fromkeys(names, offset_seconds)

    def set_all(self) -> None:
        (self._folder / "clocks").mkdir(parents=True, exist_ok=True)
        for name in self.offsets:
            self.jump(name, 0)

    def jump(self, name: str, seconds: float) -> None:
        """Move this process's clock by that much, from now on. Whoever reads meanwhile reads the old or the new."""
        self.offsets[name] += seconds
        file = clock_file(self._folder, name)
        draft = file.with_suffix(".draft")
        draft.write_text(json.dumps({"offset_seconds": self.offsets[name]}))
        draft.replace(file)
