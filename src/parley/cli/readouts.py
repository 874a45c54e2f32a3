# SPDX-License-Identifier: Apache-2.0
"""Readouts for a person: texts, differences, how far each is; and answers to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from parley.cli import output, times
from parley.cli.visible import one_line
from parley.model.readout import Answer

_PARTS = 3


def answer_fields(
    one: Mapping[str, Any], answer: str, given: Sequence[str], proof: bool
) -> dict[str, object]:
    """Return the fields of an answer; sentences are counted from 1 by people."""
    return {
        "answer": int(Answer[answer.upper().replace("-", "_")]),
        "digest": one["digest"],
        "differences": [_difference(one, each) for each in given],
        "proof": proof,
    }


def _difference(one: Mapping[str, Any], given: str) -> dict[str, object]:
    parts = given.split(":", _PARTS - 1)
    if len(parts) != _PARTS or not parts[1].isascii() or not parts[1].isdigit():
        raise click.UsageError(f"--difference {given!r} is no LANGUAGE:NUMBER:WORDS.")
    language, number, words = parts
    counts = {text["language"]: len(text["sentences"]) for text in one["texts"]}
    if not 1 <= int(number) <= counts.get(language, 0):
        raise click.UsageError(
            f"--difference {given!r}: there is no sentence {number} in {language!r}."
        )
    return {
        "language": language,
        "sentence": int(number) - 1,
        "words": words.strip(),
    }


def readout_rows(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return readouts as a table."""
    if not found:
        return ["There is no readout yet."]
    return output.table(
        ("name", "whose", "state", "answer", "not before", "first words"),
        [
            (
                one["ref"] or str(one["number"]),
                "ours" if one["direction"] == "out" else "theirs",
                "WITHHELD" if one["withheld"] else one["state"],
                _answer(one),
                times.zulu(one["not_before_ms"]),
                one["texts"][0]["sentences"][0]["shown"],
            )
            for one in found
        ],
    )


def readout_page(one: Mapping[str, Any]) -> list[str]:
    """Return a readout whole."""
    return list(_page(one))


def _page(one: Mapping[str, Any]) -> Iterator[str]:
    whose = "ours" if one["direction"] == "out" else "theirs"
    yield from output.facts(
        [
            ("readout", one["ref"] or f"draft {one['number']}"),
            ("whose", f"{whose}, on the line with {one['party']}"),
            ("state", one["state"]),
            ("by", one["by"]),
            ("about", ", ".join(one["contacts"])),
            ("not before", times.zulu(one["not_before_ms"])),
            ("answer", _answer(one)),
            ("proof", "may go along" if one["proof"] else "does not go along"),
            ("published", times.zulu(one["published_ms"])),
            ("SHA-256", one["digest"]),
        ]
    )
    if one["withheld"]:
        yield "It was decided to neither confirm nor deny it."
    for text in one["texts"]:
        yield from ("", f"Text ({text['language']}):")
        for number, sentence in enumerate(text["sentences"], 1):
            first, *rest = output.quoted(sentence["shown"].strip())
            yield from (f"{number:>3} {first}", *(f"    {line}" for line in rest))
            if sentence["differs"] is not None:
                yield f"    THEY SAY: {one_line(sentence['differs'])}"
    for each in one["overtakes"]:
        yield f"The public would know before them: {each}."


def _answer(one: Mapping[str, Any]) -> str:
    if one["answer"] is None:
        return "-"
    said = one["answer"].lower().replace("_", " ")
    return f"{said} ({one['answered_by']}, {times.zulu(one['answered_ms'])})"
