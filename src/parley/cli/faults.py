# SPDX-License-Identifier: Apache-2.0
"""How a fault looks on stderr: as four sentences and a code, or as JSON."""

from __future__ import annotations

import os
import sys
import textwrap
import traceback
from types import TracebackType

import click

from parley.cli import output, visible
from parley.errors import Fault, LocalFault


def as_json(fault: Fault) -> dict[str, object]:
    """Return the fault as the value that `--json` prints."""
    return {
        "error": {
            "code": fault.code,
            "side": fault.side,
            "what": fault.what,
            "kept": fault.kept,
            "then": fault.then,
            "do": fault.do,
        }
    }


def as_text(fault: Fault) -> list[str]:
    """Return the fault as lines for a person, the code last."""
    sentences = (fault.what, fault.kept, fault.then, f"{fault.do}   {fault.code}")
    whose = "" if fault.side == "ours" else "refused: "
    shown = [f"parley: {whose}{sentences[0]}", *sentences[1:]]
    return [line for sentence in shown for line in _wrapped(sentence)]


def _wrapped(sentence: str) -> list[str]:
    return textwrap.wrap(
        visible.one_line(sentence),
        width=output.columns(),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def report(fault: Fault, *, json: bool) -> None:
    """Print a fault where faults go."""
    if json:
        output.document(as_json(fault), sys.stderr)
    else:
        output.tell(*as_text(fault))


def from_click(error: click.ClickException) -> LocalFault:
    """Return the fault that stands for a usage error."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "parley"
    return LocalFault("PLY-CLI-001", detail=error.format_message(), command=command)


def from_disk(error: OSError) -> LocalFault:
    """Return the fault that stands for a path at which the system says no."""
    reason = (error.strerror or type(error).__name__).lower()
    return LocalFault("PLY-CLI-043", file=error.filename, reason=reason)


def from_mistake(error: BaseException) -> LocalFault:
    """Return the fault that stands for a mistake of ours; no stack on the screen."""
    if "PARLEY_TRACEBACK" in os.environ:
        traceback.print_exception(error)
    place = _innermost(error.__traceback__)
    return LocalFault("PLY-CLI-099", kind=type(error).__name__, place=place)


def _innermost(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "parley" in frame.filename] or list(frames)
    if not ours:
        return "an unknown place"
    name = ours[-1].filename.rpartition("parley")[2].strip("/\\")
    return f"{name}, line {ours[-1].lineno}"
