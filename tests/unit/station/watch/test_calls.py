# SPDX-License-Identifier: Apache-2.0
"""A whole station that nobody can hear calls a webhook until somebody comes."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from parley.core.effects import EscalationStep, Page
from parley.core.watch import hearing
from parley.errors import LocalFault
from parley.station.watch.calls import is_wanted
from parley.testing.stations import ANN, running


async def webhook(heard, came):
    """Serve a webhook on a free port."""

    async def take(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(re.search(r"content-length: (\d+)", head)[1])
        heard.append(json.loads(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()
        came.set()

    return await asyncio.start_server(take, "127.0.0.1", 0)


def test_station_nobody_hears_calls_and_a_code_stills_it(run, folders, monkeypatch):
    """An empty floor must wake somebody, and know when it has."""
    monkeypatch.setattr(hearing, "UNHEARD_S", 0.1)

    async def story():
        heard, came = [], asyncio.Event()
        async with await webhook(heard, came) as server:
            port = server.sockets[0].getsockname()[1]
            folder = folders / "alfa"
            path = folder / "duty.phones"
            path.write_text(f"json://127.0.0.1:{port}/duty\n")
            path.chmod(0o600)
            with (folder / "station.toml").open("a") as settings:
                settings.write(
                    '\n[[phones]]\nname = "duty"\naddresses = "duty.phones"\n'
                )
            async with running(folder) as alfa:
                await came.wait()
                api = alfa.parts.api
                await alfa.until(api.calls)
                (call,) = await api.calls()
                assert (call.ref, call.reached_ms) == ("", None)
                code = re.search(r"\d{3} \d{3}", heard[0]["message"])[0]
                with pytest.raises(LocalFault):
                    await api.reached("000 000" if code[0] != "0" else "999 999")
                plain = code.replace(" ", "")
                page = Page("", 0, 0, 2, EscalationStep.DUTY_PHONES, 0, plain)
                assert is_wanted(alfa.parts.runner.facts, page)
                assert (await api.reached(code, ANN)).reached_ms is not None
                assert not is_wanted(alfa.parts.runner.facts, page)
                assert (await api.audit())[0].deed == "REACHED"
                with api.armed_console():

                    async def over():
                        return not await api.calls()

                    await alfa.until(over)

    run(story())
