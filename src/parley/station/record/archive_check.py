# SPDX-License-Identifier: Apache-2.0
"""Verifies an archive from its files alone: no station, no network, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.core.entries import setting_of
from parley.errors import LocalFault
from parley.errors.fault import Fault
from parley.model.message import Setting
from parley.model.precedence import Mode
from parley.model.record import Direction
from parley.station.record.archive import FORM, MANIFEST
from parley.station.record.archive_lines import line_problem
from parley.station.record.archive_texts import Certifier, translations_problem
from parley.station.record.views import ArchiveCheckView
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.cosignature import verify_line
from parley.tlog.merkle import Frontier
from parley.tlog.note import parse_note
from parley.tlog.policy import Policy
from parley.tlog.policy_text import parse_policy

_PROBLEMS_MAX = 100
_NOT_AS_WRITTEN = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


@dataclass(slots=True)
class _Check:
    folder: Path
    told: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    entries: int = 0
    notes: int = 0
    covered: int = 0

    def note(self, words: str) -> None:
        if len(self.problems) < _PROBLEMS_MAX:
            self.problems.append(words)


def check_archive(folder: Path) -> ArchiveCheckView:
    """Verify an archive folder.

    Raises:
        LocalFault: PLY-REC-020 it is no archive that this program knows.

    """
    told = _manifest(folder)
    check = _Check(folder, told)
    _files(check)
    for name in sorted(told["files"]):
        if name.startswith("logs/") and (folder / name).is_file():
            try:
                _log(check, Path(name).stem)
            except Fault as fault:
                check.note(f"{name} cannot be judged: {fault.code}.")
            except OSError:
                check.note(f"{name} lacks its policy or one of its heads.")
            except _NOT_AS_WRITTEN:
                check.note(f"{name} is not written as an archive's log is.")
    return ArchiveCheckView(
        station=str(told["station"]),
        counterpart=str(told["counterpart"]),
        from_ms=told["from_ms"],
        to_ms=told["to_ms"],
        redacted=told["redacted"],
        entries=check.entries,
        covered=check.covered,
        notes=check.notes,
        problems=tuple(check.problems),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        names = [told["station"], told["counterpart"], Mode[told["mode"]].name]
        times = [told["from_ms"], told["to_ms"]]
        known = (
            told["form"] == FORM
            and isinstance(told["redacted"], bool)
            and all(isinstance(each, str) for each in [*names, *told["files"]])
            and all(type(each) is int for each in times)
            and all(_is_plain(name) for name in told["files"])
        )
    except OSError as bad:
        reason = (bad.strerror or type(bad).__name__).lower()
        raise LocalFault("PLY-REC-020", path=folder, reason=reason) from bad
    except _NOT_AS_WRITTEN:
        known = False
    if not known:
        reason = f"its {MANIFEST} is not one of this version"
        raise LocalFault("PLY-REC-020", path=folder, reason=reason)
    return dict(told)


def _is_plain(name: str) -> bool:
    """Tell whether a name stays inside the folder."""
    parts = name.split("/")
    return len(parts) <= 2 and all(  # noqa: PLR2004 - folder and file
        part not in {"", ".", ".."} and "\\" not in part and "\0" not in part
        for part in parts
    )


def _files(check: _Check) -> None:
    """Compare every file with the manifest; none may be missing or added."""
    listed = check.told["files"]
    there = {
        one.relative_to(check.folder).as_posix()
        for one in check.folder.rglob("*")
        if one.is_file() or one.is_symlink()
    } - {MANIFEST}
    for name in sorted(there ^ set(listed)):
        word = "is missing" if name in listed else "does not belong to the archive"
        check.note(f"{name} {word}.")
    for name in sorted(there & set(listed)):
        path = check.folder / name
        if path.is_symlink() or _sha256(path) != listed[name]:
            check.note(f"{name} is not as it was archived.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _log(check: _Check, name: str) -> None:
    """Verify one log: lines, tree, heads."""
    setting = _setting(check.told, name)
    certifier, incarnation = _certifier(check), int(name.rpartition("-")[2])
    leaves: list[bytes] = []
    for told in _lines(check.folder / f"logs/{name}.jsonl"):
        serial = told["serial"]
        if serial != len(leaves) + 1:
            check.note(f"Entry {name}/{len(leaves) + 1} is missing.")
            return
        leaves.append(bytes.fromhex(told["leaf"]))
        if "filed_ms" in told:
            check.entries += 1
        problem = line_problem(told, setting, redacted=check.told["redacted"])
        problem = problem or translations_problem(told, certifier, setting, incarnation)
        if problem is not None:
            check.note(f"Entry {name}/{serial} {problem}.")
    policy = parse_policy((check.folder / f"policies/{name}.txt").read_bytes())
    sizes = sorted(
        int(path.stem.rpartition("-")[2])
        for path in check.folder.glob(f"notes/{name}-*.txt")
    )
    grown = Frontier()
    for size in sizes:
        grown = grown.extend(leaves[grown.size : size])
        data = (check.folder / f"notes/{name}-{size}.txt").read_bytes()
        problem = _note_problem(data, grown, size, policy)
        if problem is None:
            check.notes += 1
        else:
            check.note(f"The head notes/{name}-{size}.txt {problem}.")
    check.covered += sizes[-1] if sizes else 0


def _certifier(check: _Check) -> Certifier:
    path = check.folder / "statements/roster-ours.statement"
    return Certifier.of(
        str(check.told["station"]), path.read_bytes() if path.is_file() else None
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)


def _setting(told: dict[str, Any], name: str) -> Setting:
    direction = Direction.OUT if name.startswith("out-") else Direction.IN
    mode = Mode[told["mode"]]
    return setting_of(told["station"], mode, told["counterpart"], direction)


def _note_problem(
    data: bytes, grown: Frontier, size: int, policy: Policy
) -> str | None:
    try:
        note = parse_note(data)
        checkpoint = parse_checkpoint(note.text)
        if checkpoint.size != size or grown.size != size:
            return "is over another number of entries"
        if checkpoint.root != grown.root():
            return "is over another tree than the entries here make"
        if not policy.knows(checkpoint.origin):
            return "names another log"
        signed = set()
        for line in note.lines:
            for key in (*policy.logs, *policy.witnesses.values()):
                if key.made(line):
                    verify_line(key, checkpoint, line)
                    signed.add(key.name)
    except Fault as fault:
        return f"does not verify: {fault.code}"
    return None if len(signed) > 1 else "is not signed by both sides"
