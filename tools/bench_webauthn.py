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

from parley.crypto.officer import verify_release
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass
from parley.model.precedence import Mode
from parley.station.measure.rounds import Spread, timed
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey
from parley.wire.cbor import dumps
from parley.wire.release import release_fields

ADDED_BYTES_MAX = 150
VERIFY_S_MAX = 0.0003
SIGN_ON_S_MAX = 1.0
SIGN_ONS = 10
ROUNDS = 2_000
ORIGIN = "https://watch.alfa.example"
DIGEST = bytes(range(32))
# What a key in use for years has signed; a new one saves two bytes.
COUNTER = 100_000
SCHEMES = (KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA)


def measure(root: Path) -> list[Figure]:
    """Count the bytes, time the verifier and the sign-on."""
    timed_ones = [verifying(scheme) for scheme in SCHEMES]
    return [added(), *timed_ones, signing_on(root)]


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
