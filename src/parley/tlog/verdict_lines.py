# SPDX-License-Identifier: Apache-2.0
"""A verdict in words: what is proved, what is not, line by line.

Names in a proof come from strangers; whatever is not plain ASCII is shown escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from parley.model.entry import EntryKind
from parley.tlog.verdict import PartVerdict, Verdict
from parley.tlog.verdict_parts import CountRow, EntryVerdict, SealVerdict, Shown
from parley.tlog.verdict_words import WORDS, Language

ENTRIES_SHOWN_MAX = 200

_YEAR_10000_MS = 253_402_300_800_000
_ALGORITHMS = {1: "Ed25519", 4: "Ed25519", 6: "ML-DSA-44"}
_MLDSA44 = 6
_MODES = ("live", "exercise", "test")
_ORIGIN_PARTS = 4

Say = Callable[..., str]
Style = Literal["good", "bad", "part", "fact", "row", "limits", "limit"]


class Line(NamedTuple):
    """One line of text and what it is."""

    style: Style
    text: str


def verdict_lines(verdict: Verdict, language: Language = "en") -> list[Line]:
    """Tell a verdict in plain words."""
    words = WORDS[language]

    def say(sentence: str, /, **facts: object) -> str:
        return words[sentence].format(**facts)

    if verdict["code"] is not None:
        reason = say("reason", reason=say(verdict["code"]), code=verdict["code"])
        return [Line("bad", say("refused")), Line("fact", reason)]
    if verdict["form"] == "evidence":
        return [*_evidence(verdict["parts"], say), *_keys(verdict["parts"], say)]
    lines = [Line("good", say("proved"))]
    for number, part in enumerate(verdict["parts"], start=1):
        lines += _part(number, part, say)
    return [*lines, *_limits(verdict["parts"], say), *_keys(verdict["parts"], say)]


def visible(text: str) -> str:
    """Return `text` with everything but printable ASCII escaped."""
    return "".join(
        each if "!" <= each <= "~" else f"\\u{{{ord(each):x}}}" for each in text
    )


def shown_time(time_ms: int) -> str:
    """Return a time as people read it; one beyond the year 9999 stays a number."""
    if time_ms >= _YEAR_10000_MS:
        return f"{time_ms} ms"
    return f"{datetime.fromtimestamp(time_ms // 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _part(number: int, part: PartVerdict, say: Say) -> Iterator[Line]:
    yield Line("part", f"{number}. {_log(part, say)}")
    if part["origin"].split("/")[2:3] in (["exercise"], ["test"]):
        yield Line("fact", say("not live"))
    for seal in part["seals"]:
        yield Line("fact", _seal(seal, say))
    yield from (Line("fact", text) for text in _completeness(part, say))
    for row in part["counts"]:
        yield Line("fact", _count(row, say))
    for entry in part["entries"][:ENTRIES_SHOWN_MAX]:
        yield Line("row", _entry(entry, say))
    more = len(part["entries"]) - ENTRIES_SHOWN_MAX
    if more > 0:
        yield Line("row", say("more", count=more))


def _completeness(part: PartVerdict, say: Say) -> Iterator[str]:
    inside = sum(entry["inside"] for entry in part["entries"])
    period = part["period"]
    if period is None:
        yield say("chosen", count=inside)
        return
    first, end = shown_time(period["from_ms"]), shown_time(period["to_ms"])
    yield say("period", first=first, end=end, count=inside)
    if period["begins_log"]:
        yield say("begins")
    if period["ends_log"]:
        yield say("ends")


def _log(part: PartVerdict, say: Say) -> str:
    parts = part["origin"].split("/")
    if len(parts) != _ORIGIN_PARTS or parts[2] not in _MODES:
        return say("named log", origin=visible(part["origin"]), size=part["size"])
    sender, recipient, mode, number = (visible(each) for each in parts)
    return say(
        "log",
        sender=sender,
        recipient=recipient,
        mode=mode.upper(),
        number=number,
        size=part["size"],
    )


def _seal(seal: SealVerdict, say: Say) -> str:
    name, algorithm = visible(seal["name"]), _ALGORITHMS[seal["scheme"]]
    if seal["time_s"] is None:
        return say("signed", name=name, algorithm=algorithm)
    time = shown_time(seal["time_s"] * 1000)
    return say("signed at", name=name, algorithm=algorithm, time=time)


def _count(row: CountRow, say: Say) -> str:
    sort = _sort(row["kind"], row["precedence"], say)
    text = say("count", count=row["count"], sort=sort)
    if row["receipted"]:
        text += say("receipted", count=row["receipted"])
    if row["acknowledged"]:
        text += say("acknowledged", count=row["acknowledged"])
    return text


def _sort(kind: int | None, precedence: int | None, say: Say) -> str:
    words = [say("kind hidden") if kind is None else _numbered("kind", kind, say)]
    if precedence is None:
        words.append(say("precedence hidden"))
    elif precedence >= 0:
        words.append(_numbered("precedence", precedence, say))
    return ", ".join(words)


def _numbered(name: str, number: int, say: Say) -> str:
    known = f"{name} {number}"
    return say(known) if known in WORDS["en"] else say(name, number=number)


def _entry(entry: EntryVerdict, say: Say) -> str:
    shown = entry["shown"]
    facts = [] if entry["inside"] else [say("beyond")]
    for name in ("kind", "precedence"):
        number = shown.get(name)
        if isinstance(number, int):
            facts.append(_numbered(name, number, say))
    logged = shown.get("logged")
    if isinstance(logged, int):
        facts.append(say("logged", time=shown_time(logged)))
    facts += [
        say(name, value=_value(shown[name]))
        for name in ("content", "releases", "reference")
        if shown.get(name) is not None
    ]
    facts += _readout(shown, say)
    for answer in entry["answers"]:
        serial, part = answer["index"] + 1, answer["part"] + 1
        facts.append(say("answers", serial=serial, part=part))
    told = ", ".join(facts) or say("nothing")
    return say("entry", serial=entry["index"] + 1, facts=told)


def _readout(shown: dict[str, Shown], say: Say) -> list[str]:
    """Say what the reference of an answer to a readout, or of a publication, names."""
    kind, reference = shown.get("kind"), shown.get("reference")
    match kind, reference:
        case EntryKind.READOUT_ANSWERED, [_, _, _, int(answer), str(digest)]:
            told = [_numbered("readout answer", int(answer), say)]
            return [*told, say("readout text", value=digest)]
        case EntryKind.READOUT_PUBLISHED, [_, _, _, str(digest)]:
            return [say("readout text", value=digest)]
        case _:
            return []


def _value(value: Shown) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _limits(parts: list[PartVerdict], say: Say) -> Iterator[Line]:
    yield Line("limits", say("limits"))
    names = ["no text", "no truth", "claims"]
    if any(part["period"] is None for part in parts):
        names.append("others")
    if any(part["period"] is not None for part in parts):
        names.append("outside")
    for name in (*names, "collusion", "keys"):
        yield Line("limit", say(name))


def _evidence(parts: list[PartVerdict], say: Say) -> Iterator[Line]:
    first = parts[0]
    name, origin = visible(first["seals"][0]["name"]), visible(first["origin"])
    yield Line("good", say("contradiction"))
    yield Line("part", say("two states", name=name, origin=origin, size=first["size"]))
    for number, part in enumerate(parts, start=1):
        yield Line("fact", say("root", number=number, root=part["root"]))
        for seal in part["seals"]:
            yield Line("row", _seal(seal, say))
    yield Line("limits", say("limits"))
    yield Line("limit", say("which"))
    if all(seal["scheme"] != _MLDSA44 for seal in first["seals"]):
        yield Line("limit", say("classical"))
    yield Line("limit", say("keys"))


def _keys(parts: list[PartVerdict], say: Say) -> Iterator[Line]:
    seen: dict[tuple[str, int, str], None] = {}
    for part in parts:
        for seal in part["seals"]:
            seen[seal["name"], seal["scheme"], seal["key"]] = None
    for name, scheme, key in seen:
        algorithm = _ALGORITHMS[scheme]
        text = say("key", name=visible(name), algorithm=algorithm, key=key)
        yield Line("row", text)
