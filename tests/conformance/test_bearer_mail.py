# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.mail against the kit, by way of Postfix and Dovecot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from parley.bearers.mail.bearer import MailBearer
from parley.crypto.carrier import CarrierKeys
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check
from parley.testing.mail_hosts import mail_hosts, mail_settings, why_not

NUMBERS = count()


@pytest.fixture(scope="module")
def hosts():
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with mail_hosts() as running:
        yield running


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_mail_is_a_bearer(check: Check, hosts) -> None:
    """The station above relies on each of these on every bearer."""

    @asynccontextmanager
    async def make_pair() -> AsyncIterator[BearerPair]:
        secret = next(NUMBERS).to_bytes(32, "big")  # mails of another pair are others'
        there = CarrierKeys(secret, "mail", "a.example", "b.example")
        back = CarrierKeys(secret, "mail", "b.example", "a.example")
        yield BearerPair(
            MailBearer(mail_settings(hosts, "alfa", "bravo"), there, back),
            MailBearer(mail_settings(hosts, "bravo", "alfa"), back, there),
            many_frames=200,
            patience_s=40.0,
        )

    asyncio.run(check(make_pair))
