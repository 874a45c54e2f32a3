# SPDX-License-Identifier: Apache-2.0
"""Acts about a text: translate, attach, certify, dispute, ask what is meant, answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.forms import TEXT_FORM_BYTES_MAX, field, read_form, whole_number
from parley.console.house import house_of
from parley.console.signing import ToSign, signed
from parley.errors import LocalFault

_NUMBER_DIGITS = 6


def _there(request: Request, ref: str) -> Response:
    return go(request, f"/message/{ref}#translations")


def _sign_on(request: Request, ref: str) -> Response:
    return go(request, "/desk", ref=ref, back="message")


async def machine(request: Request) -> Response:
    """Translate a message by machine."""
    house, form = house_of(request), await read_form(request)
    ref, into = field(form, "ref"), field(form, "into")
    if house.signed_on.at(request) is None:
        return _sign_on(request, ref)
    await house.station.machine_translation(ref, into, field(form, "language"))
    return _there(request, ref)


async def attach(request: Request) -> Response:
    """Attach what an officer wrote."""
    house = house_of(request)
    form = await read_form(request, bytes_max=TEXT_FORM_BYTES_MAX)
    ref = field(form, "ref")
    watch = house.signed_on.at(request)
    if watch is None:
        return _sign_on(request, ref)
    await house.station.add_translation(
        ref,
        field(form, "grade"),
        field(form, "into"),
        field(form, "text").strip("\n"),
        watch.officer,
        None,
        field(form, "language"),
    )
    return _there(request, ref)


async def grade(request: Request) -> Response:
    """Certify or dispute one version, under a linguist's key."""
    house, form = house_of(request), await read_form(request)
    ref = field(form, "ref")
    watch = house.signed_on.at(request)
    if watch is None:
        return _sign_on(request, ref)
    version, given = whole_number(form, "version", _NUMBER_DIGITS), field(form, "grade")
    reason = form.get("reason", "").strip()

    async def ask() -> ToSign:
        asked = await house.station.certificate_request(
            ref, version, given, watch.officer, reason
        )
        return ToSign.of(asked)

    made = await signed(house, watch, form, ask)
    await house.station.grade_translation(
        ref,
        version,
        given,
        watch.officer,
        made.created_ms,
        made.scheme,
        made.signature,
        made.detail,
        reason,
    )
    return _there(request, ref)


async def ask_meant(request: Request) -> Response:
    """Ask which reading of a phrase is meant."""
    house, form = house_of(request), await read_form(request)
    ref = field(form, "ref")
    watch = house.signed_on.at(request)
    if watch is None:
        return _sign_on(request, ref)
    language, phrase = field(form, "language"), field(form, "phrase")
    message = await house.station.message(ref)
    text = dict(message.texts).get(language, "")
    start = text.find(phrase)
    if start < 0:
        raise LocalFault("PLY-TXT-020", serial=message.serial, language=language)
    lines = (line.strip() for line in field(form, "readings").split("\n"))
    said: dict[str, object] = {
        "language": language,
        "phrase": phrase,
        "start": start,
        "readings": [line for line in lines if line],
    }
    await do_act(house, watch, form, "CLARIFICATION_ASKED", ref, said)
    return _there(request, ref)


async def answer_meant(request: Request) -> Response:
    """Say which reading is meant."""
    house, form = house_of(request), await read_form(request)
    ref = field(form, "ref")
    watch = house.signed_on.at(request)
    if watch is None:
        return _sign_on(request, ref)
    choice = (
        whole_number(form, "choice", _NUMBER_DIGITS) if form.get("choice") else None
    )
    said: dict[str, object] = {
        "choice": choice or None,
        "words": form.get("words", "").strip() or None,
    }
    await do_act(house, watch, form, "CLARIFIED", field(form, "question"), said)
    return _there(request, ref)


ROUTES = [
    Route("/texts/machine", machine, methods=["POST"]),
    Route("/texts/attach", attach, methods=["POST"]),
    Route("/texts/grade", grade, methods=["POST"]),
    Route("/texts/ask", ask_meant, methods=["POST"]),
    Route("/texts/answer", answer_meant, methods=["POST"]),
]
