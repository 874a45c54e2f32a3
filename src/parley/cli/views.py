# SPDX-License-Identifier: Apache-2.0
"""Draws the station's answers (JSON values of its views) as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parley.cli import output, times

View = Mapping[str, Any]

_RUNGS = {
    "receipt": "their station has it",
    "acknowledgement": "an officer has it",
    "understood": "read back right",
    "delivered": "a principal has it",
    "answered": "answered",
    "standby": "an answer is promised",
    "declined": "no answer will come",
    "misread": "READ BACK WRONG",
    "out_of_place": "DOES NOT COUNT: NOT HIS POSITION",
}
_OUR_RUNGS = {
    "receipt": "our station has it",
    "acknowledgement": "our officer has it",
    "understood": "we read it back right",
    "delivered": "our principal has it",
    "answered": "we answered",
    "standby": "we promised an answer",
    "declined": "we will not answer",
    "misread": "WE READ IT WRONG",
}


_FOLLOWED = {
    "corrects": "CORRECTED BY",
    "cancels": "CANCELLED BY",
    "supersedes": "SUPERSEDED BY",
}


def message_rows(messages: Iterable[View]) -> list[str]:
    """Return a list of messages, newest first as given."""
    return output.table(
        ("precedence", "state", "", "number", "filed", "name", "first line"),
        [
            (
                message["precedence"],
                message["state"],
                f"{_toward(message)} {message['party']}",
                str(message["number"]),
                times.zulu(message["filed_ms"]),
                message["ref"],
                message["subject"],
            )
            for message in messages
        ],
    )


def _toward(message: View) -> str:
    return "from" if message["direction"] == "in" else "to"


def draft_rows(drafts: Iterable[View]) -> list[str]:
    """Return a list of drafts."""
    return output.table(
        ("number", "precedence", "to", "drafted by", "releases", "first line"),
        [
            (
                str(draft["number"]),
                draft["precedence"],
                draft["link"],
                draft["drafted_by"],
                f"{len(draft['releases'])} of {draft['needed']}",
                _subject(draft["texts"]),
            )
            for draft in drafts
        ],
    )


def _subject(texts: Sequence[Sequence[str]]) -> str:
    return texts[0][1].split("\n", 1)[0] if texts else ""


def texts_of(texts: Sequence[Sequence[str]]) -> list[str]:
    """Return every text behind its bar, with its language."""
    shown = []
    for language, text in texts:
        shown += [f"Text ({_plain(language)}):", *output.quoted(text)]
    return shown


def _plain(word: str) -> str:
    from parley.cli.visible import one_line  # noqa: PLC0415

    return one_line(word)


def message_page(message: View) -> list[str]:
    """Return one message whole: facts, text, releases, ladder."""
    ours = message["direction"] == "out"
    shown = output.facts(
        [
            ("message", f"{message['number']}  ({message['ref']})"),
            ("to" if ours else "from", f"{message['party']} ({message['link']})"),
            ("addressees", _addressees(message["to"])),
            ("mode", message["mode"]),
            ("precedence", message["precedence"]),
            ("state", message["state"]),
            ("drafted by", message["drafted_by"]),
            ("relation", message["relation"] or "-"),
            ("not after", times.zulu(message["not_after_ms"])),
            ("group", message["date_time_group"] or "-"),
            *_marks(message),
        ]
    )
    if message["refusal"]:
        shown += ["", _refusal(message["refusal"])]
    if message["override"]:
        shown += ["", f"OVERRIDE by one officer alone: {_plain(message['override'])}"]
    shown += ["", *texts_of(message["texts"])]
    shown += ["", *release_rows(message["releases"])]
    return [*shown, "", *ladder(message), *_deadlines(message)]


def _deadlines(message: View) -> list[str]:
    """Return the agreed times of what has not happened, or happened late."""
    lines = []
    for each in message["deadlines"]:
        due_ms, done_ms = each["due_ms"], each["done_ms"]
        due = f"  {each['what']} due by {times.zulu(due_ms)}"
        if done_ms is None:
            lines.append(f"{due}: not yet")
        elif done_ms > due_ms:
            lines.append(f"{due}: late by {times.age((done_ms - due_ms) / 1_000)}")
    return ["", "Agreed times:", *lines] if lines else []


def _marks(message: View) -> list[tuple[str, str]]:
    """Return what a message asks of its reader beside its text."""
    marks = []
    if message["stop"]:
        marks.append(("STOP", "something must stop now; read it back"))
    if message["followed_by"] is not None:
        marks.append((_FOLLOWED[message["followed"]], message["followed_by"]))
    if message["critical"]:
        count = len(message["critical"])
        marks.append(("read back", f"{count} critical fields, `parley understood`"))
    if message["crossed_ms"] is not None:
        what = "our message" if message["direction"] == "in" else "their message"
        when = times.zulu(message["crossed_ms"])
        marks.append(("CROSSED", f"written before {what} of {when} was read"))
    return marks


def _addressees(to: Sequence[str]) -> str:
    return ", ".join(to) or "every position"


def _refusal(code: str) -> str:
    from parley.errors import CATALOGUE  # noqa: PLC0415

    plain = CATALOGUE[code].what if code in CATALOGUE else "{"
    if "{" in plain:
        plain = "Its releases are not good."
    return f"SIGNATURE BAD: {plain}  Do not act on the text alone.   {_plain(code)}"


def release_rows(releases: Sequence[View]) -> list[str]:
    """Return who released, in what position, with what kind of key."""
    if not releases:
        return ["Released by nobody yet."]
    return output.table(
        ("released by", "position", "with", "signature"),
        [
            (
                release["name"],
                release["position"],
                release["key"],
                "good" if release["good"] else "BAD",
            )
            for release in releases
        ],
    )


def ladder(message: View) -> list[str]:
    """Return how far a message came, with both sides' times."""
    ours = message["direction"] == "out"
    rungs = _RUNGS if ours else _OUR_RUNGS
    rows = [
        ("drafted", "", "", times.zulu(message["created_ms"], millis=True), ""),
        ("logged", "", "", times.zulu(message["logged_ms"], millis=True), ""),
    ]
    if not ours:
        rows = [
            ("drafted", "", times.zulu(message["created_ms"], millis=True), "", ""),
            (
                "logged",
                "",
                times.zulu(message["logged_ms"], millis=True),
                times.zulu(message["filed_ms"], millis=True),
                "",
            ),
        ]
    for stage in message["stages"]:
        their, seen = stage["their_ms"], stage["seen_ms"]
        rows.append(
            (
                rungs.get(stage["stage"], stage["stage"]),
                stage["by"] or "",
                times.zulu(their, millis=True) if ours else "",
                times.zulu(seen, millis=True),
                _proof(stage),
            )
        )
    return output.table(("", "by", "their clock", "our clock", "proof"), rows)


def _proof(stage: View) -> str:
    said = [f"entry {stage['serial']}"]
    if stage["until_ms"] is not None:
        again = "" if stage["times"] == 1 else ", for the second time"
        said.append(f"by {times.zulu(stage['until_ms'])}{again}")
    if stage["stands_for"]:
        said.append(f"for {', '.join(stage['stands_for'])}")
    if stage["note"] is not None:
        said.append(_plain(stage["note"]))
    return ": ".join(said)


def draft_page(draft: View) -> list[str]:
    """Return one draft whole."""
    shown = output.facts(
        [
            ("draft", str(draft["number"])),
            ("to", draft["link"]),
            ("addressees", _addressees(draft["to"])),
            ("precedence", draft["precedence"]),
            ("drafted by", draft["drafted_by"]),
            ("releases", f"{len(draft['releases'])} of {draft['needed']}"),
            ("release code", draft["release_code"] if draft["step"] else "-"),
            ("gone as", draft["ref"] or "-"),
        ]
    )
    shown += ["", *texts_of(draft["texts"])]
    return [*shown, "", *release_rows(draft["releases"])]
