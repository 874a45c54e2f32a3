# SPDX-License-Identifier: Apache-2.0
"""Who is let in at the API, for what, and what strangers are told."""

from __future__ import annotations

import pytest

from parley.testing.stations import ANN, BEN, DRAFTER
from tests.unit.api.conftest import Program


@pytest.mark.parametrize("token", [None, "x", "parley_" + "A" * 43])
def test_without_a_valid_token_nothing_is_answered(pair, token):
    """Not even the description: a stranger learns that there is a door, no more."""
    stranger = Program(pair.alfa.api_port, token)
    for path in ("board", "openapi.json", "events", "no_such"):
        status, headers, told = stranger.ask("GET", f"/api/v1/{path}")
        assert (status, told["code"]) == (401, "PLY-API-001")
        assert headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "attacker.example"},
        {"Host": "attacker.example:80"},
    ],
)
def test_a_page_in_a_browser_is_refused_even_with_a_token(pair, headers):
    """A token that leaked into a page, or a rebound name, must not be enough."""
    status, _, told = pair.program().ask("GET", "/api/v1/board", **headers)
    assert (status, told["code"]) == (403, "PLY-API-004")


def test_a_class_may_only_what_it_may(pair):
    """A wallboard must not be able to write a message."""
    wall = pair.program(ANN, "WATCH")
    assert wall.get("board")[0] == 200
    for method in ("write_draft", "release", "roll_epoch"):
        status, told = wall.post(method)
        assert (status, told["code"]) == (403, "PLY-API-002"), method


def test_a_token_acts_for_its_own_officer_only(pair):
    """A leaked token of one officer must not speak for another."""
    status, told = pair.drafter().post(
        "write_draft",
        link=None,
        drafted_by=BEN,
        precedence="ROUTINE",
        to=[],
        texts=[["en", "not mine"]],
    )
    assert (status, told["code"]) == (403, "PLY-API-002")


def test_a_token_of_somebody_who_is_not_of_the_class_is_void(pair):
    """An officer who left the watch leaves his programs behind as well."""
    for officer, cls in ((DRAFTER, "WATCH"), (99, "WATCH")):
        status, told = pair.program(officer, cls).get("board")
        assert (status, told["code"]) == (403, "PLY-API-002")


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "board"),
        ("GET", "release"),
        ("GET", "no_such"),
        ("PUT", "board"),
        ("POST", "backup"),
        ("POST", "pair"),
        ("GET", "../status"),
    ],
)
def test_what_is_not_offered_is_not_there(pair, verb, path):
    """An act asked as a question could be caused by a link."""
    body = {} if verb == "POST" else None
    status, _, told = pair.program().ask(verb, f"/api/v1/{path}", body)
    assert (status, told["code"]) == (404, "PLY-API-003")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {"Content_Type": "application/json"}, 422),
        (b'{"link": null, "link": "x"}', {"Content_Type": "application/json"}, 422),
        (b"[" * 50_000, {"Content_Type": "application/json"}, 422),
        (b"[]", {"Content_Type": "application/json"}, 422),
        (b'{"stranger": 1}', {"Content_Type": "application/json"}, 422),
        (b"{}", {"Content_Type": "text/plain"}, 403),
        (b"link=x", {"Content_Type": "application/x-www-form-urlencoded"}, 403),
        (b" " * 3_000_000, {"Content_Type": "application/json"}, 422),
    ],
)
def test_a_body_that_is_not_one_object_is_refused(pair, body, headers, status):
    """Two readers of one ambiguous text would act on two different ones."""
    given = pair.program().ask("POST", "/api/v1/test_link", body, **headers)
    assert given[0] == status
    assert given[2]["kept"]


def test_a_question_is_read_strictly(pair):
    """A misspelt filter must not silently show everything."""
    wall = pair.program()
    assert wall.get("messages", "?limit=3&only=open")[0] == 200
    for query in ("?limit=x", "?onyl=open", "?limit=1&limit=2", "?" + "a" * 5_000):
        assert wall.get("messages", query)[0] == 422, query


def test_whoever_asks_without_end_waits_alone(pair):
    """A loop in somebody's script must not cost another program its answers."""
    greedy, modest = pair.program(), pair.program()
    said = {greedy.get("status")[0] for _ in range(400)}
    assert said == {200, 429}
    assert modest.get("status")[0] == 200
