"""What a package's source declares: the codes that it refuses with, the clocks that it starts. So that a walk over
them can be whole."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType


def codes_refused(package: ModuleType, *folders: str) -> set[str]:
    """Every code that a ``Refused`` in these folders of the package (or anywhere in it) begins with.

    Of a code that is put together at run time, what stands written at its beginning.
    """
    root = Path(package.__file__ or "").parent
    sources = sorted({source for folder in folders or (".",) for source in (root / folder).rglob("*.py")})
    return {code for source in sources for code in _codes_of(package, source.relative_to(root))}


def _codes_of(package: ModuleType, path: Path) -> Iterator[str]:
    source = (Path(package.__file__ or "").parent / path).read_text()
    if "Refused(" not in source:
        return
    module = import_module(".".join([package.__name__, *path.with_suffix("").parts]).removesuffix(".__init__"))
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refused":
            yield from _code(module, call.args[0])


def _code(module: ModuleType, said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant():
            yield str(said.value)
        case ast.Name() if isinstance(getattr(module, said.id, None), str):
            yield getattr(module, said.id)
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            yield beginning.strip()
        case _:
            pass


def clocks_declared(package: ModuleType) -> set[str]:
    """The code of every clock that a module of clocks or deadlines names."""
    root = Path(package.__file__ or "").parent
    sources = [source for name in ("clocks.py", "deadlines.py") for source in root.rglob(name)]
    return {code for source in sources for code in re.findall(r'"(CK_[A-Z0-9_]+)"', source.read_text())}
