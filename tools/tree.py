# SPDX-License-Identifier: Apache-2.0
"""The files of the project, for tools and for tests that read the tree itself."""

from __future__ import annotations

import ast
import functools
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "parley"
_SKIPPED = {".git", ".venv", "build", "dist", "demo", "__pycache__"}
_BINARY = {".db", ".gz", ".ico", ".ogg", ".png", ".wav", ".woff2", ".zip"}


@functools.cache
def files() -> tuple[Path, ...]:
    """Return every file that is, or is about to be, under version control."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        names = listed.stdout.decode().split("\0")
        found = [ROOT / name for name in names if name]
    else:
        found = [
            path
            for path in ROOT.rglob("*")
            if not _SKIPPED & set(path.relative_to(ROOT).parts)
            and not any(part.endswith("_cache") for part in path.parts)
        ]
    return tuple(sorted({path for path in found if path.is_file()}))


def name(path: Path) -> str:
    """Return a path as the reader knows it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def texts(*suffixes: str, under: str = "") -> dict[str, str]:
    """Return name and text of every text file, by suffix and folder if given."""
    return {
        name(path): read(path)
        for path in files()
        if name(path).startswith(under)
        and (path.suffix in suffixes if suffixes else path.suffix not in _BINARY)
    }


@functools.cache
def read(path: Path) -> str:
    """Return the text of one file; bytes that are no text are shown as such."""
    return path.read_text(encoding="utf-8", errors="backslashreplace")


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of one Python file."""
    return ast.parse(read(path), filename=name(path))


def python(under: str = "") -> list[Path]:
    """Return the Python files below a folder."""
    return [p for p in files() if p.suffix == ".py" and name(p).startswith(under)]


def module(path: Path) -> str:
    """Return the dotted name of a source file, `parley.wire.frame`."""
    parts = path.relative_to(SRC.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
