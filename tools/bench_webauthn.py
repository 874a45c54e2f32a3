# SPDX-License-Identifier: Apache-2.0
"""Hardware keys: what two releases add to a frame, and what verifying one costs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench_figures import Figure, at_most, ms
from playwright.sync_api import Page, expect, sync_playwright

from parley.core.statements import check_statement, make_statement
from parley.crypto.hardware_key import pack_hardware_key
from parley.crypto.keys import StationKeys
from parley.crypto.officer import verify_release
from parley.model.hardware import HardwareKey
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass, Roster
from parley.model.precedence import Mode
from parley.station.measure.rounds import Spread, timed
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey
from parley.wire.cbor import dumps
from parley.wire.limits import OFFICERS_MAX, STATEMENT_BYTES_MAX
from parley.wire.release import release_fields
from parley.wire.roster import decode_roster, encode_roster
from parley.wire.statement import StatementKind

ADDED_BYTES_MAX = 150
VERIFY_S_MAX = 0.0003
SIGN_ON_S_MAX = 1.0
SIGN_ONS = 10
ROUNDS = 2_000
ROSTER_ROUNDS = 5
ORIGIN = "https://watch.alfa.example"
DIGEST = bytes(range(32))
# What a key in use for years has signed; a new one saves two bytes.
COUNTER = 100_000
SCHEMES = (KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA)


def measure(root: Path) -> list[Figure]:
    """Count the bytes, time the verifier and the sign-on."""
    timed_ones = [verifying(scheme) for scheme in SCHEMES]
    return [added(), *timed_ones, largest_roster(), signing_on(root)]


def _key(scheme: KeyScheme) -> FrighteninglySoftHardwareKey:
    return FrighteninglySoftHardwareKey("bench", scheme, ORIGIN, counter=COUNTER)


def added() -> Figure:
    """Return the bytes of two releases in an entry, over those of none."""
    short, tails = [], []
    for officer, scheme in enumerate(SCHEMES, start=1):
        key = _key(scheme)
        short.append(release_fields(key.sign(officer, DIGEST)))
        made = key.assertion(
            DIGEST, other_keys_can_be_added_here="do not compare clientDataJSON"
        )
        tails.append(release_fields(key.release(officer, DIGEST, made)))
    none = len(dumps([]))
    count = len(dumps(list(short))) - none
    return Figure(
        "hardware keys, two releases in a frame",
        f"<= {ADDED_BYTES_MAX} bytes",
        f"{count} bytes",
        at_most(count, ADDED_BYTES_MAX),
        {"with a name more in both": len(dumps(list(tails))) - none},
    )


def verifying(scheme: KeyScheme) -> Figure:
    """Return what one release costs to verify, its key loaded."""
    key = _key(scheme)
    classes = frozenset({OfficerClass.RELEASER})
    keys = (Credential(scheme, key.public_key),)
    officer = Officer(1, "First", 0, classes, keys, 0, 1)
    release = key.sign(1, DIGEST)
    once: Callable[[], float] = timed(lambda: verify_release(officer, DIGEST, release))
    spread = Spread(tuple(once() for _ in range(ROUNDS)))
    name = scheme.name.removeprefix("WEBAUTHN_")
    return Figure(
        f"hardware keys, one release verified ({name})",
        f"p50 <= {ms(VERIFY_S_MAX)}",
        f"p50 {ms(spread.p50)}, p99 {ms(spread.p99)}",
        at_most(spread.p50, VERIFY_S_MAX),
    )


def largest_roster() -> Figure:
    """Return what it costs to read 10,000 officers with hardware keys, signed."""
    scheme = KeyScheme.WEBAUTHN_ES256
    own = _key(scheme).public_key
    packed = [
        pack_hardware_key(HardwareKey(b"\2" + n.to_bytes(32, "big"), ORIGIN))
        for n in range(OFFICERS_MAX - 1)
    ]
    classes = frozenset({OfficerClass.RELEASER})
    officers = tuple(
        Officer(
            n,
            f"Duty Officer Number {n:05}",
            0,
            classes,
            (Credential(scheme, key),),
            0,
            1,
        )
        for n, key in enumerate((*packed, own))
    )
    roster = Roster(1, "nrrc.alfa.example", ("Duty officer",), officers, 1)
    station = StationKeys.from_seeds(DIGEST, DIGEST)
    kind = StatementKind.ROSTER
    statement = make_statement(kind, encode_roster(roster), station)

    def read() -> Roster:
        return decode_roster(check_statement(statement, kind, station.public))

    spread = Spread(tuple(timed(read)() for _ in range(ROSTER_ROUNDS)))
    last = read().officer(OFFICERS_MAX - 1)
    assert last is not None
    verify_release(last, DIGEST, _key(scheme).sign(last.index, DIGEST))
    return Figure(
        f"roster of {OFFICERS_MAX} officers with hardware keys, verified and read",
        f"<= {STATEMENT_BYTES_MAX} bytes",
        f"{len(statement)} bytes, p50 {ms(spread.p50)}",
        at_most(len(statement), STATEMENT_BYTES_MAX),
    )


def signing_on(root: Path) -> Figure:
    """Return how long it takes from the press of the button to the board, live.

    The key is Chromium's virtual one, which touches itself: a finger is not timed.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    world = import_module("tests.console.hardware_world")
    root.mkdir(parents=True)
    stations = world.World(root, Mode.LIVE)
    seconds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        with world.seats(browser, stations, "alfa") as (seat,):
            seat.register(world.ANN)
            for _ in range(SIGN_ONS + 1):
                seat.context.clear_cookies()  # nobody is signed on
                took_s = _sign_on(seat.open("/desk"), str(world.ANN))
                seconds.append(took_s)
        browser.close()
    stations.stop()
    spread = Spread(tuple(seconds[1:]))
    return Figure(
        "hardware keys, sign-on to board in Chromium",
        f"p50 <= {ms(SIGN_ON_S_MAX)}",
        f"p50 {ms(spread.p50)}, worst {ms(max(spread.seconds))}",
        at_most(spread.p50, SIGN_ON_S_MAX),
        {"sign-ons": SIGN_ONS},
    )


def _sign_on(page: Page, officer: str) -> float:
    page.locator("#key-officer").select_option(officer)
    button = page.get_by_role("button", name="Sign on with my hardware key")
    began_s = time.perf_counter()
    button.click()
    expect(page.locator("html[data-bound=yes] .board")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Screen live")
    return time.perf_counter() - began_s
