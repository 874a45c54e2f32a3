# SPDX-License-Identifier: Apache-2.0
"""What every generator of vectors shares: pages as text, and what is kept of a run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self, TypeVar

from parley.errors import CounterpartFault

HERE = Path(__file__).resolve().parent


class Kept:
    """What cannot be made twice alike, by name, in one file beside the vectors."""

    def __init__(self, kept: dict[str, str]) -> None:
        """Take what was made before, as text."""
        self.kept = kept
        self._used: dict[str, str] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what was made before; nothing, if the file is not there."""
        return cls(json.loads(path.read_text("utf-8")) if path.exists() else {})

    def save(self, path: Path) -> None:
        """Write what was used in this run and nothing else."""
        text = json.dumps(self._used, indent=1, sort_keys=True) + "\n"
        path.write_text(text, encoding="utf-8")


KeptT = TypeVar("KeptT", bound=Kept)
Files = Mapping[str, tuple[str, Callable[[KeptT], Iterable[dict[str, object]]]]]
"""What each file is about and where its vectors come from, by name."""


def page_text(page: Mapping[str, object]) -> str:
    """Return a page as it stands in its file."""
    return json.dumps(page, indent=1, ensure_ascii=True) + "\n"


def pages_of(files: Files[KeptT], kept: KeptT) -> dict[str, str]:
    """Return name and text of every vector file."""
    return {
        f"{name}.json": page_text({"about": about, "vectors": list(cases(kept))})
        for name, (about, cases) in files.items()
    }


def write(kept: KeptT, name: str, pages: Callable[[KeptT], dict[str, str]]) -> None:
    """Write every file, what is kept last as file `name`."""
    try:
        for file, text in pages(kept).items():
            (HERE / file).write_text(text, encoding="utf-8")
        kept.save(HERE / name)
    except CounterpartFault as fault:
        sys.exit(f"a vector does not hold: {fault}")
