"""The source of the checkout, as the tests of its shape read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "shared": ROOT / "shared/src/shared",
    "frontdoor": ROOT / "deploy/local/src/frontdoor",
    **{folder.name: folder for folder in sorted(ROOT.glob("services/*/src/*")) if (folder / "__init__.py").exists()},
}
SERVICES = frozenset(PACKAGES) - {"shared", "frontdoor"}


@dataclass(frozen=True)
class Module:
    """One Python file of one package."""

    package: str
    file: Path

    @property
    def path(self) -> str:
        return str(self.file.relative_to(ROOT))

    @property
    def words(self) -> list[str]:
        """The names on the way to it, within its package: ``["discussion", "decider"]``."""
        return list(self.file.relative_to(PACKAGES[self.package]).with_suffix("").parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.file.read_text())

    def imported(self) -> Iterator[str]:
        """Everything that it imports, by its whole name, wherever in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = [Module(package, file) for package, folder in PACKAGES.items() for file in sorted(folder.rglob("*.py"))]
RULES = [
    module
    for module in MODULES
    if module.package in SERVICES and {"decider", "guards", "clocks", "commands", "events"} & set(module.words)
]
"""Deciders, what they are made of, and what they take and give."""
