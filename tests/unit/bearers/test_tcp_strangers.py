# SPDX-License-Identifier: Apache-2.0
"""Everybody but the counterpart is turned away before any frame, with a reason."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from parley.bearers.tcp import TcpBearer
from parley.bearers.tcp.circuit import TOO_MANY
from parley.bearers.tcp.tls import NOT_PINNED, OURS_REFUSED, make_context
from parley.crypto.certificate import make_certificate
from parley.testing.check_bearer import running

NO_TLS_13 = "TLS 1.3 was not offered"
NOT_TLS = "what came was not TLS 1.3"


async def turned_away(bench, tls, said: bytes = b"", **changes) -> dict[str, int]:
    """Let a stranger call, and return what the listening side counted."""
    async with bench.listening(**changes) as (bearer, told):
        with suppress(OSError, ssl.SSLError):
            async with bench.call(bearer.port, tls) as caller:
                caller.writer.write(said)
                assert await caller.hung_up_on()
        assert told.ups == 0
        assert told.frames == []
        assert told.reasons == []
        return dict(bearer.strangers)


@pytest.mark.parametrize("name", ["stranger.example", "alfa.example"])
def test_certificate_of_another_key_is_refused(bench, name: str) -> None:
    """Names are free to take: only the pinned key opens the circuit."""
    found = asyncio.run(turned_away(bench, bench.stranger(name), b"\x05frame"))
    assert found == {NOT_PINNED: 1}


def test_certificate_issued_under_the_pinned_one_is_refused(bench) -> None:
    """The pin is one certificate and not an authority that may name others."""
    pinned, issued, key = authority_and_leaf()
    caller = make_context(bench.dial(1, certificate=issued, key=key))
    found = asyncio.run(turned_away(bench, caller, counterpart_certificate=pinned))
    assert found == {NOT_PINNED: 1}


def authority_and_leaf() -> tuple[bytes, bytes, bytes]:
    root, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    names = [
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, label)])
        for label in ("root", "leaf")
    ]

    def made(subject: int, public: ec.EllipticCurvePublicKey, *, ca: bool) -> bytes:
        return (
            x509.CertificateBuilder()
            .subject_name(names[subject])
            .issuer_name(names[0])
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), True)
            .sign(root, hashes.SHA256())
            .public_bytes(serialization.Encoding.DER)
        )

    return (
        made(0, root.public_key(), ca=True),
        made(1, leaf.public_key(), ca=False),
        leaf.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def test_caller_without_certificate_is_refused(bench) -> None:
    """Without mutual proof anybody could hold the only session."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    found = asyncio.run(turned_away(bench, context, b"\x05frame"))
    assert found == {"no certificate was presented": 1}


def test_tls_12_is_refused(bench) -> None:
    """TLS 1.2 shows both certificates in the clear and can be talked down."""
    context = make_old(bench.dial(1))
    assert asyncio.run(turned_away(bench, context)) == {NO_TLS_13: 1}


def make_old(settings) -> ssl.SSLContext:
    context = make_context(settings)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x00" * 400,
        b"\xff" * 400,
        b"\x05frame" * 60,
        b"SSH-2.0-OpenSSH_9.6\r\n",
    ],
    ids=["http", "zeros", "ones", "frames", "ssh"],
)
def test_plain_text_is_refused(bench, said: bytes) -> None:
    """A port scanner must cost nothing and change nothing."""
    assert asyncio.run(turned_away(bench, None, said)) == {NOT_TLS: 1}


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x02\x00\x01\x00\x01"])
def test_slow_handshake_is_cut_off(bench, said: bytes) -> None:
    """Whoever drips a handshake byte by byte must not hold a place for ever."""
    found = asyncio.run(turned_away(bench, None, said, handshake_timeout_s=0.1))
    assert found == {"the handshake was not finished within 0.1 s": 1}


def test_counterpart_that_says_no_hello_is_not_up(bench) -> None:
    """In TLS 1.3 the dialling side may be done while its certificate is refused."""

    async def story() -> None:
        async with (
            bench.listening(handshake_timeout_s=0.2) as (bearer, told),
            bench.call(bearer.port, bench.counterpart()) as silent,
        ):
            assert await silent.reader.readexactly(1) == b"\x00"  # theirs came
            assert await silent.hung_up_on()
            assert told.ups == 0
            assert bearer.strangers.total() == 1

    asyncio.run(story())


def test_crowd_of_callers_does_not_keep_the_counterpart_out(bench) -> None:
    """A hostile address fills its own places only, the longest waiting one goes."""

    async def story() -> None:
        async with (
            bench.listening(handshakes_max=3) as (bearer, told),
            AsyncExitStack() as crowd,
        ):
            callers = [
                await crowd.enter_async_context(bench.call(bearer.port))
                for _ in range(6)
            ]
            for caller in callers[:3]:
                assert await caller.hung_up_on()
            async with running(TcpBearer(bench.dial(bearer.port))):
                await told.until_up()
            assert bearer.strangers[TOO_MANY] >= 3

    asyncio.run(story())


def test_crowd_from_one_address_spares_others(bench) -> None:
    """A slow counterpart elsewhere is not pushed out by the crowd of one address."""

    async def story() -> None:
        async with bench.listening(handshakes_max=3) as (bearer, _):
            port = bearer.port
            lone = bench.call(port, local_addr=("127.0.0.2", 0))
            async with AsyncExitStack() as crowd:
                slow = await crowd.enter_async_context(lone)
                callers = [
                    await crowd.enter_async_context(bench.call(port)) for _ in range(6)
                ]
                for caller in callers[:4]:
                    assert await caller.hung_up_on()
                assert not slow.reader.at_eof()
                assert bearer.strangers == {TOO_MANY: 4}

    skip_without_second_address()
    asyncio.run(story())


def test_calls_beyond_the_rate_cost_no_handshake(bench) -> None:
    """A flood of calls must not take the machine from the line that is up."""

    async def story() -> None:
        async with (
            bench.listening(handshakes_per_s_max=1.0) as (bearer, told),
            running(TcpBearer(bench.dial(bearer.port))) as theirs,
        ):
            await theirs.until_up()
            await told.until_up()
            async with bench.call(bearer.port, local_addr=("127.0.0.2", 0)) as caller:
                assert await caller.hung_up_on()
            assert bearer.strangers == {TOO_MANY: 1}
            bearer.send(b"unmoved")
            await theirs.until_frames(1)

    skip_without_second_address()
    asyncio.run(story())


def test_counterpart_may_call_anew_through_a_flood(bench) -> None:
    """Its address is known from its last session and is spared the rate."""

    async def story() -> None:
        async with bench.listening(handshakes_per_s_max=1.0) as (bearer, told):
            for turn in (1, 2, 3):
                async with running(TcpBearer(bench.dial(bearer.port))):
                    await told.until_up(turn)
                await told.until_down()
            assert bearer.strangers == {}

    asyncio.run(story())


def skip_without_second_address() -> None:
    try:
        socket.create_server(("127.0.0.2", 0)).close()
    except OSError:
        pytest.skip("this machine has one loopback address only")


def test_false_listener_is_refused(bench) -> None:
    """Who takes over the counterpart's address still lacks its key."""

    async def story() -> None:
        certificate, key = bench.alfa
        async with bench.listening(certificate=certificate, key=key) as (
            bearer,
            theirs,
        ):
            async with running(TcpBearer(bench.dial(bearer.port))) as told:
                await told.until(lambda: told.reasons != [])
                assert told.reasons == [NOT_PINNED]
                assert told.ups == 0
            assert theirs.ups == 0

    asyncio.run(story())


def test_dialling_side_is_told_that_its_certificate_is_refused(bench) -> None:
    """Its own handshake succeeds in TLS 1.3: without hello it would look up."""

    async def story() -> None:
        async with (
            bench.listening(counterpart_certificate=bench.bravo[0]) as (far, _),
            running(TcpBearer(bench.dial(far.port))) as told,
        ):
            await told.until(lambda: told.reasons != [])
            assert told.reasons == [OURS_REFUSED]
            assert told.ups == 0

    asyncio.run(story())


@pytest.mark.parametrize("life", [(0, 86_400), (4_000_000_000, 4_100_000_000)])
def test_wrong_clock_keeps_nobody_away(bench, life: tuple[int, int]) -> None:
    """A station whose clock stands at 1970 or far ahead must still be reached."""
    certificate, key = make_certificate("alfa.example", *life)

    async def story() -> None:
        async with bench.listening(counterpart_certificate=certificate) as (far, _):
            dialling = TcpBearer(bench.dial(far.port, certificate=certificate, key=key))
            async with running(dialling) as told:
                await told.until_up()

    asyncio.run(story())
