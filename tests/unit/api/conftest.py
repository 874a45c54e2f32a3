# SPDX-License-Identifier: Apache-2.0
"""One running pair of stations, and programs that call the API of one."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from dataclasses import dataclass, field

import pytest

from parley.model.identity import OfficerClass
from parley.station.tokens import TokenBook
from parley.testing.stations import ANN, DRAFTER, both, pair_stations

KEPT = 16
"""Tokens that a test may still hold; older ones are voided to make room."""


@dataclass
class Program:
    """A program that calls the API with one token."""

    port: int
    token: str | None
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, verb, path, body=None, **headers):
        """Return status, headers and the JSON of one request."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = dict(self.headers)
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(verb, path, body, sent)
        answer = line.getresponse()
        data = answer.read()
        line.close()
        return answer.status, answer.headers, json.loads(data) if data else None

    def get(self, method, query=""):
        """Return status and JSON of a question."""
        status, _, value = self.ask("GET", f"/api/v1/{method}{query}")
        return status, value

    def post(self, method, **given):
        """Return status and JSON of an act."""
        status, _, value = self.ask("POST", f"/api/v1/{method}", given)
        return status, value


@dataclass
class Pair:
    """Two stations that run, the loop they run on, and tokens for ALFA's API."""

    alfa: object
    bravo: object
    loop: asyncio.AbstractEventLoop
    book: TokenBook
    made: int = 0

    def on_loop(self, doing):
        """Run something of a station where the stations run."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def program(self, officer=ANN, cls="WATCH"):
        """Return a program with a token of its own."""
        for old in self.book.tokens()[:-KEPT]:
            self.book.remove(old.name)
        self.made += 1
        name = f"{officer} {cls} {self.made}"
        token = self.book.add(name, officer, OfficerClass[cls], 0, 30_000)
        return Program(self.alfa.api_port, token)

    def drafter(self):
        """Return a program of the drafter."""
        return self.program(DRAFTER, "DRAFTER")


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Run both stations beside the test, for all tests of a file."""
    root = tmp_path_factory.mktemp("api")
    pair_stations(root)
    up: dict[str, object] = {}
    ready, stop = threading.Event(), asyncio.Event()

    async def live():
        up["loop"] = asyncio.get_running_loop()
        async with both(root) as (up["alfa"], up["bravo"]):
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    try:
        assert ready.wait(60)
        yield Pair(up["alfa"], up["bravo"], up["loop"], TokenBook(root / "alfa"))
    finally:
        up["loop"].call_soon_threadsafe(stop.set)
        thread.join(60)
