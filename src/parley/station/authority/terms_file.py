# SPDX-License-Identifier: Apache-2.0
"""Terms as a file that two custodians can read, compare and hand to their stations."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from enum import IntEnum
from typing import Literal

from msgspec.structs import asdict
from pydantic import BaseModel, ConfigDict, ValidationError

from parley.errors import CounterpartFault, LocalFault
from parley.model.agreement import PrecedenceTarget, ReleaseRule, Terms
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.texts.assigned import FIRST
from parley.wire.terms import read_terms, terms_fields

TERMS_BYTES_MAX = 65_536


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class _Rule(_Strict):
    mode: Literal["LIVE", "EXERCISE", "TEST"]
    precedence: Literal["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]
    releases: int
    by: Literal["watch", "releaser", "principal"] = "releaser"
    alone: bool = False
    override: bool = False
    format: int | None = None
    position: str | None = None


class _Target(_Strict):
    precedence: Literal["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]
    receipt_s: int
    acknowledge_s: int
    translate_s: int | None = None
    deliver_s: int | None = None
    escalate_s: list[int] = []


class _Terms(_Strict):
    test_interval_s: int
    test_tolerance_s: int
    epoch_age_s_max: int
    software_keys_count: bool
    evidence: Literal["provable", "joint", "deniable"]
    read_back: list[int] = []
    suspend: bool = True
    minimize: bool = True
    pages: bool = False
    tables: int = FIRST
    code_book: str | None = None
    rules: list[_Rule]
    targets: list[_Target]


def parse_terms(text: str) -> Terms:
    """Return the terms in a file.

    Raises:
        LocalFault: PLY-AUT-013, naming what is wrong and where.

    """
    if len(text.encode()) > TERMS_BYTES_MAX:
        raise _wrong(f"they are longer than {TERMS_BYTES_MAX} bytes")
    try:
        form = _Terms.model_validate(tomllib.loads(text))
        book = None if form.code_book is None else bytes.fromhex(form.code_book)
    except ValidationError as bad:
        raise _wrong(_first(bad)) from None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as bad:
        raise _wrong(str(bad)) from None
    plain = form.model_dump(exclude={"rules", "targets", "read_back", "code_book"})
    terms = Terms(
        rules=tuple(_rule(each) for each in form.rules),
        targets=tuple(_target(each) for each in form.targets),
        read_back=tuple(form.read_back),
        code_book=book,
        **plain,
    )
    try:
        return read_terms(terms_fields(terms))
    except CounterpartFault as fault:
        raise _wrong(fault.what.rstrip(".")) from None


def _wrong(reason: str) -> LocalFault:
    return LocalFault("PLY-AUT-013", reason=reason)


def _first(bad: ValidationError) -> str:
    error = bad.errors(include_url=False, include_input=False)[0]
    place = ".".join(
        str(part + 1) if isinstance(part, int) else part for part in error["loc"]
    )
    return f"{place}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _rule(form: _Rule) -> ReleaseRule:
    values = form.model_dump()
    values["mode"] = Mode[form.mode]
    values["precedence"] = Precedence[form.precedence]
    values["by"] = OfficerClass[form.by.upper()]
    return ReleaseRule(**values)


def _target(form: _Target) -> PrecedenceTarget:
    values = form.model_dump()
    values["precedence"] = Precedence[form.precedence]
    values["escalate_s"] = tuple(form.escalate_s)
    return PrecedenceTarget(**values)


def write_terms(terms: Terms) -> str:
    """Return the file that `parse_terms` reads as these terms."""
    lines = ["# Terms of a link agreement.  Both stations must be given the same file."]
    plain = asdict(terms)
    rules, targets = plain.pop("rules"), plain.pop("targets")
    lines += _values(plain)
    for name, tables in (("rules", rules), ("targets", targets)):
        for each in tables:
            lines += ["", f"[[{name}]]", *_values(asdict(each))]
    return "\n".join(lines) + "\n"


def _values(table: dict[str, object]) -> Iterator[str]:
    for name, value in table.items():
        if value is not None:
            yield f"{name} = {_value(name, value)}"


def _value(name: str, value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case IntEnum():
            return json.dumps(value.name.lower() if name == "by" else value.name)
        case bytes():
            return json.dumps(value.hex())
        case tuple():
            return json.dumps(list(value))
        case _:
            return json.dumps(value, ensure_ascii=False)
