# SPDX-License-Identifier: Apache-2.0
"""What an officer, a thief or a broken browser hands in at the desk, each refused."""

from __future__ import annotations

import asyncio

import pytest
from playwright.sync_api import Browser, Route, expect

from parley.crypto.digest import tagged
from parley.fixed import replace
from parley.station.facts import Facts
from parley.wire.cbor import dumps, loads
from tests.console.hardware_world import ANN, BEN, CORA, Copy, Seat, World, seats

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODE, RECIPIENT = 3, 2
FETCH = "path => fetch(path).then((answer) => answer.json())"


def asked(seat: Seat, number: int) -> dict[str, str]:
    """Return what the station asks an officer's key to sign for a draft."""
    fields = fields_of(seat, number)
    return seat.post(f"/draft/{number}/release", fields)["sign"]


def fields_of(seat: Seat, number: int) -> dict[str, str]:
    # What is refused changes nothing, so the page that is open is still right.
    is_open = seat.page.url.endswith(f"/draft/{number}")
    page = seat.page if is_open else seat.read(number)
    read = page.locator("#draft").get_attribute("data-digest")
    return {"addressee": "Bravo", "read": str(read)}


def given(seat: Seat, number: int, key: dict[str, str]) -> str:
    """Hand in a signature by hand; return the code with which it is refused."""
    answer = seat.post(f"/draft/{number}/release", {**fields_of(seat, number), **key})
    return answer["fault"]["code"] if "fault" in answer else str(answer)


def other_manifest(manifest: str, place: int, value: object) -> bytes:
    fields = loads(bytes.fromhex(manifest))
    assert isinstance(fields, list)
    fields[place] = value  # type: ignore[call-overload]
    return tagged("parley/1 release", dumps(fields))


LIES: dict[str, tuple[dict[str, object], str]] = {
    "another digest": ({"signs": bytes(32)}, "PLY-AUT-052"),
    "another origin": ({"origin": "https://watch.bravo.example"}, "PLY-AUT-052"),
    "inside another site": ({"crossOrigin": True}, "PLY-AUT-052"),
    "a registration": ({"type": "webauthn.create"}, "PLY-AUT-052"),
    "another rpId": ({"host": "localhost"}, "PLY-AUT-053"),
    "no PIN and no finger": ({"flags": 1}, "PLY-AUT-054"),
    "nobody present": ({"flags": 4}, "PLY-AUT-054"),
    "a synced passkey": ({"flags": 0x1D}, "PLY-AUT-055"),
}


def test_every_lie_of_a_key_is_refused_at_the_desk(
    browser: Browser, world: World
) -> None:
    """A key's private half in hand, and still nothing but the truth goes through."""
    with seats(browser, world, "alfa", "alfa") as (ann, ben):
        ann.register(ANN)
        ann.sign_on(ANN)
        number = world.draft("What nobody may forge.")
        first = asked(ann, number)
        key = ann.copied_key()
        for name, (lie, code) in LIES.items():
            assert given(ann, number, key.fields(first["digest"], **lie)) == code, name
        for name, place, value in (("mode", MODE, 3), ("link", RECIPIENT, "x.example")):
            signs = other_manifest(first["manifest"], place, value)
            made = key.fields(first["digest"], signs=signs)
            assert given(ann, number, made) == "PLY-AUT-052", name
        made = key.fields(first["digest"])
        # Not its last byte, which is zero in one signature of sixteen.
        broken = f"{int(made['signature'][:2], 16) ^ 1:02x}{made['signature'][2:]}"
        assert given(ann, number, {**made, "signature": broken}).startswith("PLY-")
        assert given(ann, number, {**made, "credential": "00" * 32}) == "PLY-AUT-066"
        _check_counter_and_replay(ann, world, key, number)

        ben.register(BEN)
        ben.sign_on(BEN)
        second = asked(ben, number)
        assert given(ben, number, key.fields(second["digest"])) == "PLY-AUT-066"
        assert "go" in str(
            given(ben, number, ben.copied_key().fields(second["digest"]))
        )


def _check_counter_and_replay(ann: Seat, world: World, key: Copy, number: int) -> None:
    first = asked(ann, number)
    key.counter = -1
    assert given(ann, number, key.fields(first["digest"])) == "PLY-AUT-056"
    key.counter = 1_000
    good = key.fields(first["digest"])
    assert "go" in given(ann, number, good)
    other = world.draft("Another text.")
    replayed = {**good, "digest": asked(ann, other)["digest"]}
    assert given(ann, other, replayed) == "PLY-AUT-052"
    assert given(ann, other, good) == "PLY-SIG-002" or given(
        ann, other, good
    ).startswith("PLY-")


def test_a_draft_that_changed_meanwhile_is_not_released(
    browser: Browser, world: World
) -> None:
    """Between reading and touching, another officer released: read it again."""
    with seats(browser, world, "alfa", "alfa") as (ann, ben):
        for seat, officer in ((ann, ANN), (ben, BEN)):
            seat.register(officer)
            seat.sign_on(officer)
        number = world.draft("Read me twice.")
        page = ann.read(number)
        ben.release(number)
        expect(ben.page.locator("table").first).to_contain_text("Ben Releaser")
        page.locator("#addressee").fill("Bravo")
        page.locator("#addressee").press("Enter")
        expect(ann.told()).to_contain_text("PLY-AUT-068")

        ann.release(number, "Charlie")
        expect(ann.told()).to_contain_text("PLY-CLI-030")

        # A station in the wrong hands shows one text and has another signed.
        told = page.evaluate(FETCH, f"/draft/{number}.json")
        told["page"]["signed"]["texts"][0][1] = "Read me never."

        def lie(route: Route) -> None:
            route.fulfill(json=told)

        page.route("**/draft/*.json", lie)
        page = ann.open(f"/draft/{number}")
        expect(page.locator("#draft")).to_have_attribute("data-computed", "differs")
        expect(page.locator("#differs")).to_be_visible()
        expect(page.locator("#release button")).to_be_disabled()


def test_a_registration_code_is_good_once(browser: Browser, world: World) -> None:
    """Whoever read it over a shoulder comes too late, and is on the log."""
    with seats(browser, world, "alfa", "alfa") as (cora, thief):
        code = world.code(CORA)
        cora.register(CORA, code)
        page = thief.open("/register")
        page.locator("#code").fill(code)
        page.get_by_role("button", name="Register this key").click()
        told = page.locator("[data-told]")
        expect(told).to_contain_text("PLY-AUT-061")
        assert "PLY-AUT-061" in world.logged()
        page.locator("#code").fill("AAAA-BBBB-CCCC")
        page.get_by_role("button", name="Register this key").click()
        expect(told).to_contain_text("PLY-AUT-060")

        # A synced passkey has flags of its own.
        thief.unplug()
        thief.key = thief.plug_in(defaultBackupEligibility=True)
        page.locator("#code").fill(world.code(CORA))
        page.get_by_role("button", name="Register this key").click()
        expect(told).to_contain_text("PLY-AUT-055")

        # A key whose PIN is wrong makes nothing at all.
        thief.unplug()
        thief.key = thief.plug_in(isUserVerified=False)
        page.locator("#code").fill(world.code(CORA))
        page.get_by_role("button", name="Register this key").click()
        expect(told).to_contain_text("No key was registered.")


def test_a_stolen_session_acts_nowhere(browser: Browser, world: World) -> None:
    """The cookie opens the page; the key of the screen stays where it was made."""
    with seats(browser, world, "alfa", "alfa") as (ann, thief):
        ann.register(ANN)
        ann.sign_on(ANN)
        number = world.draft("Not by a thief.")
        thief.context.add_cookies(ann.context.cookies())
        page = thief.read(number)
        expect(page.locator(".watch")).to_contain_text("Ann Releaser")
        page.locator("#addressee").fill("Bravo")
        page.locator("#addressee").press("Enter")
        expect(thief.told()).to_contain_text("PLY-AUT-064")
        page.get_by_role("button", name="Sign off").click()
        expect(page.locator("#fault")).to_contain_text("PLY-AUT-064")
        ann.read(number)
        page = ann.page
        page.get_by_role("button", name="Lock").click()
        expect(
            page.get_by_role("heading", name="Sign on at this screen")
        ).to_be_visible()
        page = thief.open("/")
        expect(page.locator(".watch")).to_contain_text("nobody")


def end_keys(world: World, officer: int) -> None:
    """Let every key of an officer end now, as a new roster would say."""

    async def end() -> None:
        runner = world.up["alfa"].parts.runner
        core = runner._core
        people = tuple(
            replace(
                one,
                credentials=tuple(replace(k, valid_to_ms=1) for k in one.credentials),
            )
            if one.index == officer
            else one
            for one in core.state.roster.officers
        )
        core.state.roster = replace(core.state.roster, officers=people)
        runner.facts = Facts.of(core)
        await asyncio.sleep(0)

    world.do(end)


def test_no_session_outlives_its_key(browser: Browser, world: World) -> None:
    """Revoked, expired or retired: the officer is signed off at once, everywhere."""
    with seats(browser, world, "alfa") as (cora,):
        cora.register(CORA)
        cora.sign_on(CORA)
        end_keys(world, CORA)
        page = cora.open("/")
        expect(page.locator(".watch")).to_contain_text("nobody")
        answer = cora.post(
            "/desk/key/ask",
            {"officer": str(CORA), "screen_key": screen_key(cora)},
        )
        assert answer["fault"]["code"] == "PLY-AUT-066"


def screen_key(seat: Seat) -> str:
    """Make a key as the sign-on page does."""
    return seat.page.evaluate(
        """async () => (await import("/static/screen_key.js")).newScreenKey()"""
    )
