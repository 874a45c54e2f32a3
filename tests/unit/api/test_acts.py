# SPDX-License-Identifier: Apache-2.0
"""A message from draft to acknowledgement over the API alone, and events on the way."""

from __future__ import annotations

import http.client

import hypothesis
import pytest
import schemathesis
from schemathesis import Config

from parley.api.describe import description
from parley.api.rights import RIGHTS
from parley.testing.stations import ANN, BEN, DRAFTER


def released(pair, text):
    """Draft and release a FLASH by three programs; return its reference."""
    status, draft = pair.drafter().post(
        "write_draft",
        link=None,
        precedence="FLASH",
        to=[],
        texts=[["en", text]],
    )
    assert status == 200, draft
    for officer in (ANN, BEN):
        seen = pair.program(officer, "RELEASER").get(
            "draft", f"?number={draft['number']}"
        )[1]
        status, draft = pair.program(officer, "RELEASER").post(
            "release",
            number=draft["number"],
            scheme="SOFTWARE_ED25519",
            signature=pair.alfa.sign(officer, seen["digest"]).hex(),
        )
        assert status == 200, draft
    return draft


def test_a_flash_goes_out_and_comes_back_acknowledged(pair):
    """What the console does, programs can do, with the same signatures."""
    number = released(pair, "Over the interface.")["number"]

    async def theirs():
        found = await pair.bravo.parts.api.messages("open")
        return next((one for one in found if one.number == number), None)

    pair.on_loop(pair.bravo.until(theirs))
    message = pair.on_loop(theirs())
    pair.on_loop(pair.bravo.acknowledge(message.ref))

    async def known():
        return any(
            one.state == "ACKNOWLEDGED" and one.number == number
            for one in await pair.alfa.parts.api.messages()
        )

    pair.on_loop(pair.alfa.until(known))
    status, listed = pair.program().get("messages")
    assert status == 200
    (mine,) = [one for one in listed if one["number"] == number]
    assert mine["state"] == "ACKNOWLEDGED"
    whole = pair.program().get("message", f"?ref={mine['ref']}")[1]
    assert whole["texts"] == [["en", "Over the interface."]]


def test_a_signature_of_another_officer_is_refused_in_words(pair):
    """The API takes signatures; it does not take their word for whose they are."""
    draft = pair.drafter().post(
        "write_draft", link=None, precedence="FLASH", to=[], texts=[["en", "no"]]
    )[1]
    status, told = pair.program(ANN, "RELEASER").post(
        "release",
        number=draft["number"],
        scheme="SOFTWARE_ED25519",
        signature=pair.alfa.sign(BEN, draft["digest"]).hex(),
    )
    assert (status, told["code"]) == (409, "PLY-REL-005")
    assert told["kept"]
    assert told["do"]
    assert pair.drafter().post("withdraw", number=draft["number"])[0] == 200


def lines(pair, last=None):
    """Yield the lines of an event stream."""
    program = pair.program()
    line = http.client.HTTPConnection("127.0.0.1", program.port, timeout=20)
    headers = {"Authorization": f"Bearer {program.token}"}
    if last is not None:
        headers["Last-Event-ID"] = last
    line.request("GET", "/api/v1/events", headers=headers)
    answer = line.getresponse()
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    try:
        while data := answer.readline():
            yield data.decode().rstrip("\n")
    finally:
        line.close()


def test_events_say_look_again_and_prove_that_they_live(pair):
    """A reader must be able to tell a quiet station from a dead one."""
    stream = lines(pair)
    first = next(one for one in stream if one.startswith("id: "))
    beat = next(one for one in stream if one.startswith((": alive", "id: ")))
    assert beat
    pair.drafter().post(
        "write_draft", link=None, precedence="FLASH", to=[], texts=[["en", "more"]]
    )
    later = next(one for one in stream if one.startswith("id: ") and one != first)
    assert int(later[4:]) > int(first[4:])
    stream.close()


def test_whoever_comes_back_is_told_at_once_what_he_missed(pair):
    """A line that was cut must not cost a change."""
    stream = lines(pair, last="0")
    assert next(one for one in stream if one.startswith("id: ")) != "id: 0"
    stream.close()


@pytest.mark.parametrize("method", sorted(RIGHTS))
def test_the_api_keeps_to_its_own_description(pair, method):
    """schemathesis asks what the description allows, and what it does not."""
    people = {"DRAFTER": DRAFTER, "RELEASER": ANN, "WATCH": ANN}
    classes = {one.name for one in RIGHTS[method].classes}
    cls = next((one for one in people if one in classes), None)
    if cls is None:  # nobody of these stations may: it must say so, and nothing else
        program = pair.program()
        call = program.get if RIGHTS[method].reads else program.post
        assert call(method)[0] == 403
        return
    path = f"/api/v1/{method}"
    # A rule of the station may refuse what the schema allows, and says which.
    accepted = ["2xx", "401", "403", "404", "409", "422", "429"]
    config = Config.from_dict(
        {
            "generation": {"mode": "all"},
            "checks": {"positive_data_acceptance": {"expected-statuses": accepted}},
        }
    )
    schema = schemathesis.openapi.from_dict(description(), config=config)
    schema.config.update(base_url=f"http://127.0.0.1:{pair.alfa.api_port}")
    operation = schema[path]["GET" if RIGHTS[method].reads else "POST"]
    settings = hypothesis.settings(
        max_examples=12, deadline=None, database=None, derandomize=True
    )

    headers = {"Authorization": f"Bearer {pair.program(people[cls], cls).token}"}

    @hypothesis.given(case=operation.as_strategy())
    @settings
    def asked(case):
        case.call_and_validate(headers=headers)

    asked()
