"""Checks a run that was kept: ``python -m tests.campaign.checker FOLDER``. Exit 0 when green, 1 when red."""

import sys
from pathlib import Path

from tests.campaign.checker import check_folder


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write("Which run? python -m tests.campaign.checker FOLDER\n")
        return 2
    verdict = check_folder(Path(sys.argv[1]))
    sys.stdout.write("\n".join([*verdict.lines(), verdict.closing_line()]) + "\n")
    return 0 if verdict.green else 1


if __name__ == "__main__":
    raise SystemExit(main())
