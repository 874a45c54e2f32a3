# SPDX-License-Identifier: Apache-2.0
"""A ceremony on paper: every step with a box, a line for names, and what is done."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from parley.station.ceremonies.progress import Done, Progress
from parley.station.ceremonies.script import Ceremony, Step

_STYLE = """
body { font: 11pt/1.4 serif; max-width: 46em; margin: 2em auto; color: #000; }
h1 { font-size: 1.4em; } h2 { font-size: 1.05em; margin: 0 0 .2em; }
section { border-top: 1px solid #000; padding: .6em 0 .6em 2.2em; break-inside: avoid; }
.box { float: left; margin-left: -2.2em; width: 1.1em; height: 1.1em;
  border: 1px solid #000; text-align: center; line-height: 1.1em; }
code { font: 10pt monospace; } .sign { margin-top: .8em; }
.line { display: inline-block; width: 13em; border-bottom: 1px solid #000; }
"""


def page(ceremony: Ceremony, progress: Progress | None, station: str) -> str:
    """Return the sheet as one HTML page that needs nothing from outside."""
    done = {} if progress is None else {one.step: one for one in progress.done}
    needs = "".join(f"<li>{escape(one)}</li>" for one in ceremony.needs)
    steps = "".join(
        _step(number, step, done.get(number), ceremony.persons)
        for number, step in enumerate(ceremony.steps, 1)
    )
    title = escape(ceremony.title)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{title}</h1><p>{escape(ceremony.purpose)}</p>"
        f"<p>Station {escape(station)}. {ceremony.persons} persons at every step."
        f" Sheet {ceremony.name}, edition {ceremony.edition}.</p>"
        f"<p>You need:</p><ul>{needs}</ul>{steps}</body></html>\n"
    )


def _step(number: int, step: Step, done: Done | None, persons: int) -> str:
    mark = "&#10003;" if done is not None and not done.reason else ""
    command = f"<p><code>{escape(step.command)}</code></p>" if step.command else ""
    return (
        f'<section><div class="box">{mark}</div>'
        f"<h2>{number}. {escape(step.title)}</h2>"
        f"<p>{escape(step.does)}</p>{command}"
        f'<p class="sign">{_signed(done, persons)}</p></section>'
    )


def _signed(done: Done | None, persons: int) -> str:
    if done is None:
        return " ".join('Name <span class="line"></span>' for _ in range(persons))
    at = datetime.fromtimestamp(done.at_ms / 1_000, UTC).strftime("%d %b %Y %H:%MZ")
    word = f"Left out: {done.reason}" if done.reason else "Done"
    note = f" {done.note}" if done.note else ""
    return escape(f"{word}, {at}, {' and '.join(done.by)}.{note}")
