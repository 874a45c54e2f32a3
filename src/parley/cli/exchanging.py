# SPDX-License-Identifier: Apache-2.0
"""What `exchange` shows and asks: messages on their way out, files on their way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.cli import output, visible
from parley.exchange.kinds import Kind
from parley.exchange.values import Coded, CodedFilling, Line, Outgoing, Taken
from parley.formats.book import Library
from parley.formats.coding import decode
from parley.model.precedence import Mode, Precedence


def outgoing(
    message: dict[str, Any], status: dict[str, Any], library: Library
) -> Outgoing:
    """Return a message of the record as it leaves."""
    ours = message["direction"] == "out"
    parties = (status["party"], message["party"])
    coded = None
    if message["coded"] is not None:
        body = bytes.fromhex(message["coded"]["body"])
        book = library.edition(message["coded"]["edition"])
        coded = Coded(book, decode(book, body), body)
    return Outgoing(
        ref=message["ref"],
        sender=parties[0] if ours else parties[1],
        recipient=parties[1] if ours else parties[0],
        mode=Mode[message["mode"]],
        precedence=Precedence[message["precedence"]],
        created_ms=message["created_ms"],
        subject=message["subject"],
        texts=tuple((tag, text) for tag, text in message["texts"]),
        coded=coded,
    )


def draft_of(taken: Taken, precedence: str | None) -> tuple[str, dict[str, Any]]:
    """Return the station's method and what it is asked, to file a draft."""
    wanted = precedence.upper() if precedence else None
    filling = taken.filling
    if isinstance(filling, CodedFilling):
        asked: dict[str, Any] = {"name": filling.format, "values": {**filling.fields}}
        return "write_code", {**asked, "precedence": wanted}
    own = filling.precedence or Precedence.ROUTINE
    texts = [[tag, text] for tag, text in filling.texts]
    return "write_draft", {"texts": texts, "precedence": wanted or own.name}


def kinds_table(kinds: Mapping[str, Kind]) -> list[str]:
    """Return every kind as a table."""
    return output.table(
        ("kind", "format", "holds", "checked by"),
        [(key, one.name, one.holds, one.checked) for key, one in kinds.items()],
    )


def written_lines(view: dict[str, Any]) -> list[str]:
    """Return what an export came to."""
    return [
        f"{view['bytes']} bytes were written to {view['file']}.",
        "",
        "The file does not hold:",
        *(f"- {each}" for each in view["left"]),
        "",
        "It proves nothing; `parley record prove` makes a file that does.",
    ]


def taken_view(taken: Taken) -> dict[str, Any]:
    """Return a file that was read, as JSON values."""
    filling = taken.filling
    draft: dict[str, Any] = {"format": None, "fields": {}, "exact": False, "texts": []}
    if isinstance(filling, CodedFilling):
        draft["format"], draft["fields"] = filling.format, dict(filling.fields)
        draft["exact"] = filling.body is not None
    else:
        draft["texts"] = filling.texts
    return {
        "kind": taken.kind,
        "sha256": taken.digest.hex(),
        **draft,
        "carried": [_line(each) for each in taken.carried],
        "left": [_line(each) for each in taken.left],
        "notes": taken.notes,
    }


def _line(line: Line) -> dict[str, str]:
    return {"place": line.place, "value": line.value, "into": line.into}


def carried_lines(view: dict[str, Any]) -> list[str]:
    """Return a file that was read, for a person."""
    lines = output.facts([("kind", view["kind"]), ("SHA-256", view["sha256"])])
    if view["format"] is not None:
        lines += ["", f"Draft of the code book, {view['format']}:"]
        lines += output.facts(list(view["fields"].items()))
    for language, text in view["texts"]:
        lines += ["", f"Draft text ({language}):", *output.quoted(text)]
    lines += ["", *_listed("CARRIED into the draft", view["carried"])]
    lines += ["", *_listed("NOT carried", view["left"])]
    return [*lines, *(visible.one_line(f"Note: {each}") for each in view["notes"])]


def _listed(title: str, lines: list[dict[str, str]]) -> list[str]:
    shown = [f"{title} ({len(lines)}):"]
    for each in lines:
        into = f" -> {each['into']}" if each["into"] else ""
        line = f"{each['place']}: {each['value']}{into}"
        shown.append("  " + visible.one_line(line))
    return shown
