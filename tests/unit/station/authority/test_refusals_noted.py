# SPDX-License-Identifier: Apache-2.0
"""Whoever tries a code, a key or a passphrase in vain leaves a line behind him."""

from __future__ import annotations

import asyncio
import http.client
from urllib.parse import urlencode

import pytest

from parley.cli.signing import sign
from parley.errors import LocalFault
from parley.testing.stations import ANN, both


def post(port, path, **form):
    """Send one form to a console as its own page would; return the status."""
    host = f"127.0.0.1:{port}"
    line = http.client.HTTPConnection(host, timeout=20)
    headers = {
        "Origin": f"http://{host}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line.request("POST", path, urlencode(form), headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


async def noted(up, deed):
    """Return officer and subject of every line of one deed."""
    found = await up.parts.api.audit()
    return [(one.officer, one.subject) for one in found if one.deed == deed]


@pytest.mark.parametrize(
    ("path", "form", "deed"),
    [
        ("/register/ask", {"code": "ABCD-EFGH-JKLM"}, "REGISTRATION_REFUSED"),
        (
            "/register/key",
            {"digest": "00" * 32, "attestation": "00", "browser": "00"},
            "REGISTRATION_REFUSED",
        ),
        ("/desk/key/ask", {"officer": "99", "screen_key": "00"}, "SIGN_ON_FAILED"),
        ("/desk/key/ask", {"officer": "2", "screen_key": "00"}, "SIGN_ON_FAILED"),
    ],
)
def test_what_a_console_refuses_is_noted(folders, run, path, form, deed):
    """A guessed code or a stranger's key at three in the morning must be found."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            before = await noted(alfa, deed)
            status = await asyncio.to_thread(post, alfa.console_port, path, **form)
            assert status >= 400
            fresh = (await noted(alfa, deed))[: -len(before) or None]
            ((officer, subject),) = fresh
            assert officer is None
            assert subject.startswith("at a console: PLY-")
            assert form.get("code", "ABCD") not in subject

    run(story())


def test_a_wrong_passphrase_at_a_terminal_is_noted(folders, run):
    """The key file of an officer is guessed at where nobody sees it."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            folder = folders / "alfa"
            with pytest.raises(LocalFault) as caught:
                await asyncio.to_thread(
                    sign, folder, ANN, b"a guess of some", b"d" * 32
                )
            assert caught.value.code == "PLY-KEY-001"
            assert await noted(alfa, "SIGN_ON_FAILED") == [
                (ANN, "at a terminal: PLY-KEY-001")
            ]

    run(story())
