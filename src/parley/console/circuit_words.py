# SPDX-License-Identifier: Apache-2.0
"""Why a circuit is down, in the language of the screen.

Bearers say it in English, to the log and to every face.  Here stand the sentences they
have; what is in none of them - the words of a mail host, of a program of the operator's
- is shown as it came.  `tests/console/test_circuit_words.py` holds the table against
the code of the bearers.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from parley.console.words import _
from parley.errors import CATALOGUE

_FAULTS: Final = (
    *("PLY-BRR-001", "PLY-BRR-002", "PLY-BRR-003", "PLY-BRR-004", "PLY-BRR-005"),
    *("PLY-BRR-006", "PLY-BRR-007", "PLY-BRR-023", "PLY-BRR-043", "PLY-BRR-044"),
    *("PLY-BRR-045", "PLY-BRR-046", "PLY-BRR-054", "PLY-BRR-060", "PLY-BRR-061"),
    *("PLY-BRR-062", "PLY-CFG-025"),
)
"""With what a bearer cannot be made, or cannot begin."""

_STATION: Final = (
    "not started yet",
    "{link} is not confirmed yet",
    "the card of {link} is another one now",
    "the bearer ended by itself",
    "the bearer failed ({kind})",
    "the bearer held up the whole station",
    "the bearer says up and down without end",
    "the bearer took frames and moved none for {n} s",
    "it is started again",
    "accepted by {bearer}, no receipt for {why}",
    "takes frames, and no test over it is answered",
    "answers, but takes {n} s for it",
    "used when a person says so, or when nothing else is up",
    *("{n} s", "{n} min", "{n} h", "{n} d"),
)
_CARDS: Final = (
    "the card of {link} has no address to call; give dial or listen",
    "the card of {link} has no certificate",
    "the card of {link} has no kiss callsign; give their_callsign",
    "the card of {link} has no tcp certificate",
    "the card of {link} has no udp address; give dial or listen",
    "our callsign and the counterpart's are the same",
    "it is too long",
    'it is not lines like name = "value"',
)
_NETWORK: Final = (
    "no answer from {address} within {n} s",
    "no answer from {address} yet",
    "refused by {address}",
    "no way to {address}: the network does not reach it",
    "no way to {address}",
    "no way to {address}: {why}",
    "no way there: {why}",
    "name {host} not found",
    "name {host} not resolved within {n} s",
    "nothing heard for {n} s",
    "the other side began anew",
    "the other side does not read what it asks for",
    "the other side opened the circuit anew",
    "the other side stopped",
    "the other side stopped answering",
    "closed by the other side",
    "this station closes the circuit",
    "too many callers at once",
    "the numbers of this run are used up",
    (
        "datagrams of {n} bytes do not pass, shorter ones do: set datagram_bytes_max"
        " lower on both sides"
    ),
)
_TLS: Final = (
    "the handshake was not finished within {n} s",
    "the other side broke off the handshake",
    "the other side does not accept our certificate",
    "the certificate presented is not the pinned one",
    "no certificate was presented",
    "TLS 1.3 was not offered",
    "what came was not TLS 1.3",
    "the bytes came in damaged",
)
_PROXY: Final = (
    "the proxy {address} did not answer within {n} s",
    "the proxy {address} brings no way to {goal}: {why}",
    "it failed",
    "it is not allowed there",
    "the network is not reached",
    "the host is not reached",
    "refused there",
    "no answer from there",
    "it does not know such an address",
    "the name is too long",
    "it wants a password, or is no SOCKS5 proxy",
    "it refused",
    "its answer is no HTTP",
    "it answered {n}",
    "it hung up",
)
_TOR: Final = (
    "Tor does not answer at {place}",
    "Tor does not let this account in: its cookie cannot be read",
    "Tor finds no way to the counterpart: {why}",
    "Tor is gone",
    "Tor is {n} per cent ready",
    "Tor refuses: {why}",
    "Tor said nothing for {n} s",
)
_RELAY: Final = (
    "the relay answers with {n}",
    "the relay begins",
    "the relay cannot be reached: {why}",
    "the relay does not admit this station: ask for a new ticket",
    "the relay does not answer",
    "the relay does not take this station's key",
    "the relay finds the frames too long",
    "the relay is asked too often from this address",
    "the relay is busy",
    "the relay is full",
    "the counterpart's box at the relay is full: nobody fetches from it",
    "what answers there has not the certificate of the ticket",
    "what answers there is no relay",
    "what answers there speaks no TLS 1.3",
    "nobody answers at its address",
    "the call was cut",
)
_MAIL_AND_NATS: Final = (
    "{host} cannot be reached: {why}",
    "{host} cannot be read: {why}",
    "{host} does not take the password",
    "refused by {host}: {why}",
    "a mail came back: {why}",
    "without a reason",
    "the mail hosts are asked for the first time",
    "the NATS cluster does not serve: no node answers for the stream",
    "the NATS cluster does not serve: {why}",
    *("{n} missing", "{n} repeated", "{n} from strangers"),
)
_RADIO_AND_SOUND: Final = (
    "refused by {address}: no TNC listens there",
    "no way to the TNC at {address}: {why}",
    "the TNC at {address} did not answer within {n} s",
    "the TNC at {device} cannot be used: {why}",
    "the TNC closed the line",
    "the TNC took nothing for {n} s",
    "the line to the TNC broke: {why}",
    "{device} is no serial line",
    "transmissions of others heard: {n}",
    "nothing heard yet",
    "signal {n} dB",
    "frames heard: {n} whole, {broken} broken",
    "the sound comes in too loud",
    "the process of the sound broke its rules",
    "{program} takes no more sound",
    "{program} gives no more sound",
    "{program} cannot be started: {why}",
    "{library} is not installed",
    "{library} has no mode {mode}",
    "{library} has another form of mode {mode}",
)
_PROGRAMS: Final = (
    "the program {program} cannot be started: {why}",
    "the program announced {why} of {n} bytes",
    *("a frame", "words", "{n} are allowed"),
    "the program closed its output",
    "the program ended with exit code {n}",
    "the program ended with exit code {n}: {why}",
    "the program gives no reason",
    "the program left frames unread for {n} s",
    "the program said nothing for {n} s",
    "the program was killed ({signal})",
)
_FOLDERS: Final = (
    "the folder {folder} is not there",
    "the folder {folder} cannot be used: {why}",
    "it is read-only",
    "its disk is full",
    "this account may not write there",
    "unfinished parcels: {n} of {needed} chunks are there",
    "{n} files are none of this circuit's",
)
_SYSTEM: Final = (
    "broken pipe",
    "connection refused",
    "connection reset by peer",
    "connection timed out",
    "input/output error",
    "network is unreachable",
    "no route to host",
    "no such file or directory",
    "permission denied",
)
"""What the machine itself says most often, as bearers pass it on."""

_NUMBER: Final = r"-?\d[\d.,]*"
_ONE_PART: Final = r"(?:(?!; ).)+"  # a name never runs into the next part
_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")
_IN_TURN: Final = frozenset({"why", "reason"})  # places that hold a reason themselves
_DEPTH_MAX: Final = 3
_KEPT_MAX: Final = 256


def circuit_words(reason: str, depth: int = 0) -> str:
    """Return why a circuit is not what it should be; what is unknown as it came."""
    known = _found(reason)
    if known is None and "; " in reason:
        return "; ".join(circuit_words(part, depth) for part in reason.split("; "))
    if known is None:
        return reason
    sentence, facts = known
    said = {
        name: circuit_words(fact, depth + 1)
        if name in _IN_TURN and depth < _DEPTH_MAX
        else fact
        for name, fact in facts.items()
    }
    return _(sentence).format(**said)


@lru_cache(_KEPT_MAX)
def _found(reason: str) -> tuple[str, dict[str, str]] | None:
    """Return the sentence of the table that a reason is, and what stands in it."""
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            return sentence, found.groupdict()
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return what finds each sentence, the one with the most words of its own first."""

    def place(found: re.Match[str]) -> str:
        held = {"n": _NUMBER, "why": ".+", "reason": ".+"}.get(found[1], _ONE_PART)
        return f"(?P<{found[1]}>{held})"

    every = sorted(
        (len(re.sub(r"\{\w+\}", "", one)), one) for one in circuit_sentences()
    )
    return [
        (one, re.compile(_PLACE.sub(place, re.escape(one)), re.DOTALL))
        for _length, one in reversed(every)
    ]


def circuit_sentences() -> frozenset[str]:
    """Return every sentence of the table."""
    said = (
        *(*_STATION, *_CARDS, *_NETWORK, *_TLS, *_PROXY, *_TOR, *_RELAY),
        *(*_MAIL_AND_NATS, *_RADIO_AND_SOUND, *_PROGRAMS, *_FOLDERS, *_SYSTEM),
    )
    return frozenset(said) | {CATALOGUE[code].what for code in _FAULTS}
