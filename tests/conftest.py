# SPDX-License-Identifier: Apache-2.0
"""What holds for every test."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from parley.keystore.file.store import FileKeystore
from parley.station import secrets

# A busy machine must not turn into a failed test, nor leave files in the tree.
_COMMON = settings(
    database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("parley", _COMMON)
settings.register_profile("fuzz", _COMMON, max_examples=20_000)
settings.load_profile("parley")

# What a page shows comes when it comes: on a busy machine five seconds are too few.
expect.set_options(timeout=30_000)

OURS = "EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"


def pytest_collection_finish() -> None:
    """Keep what is loaded out of every later search for garbage.

    Kits and stations look for what was left behind, and a third of a million objects
    of modules and tests, looked at each time, took longer than the tests themselves.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever opens a browser, so that `make test` can run it apart.

    The browser's loop and a test's own cannot share a thread.  Files with tests that
    take long come first: the last one to begin keeps no worker waiting.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session", autouse=True)
def cheap_seals() -> Iterator[None]:
    """Let a keystore that is sealed anew cost as little as one that a test makes.

    Argon2id at its real cost takes a second of all processors.
    """
    cheap = functools.partial(FileKeystore, memory_kib=1_024, iterations=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "FileKeystore", cheap)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker.

    Its headless shell is the same engine without a window around it, which takes more
    than a third of the processor; sound is tested in the whole browser.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--disable-quic",
                # No page of ours needs another host, and none is found.
                f"--host-resolver-rules=MAP * ~NOTFOUND, {OURS}",
            ],
        )
        yield browser
        browser.close()
