# SPDX-License-Identifier: Apache-2.0
"""Phones called through real carriers: a mail server and a webhook on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller

from parley.core.effects import EscalationStep, Page
from parley.core.floor_events import PhonesTold
from parley.errors import LocalFault
from parley.pager.phones import PhonePager, Phones
from parley.station.phones_settings import PhonesTable, phones_of
from parley.testing.stations import free_port

DUTY, NEXT = EscalationStep.DUTY_PHONES, EscalationStep.NEXT_LIST
SECRET = "nrrc.bravo.example"
PAGE = Page(SECRET, 1, 7, 3, DUTY, 0, "482913", 1)
WAIT_S = 40.0


class Mails:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.came = threading.Event()

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        self.heard.append(envelope.content.decode())
        self.came.set()
        return "250 OK"


@pytest.fixture
def mails() -> Iterator[tuple[Mails, int]]:
    """A real SMTP server on a free port."""
    handler = Mails()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    yield handler, server.port
    server.stop()


class Hooks(BaseHTTPRequestHandler):
    """A webhook that keeps what it is posted; `server.status` is its answer."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[ThreadingHTTPServer]:
    """A real HTTP server on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hooks)
    server.heard, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join(10)
    server.server_close()


def addresses(tmp_path, *lines, name="duty.phones", mode=0o600):
    """Write a file of addresses."""
    path = tmp_path / name
    path.write_text("# who is on duty\n" + "\n".join(lines) + "\n")
    path.chmod(mode)
    return name


def lists(tmp_path, *tables):
    """Return lists of phones as a station makes them from its settings."""
    made = tuple(PhonesTable.model_validate(each) for each in tables)
    return phones_of(made, tmp_path)


async def call(every, *pages, wanted=lambda _page: True, told=1):
    """Let a pager call; return what it told once there are `told` answers."""
    heard: list[PhonesTold] = []
    enough = asyncio.Event()

    def hear(event):
        heard.append(event)
        if len(heard) >= told:
            enough.set()

    pager = PhonePager(every, wanted, hear)
    running = asyncio.ensure_future(pager.run())  # noqa: TID251 - cancelled below
    for page in pages:
        pager.page(page)
    try:
        async with asyncio.timeout(WAIT_S):
            if told:
                await enough.wait()
            else:
                await asyncio.sleep(0.2)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    return heard


def test_mail_and_webhook_are_called_and_told_nothing(tmp_path, mails, hook):
    """Whoever reads along at a carrier learns only that somebody should come."""
    kept, port = mails
    name = addresses(
        tmp_path,
        f"mailto://127.0.0.1:{port}?smtp=127.0.0.1&mode=insecure"
        "&from=station@alfa.example&to=duty@alfa.example",
        f"json://127.0.0.1:{hook.server_port}/duty",
    )
    every = lists(tmp_path, {"name": "duty", "addresses": name})
    assert asyncio.run(call(every, PAGE)) == [PhonesTold("duty", "")]
    (mail,), (posted,) = kept.heard, hook.heard
    for said in (mail, json.dumps(posted)):
        assert "482 913" in said
        assert "needed at the station" in said.replace("\r\n", " ").replace("=\n", "")
        for secret in (SECRET, "FLASH", "IMMEDIATE", "BRAVO"):
            assert secret not in said


def test_carrier_that_refuses_is_told(tmp_path, hook):
    """A gateway that answers with an error has called nobody."""
    hook.status = 500
    name = addresses(tmp_path, f"json://127.0.0.1:{hook.server_port}/duty")
    every = lists(tmp_path, {"name": "duty", "addresses": name})
    (told,) = asyncio.run(call(every, PAGE))
    assert "refused" in told.reason


def test_each_step_calls_its_lists(tmp_path, hook):
    """The next list is called with the duty phones, and not before."""
    port = hook.server_port
    first = addresses(tmp_path, f"json://127.0.0.1:{port}/duty")
    second = addresses(tmp_path, f"json://127.0.0.1:{port}/next", name="next.phones")
    every = lists(
        tmp_path,
        {"name": "duty", "addresses": first},
        {"name": "chiefs", "call": "next", "addresses": second},
    )
    told = asyncio.run(call(every, PAGE))
    assert [each.phones for each in told] == ["duty"]
    later = Page(SECRET, 1, 7, 3, NEXT, 0, "111222", 1)
    told = asyncio.run(call(every, later, told=2))
    assert [each.phones for each in told] == ["duty", "chiefs"]


def test_call_that_is_no_longer_wanted_is_not_made():
    """What was acknowledged while a carrier was slow wakes nobody."""
    made: list[str] = []
    phones = Phones("duty", frozenset({DUTY}), "Code {code}.", made.append)
    told = asyncio.run(call((phones,), PAGE, wanted=lambda _page: False, told=0))
    assert (told, made) == ([], [])


def test_carrier_that_breaks_does_not_take_the_others_down():
    """One bad gateway must not keep the next list asleep."""

    def broken(_body):
        raise RuntimeError(SECRET)

    heard: list[str] = []

    def works(body):
        heard.append(body)
        return True

    steps = frozenset({DUTY})
    every = (
        Phones("first", steps, "Code {code}.", broken),
        Phones("second", steps, "Code {code}.", works),
    )
    first, second = asyncio.run(call(every, PAGE, told=2))
    assert "RuntimeError" in first.reason
    assert SECRET not in first.reason
    assert (second.reason, heard) == ("", ["Code 482 913."])


@pytest.mark.parametrize(
    ("lines", "mode", "why"),
    [
        (["json://127.0.0.1/x"], 0o644, "read by others"),
        ([], 0o600, "no address"),
        (["whatever://x"], 0o600, "address 1"),
    ],
)
def test_list_that_cannot_be_called_keeps_the_station_from_starting(
    tmp_path, lines, mode, why
):
    """A list that fails in the night it is needed is worse than none."""
    name = addresses(tmp_path, *lines, mode=mode)
    with pytest.raises(LocalFault) as fault:
        lists(tmp_path, {"name": "duty", "addresses": name})
    assert fault.value.code == "PLY-WCH-072"
    assert why in fault.value.what
    assert "127.0.0.1" not in fault.value.what


@pytest.mark.parametrize("text", ["Come.", "{code} {name}", "{code", "{0}"])
def test_text_without_its_code_is_refused(text):
    """A call whose code is missing can be answered by nobody."""
    with pytest.raises(ValueError, match="code"):
        PhonesTable.model_validate({"name": "a", "addresses": "a", "text": text})
