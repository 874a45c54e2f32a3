# SPDX-License-Identifier: Apache-2.0
"""Every state of the screens, looked at: layout, contrast, print, and pictures kept.

Pictures go to the test's own folder; with `PARLEY_SCREENS=docs/_static/screens` those
of the manual are made anew.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from parley.station.views import AlarmView, DraftView, StageView
from tests.console.looks import fits, keep_picture, serious

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} \u202eevoba eht od"
    "\u202c\nPay \u200b\u2066now\u2069 Z"
    + "\u0301\u0327\u0336" * 30
    + "\n"
    + "A" * 4_000
)


@pytest.fixture
def keep(tmp_path):
    return lambda page, name, **options: keep_picture(page, name, tmp_path, **options)


def at_ease(station):
    """An ordinary night: some traffic, one circuit down, one draft."""
    station.receive(
        "ROUTINE",
        state="ACKNOWLEDGED",
        stages=(
            StageView(
                "acknowledgement",
                station.now_ms - 89_000_000,
                station.now_ms - 89_000_000,
                "CDR Nils Lindqvist",
                9,
            ),
        ),
        text="Плановая проверка связи. Ответ не требуется.",
        language="ru",
        filed_ms=station.now_ms - 90_000_000,
    )
    station.receive(
        "ROUTINE",
        direction="out",
        state="RECEIPTED",
        text="Answer to 000098 follows at 1000Z.",
        filed_ms=station.now_ms - 4_000_000,
    )
    station.receive(
        "PRIORITY",
        direction="out",
        state="QUEUED",
        stages=(),
        text="Notification of exercise area 7, 24 to 26 November.",
    )
    station.alarms = (
        AlarmView(
            "PLY-LNK-101", "nrrc.alfa.example", "satellite", "warning",
            "Circuit satellite is down",
            "It has been down for 25 min. Traffic goes over fibre.",
            station.now_ms - 1_500_000,
        ),
    )  # fmt: skip
    station.drafts = (
        DraftView(
            121, "nrrc.alfa.example", "FLASH", "LT Haddad", ("Duty officer",),
            (("en", "The launch you observe is the announced test."),), (), 2, 1, "",
            "", "7QF2-M9XK-44TD", None, ("releaser",), False, None,
        ),
    )  # fmt: skip


def crisis(station):
    """Four messages wait, one of each precedence."""
    at_ease(station)
    station.receive("ROUTINE", text="Register of vessels, monthly update.")
    station.receive("PRIORITY", text="Request: confirm the corridor for 25 November.")
    station.receive("IMMEDIATE", text="Your vessel 4417 crossed the line at 0921Z.")
    station.receive("FLASH")


def settle(page: Page, *, armed: bool = True) -> None:
    expect(page.locator("#live")).to_have_text("Screen live")
    if armed:
        # Not the button: Playwright's own questions count as a gesture now and then,
        # and a tone that starts then has armed the screen already.
        page.mouse.click(3, 3)
        expect(page.locator("html")).to_have_attribute("data-sound", "armed")
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)


def test_empty_board(screens, keep):
    """Nothing waits: the screen states facts and reassures nobody."""
    page = screens.open()
    settle(page)
    expect(page.locator(".calm")).to_contain_text("No message has been received yet.")
    assert serious(page) == []
    keep(page, "board-empty")


def test_board_in_alarm(post, screens, keep):
    """The state this console is built for."""
    post.do(crisis)
    page = screens.open()
    settle(page)
    # What was measured over each circuit itself, and nothing where nothing was.
    fibre, satellite = page.locator("li.circuit").all()
    expect(fibre).to_contain_text(
        "half in 36 ms, 95 of 100 in 210 ms · 97 % answered in time · 3 waiting"
    )
    expect(satellite).not_to_contain_text("answered")
    assert serious(page) == []
    assert fits(page)
    keep(page, "board-alarm")


def test_board_of_a_quiet_night(post, screens, keep):
    """Most hours look like this; somebody signed on."""
    post.do(at_ease)
    page = screens.open("/desk")
    screens.sign_on(page)
    expect(page.get_by_role("button", name="Sign off")).to_be_visible()
    settle(page, armed=False)
    assert serious(page) == []
    keep(page, "board-quiet")


def test_stale_board(post, screens, keep):
    """What the eye meets when the station fell silent."""
    post.do(crisis)
    page = screens.page(screens.context())
    page.clock.install()
    page.reload()
    settle(page)
    thaw = post.freeze()
    try:
        page.clock.run_for(6_000)
        expect(page.locator("#stale")).to_be_visible()
        assert fits(page)
        keep(page, "board-stale", live=False)
    finally:
        thaw.set()


def test_board_before_the_first_click(post, screens, keep):
    """Sound is off, and that is said."""
    post.do(at_ease)
    page = screens.open()
    settle(page, armed=False)
    expect(page.locator("#unarmed")).to_be_visible()
    assert serious(page) == []
    keep(page, "board-no-sound")


def test_sign_on_page(screens, keep):
    """Reached by acknowledging without a name."""
    page = screens.open("/desk?ref=nrrc.alfa.example/in/1/1&back=board")
    settle(page, armed=False)
    assert serious(page) == []
    keep(page, "sign-on")


@pytest.mark.parametrize("mode", ["TEST", "EXERCISE"])
def test_mode_band_is_on_screen_and_paper(post, screens, keep, mode):
    """In 2018 a whole state believed an exercise text for 38 minutes."""
    post.do(lambda station: setattr(station, "mode", mode))
    post.do(crisis)
    page = screens.open()
    settle(page)
    expect(page.locator(".band").first).to_be_visible()
    assert serious(page) == []
    keep(page, f"board-{mode.lower()}")
    page.emulate_media(media="print")
    expect(page.locator(".band").first).to_be_visible()
    page.goto(post.url + "/screen")
    expect(page.locator(".band").first).to_contain_text(mode)


@pytest.mark.parametrize("path", ["/", "/desk", "/screen", "message"])
def test_narrow_screen_needs_no_sideways_scrolling(post, screens, keep, path):
    """320 px is also 1280 px enlarged four times, for eyes that need it."""
    post.do(crisis)
    ref = post.do(lambda station: station.receive("PRIORITY", text=HOSTILE))
    page = screens.open(
        f"/message/{ref}" if path == "message" else path,
        viewport={"width": 320, "height": 640},
    )
    settle(page, armed=False)
    assert fits(page)
    assert serious(page) == []
    if path == "/":
        keep(page, "board-320", full_page=True)


def test_hostile_text_breaks_neither_script_nor_layout(post, screens, keep):
    """Markup, overrides, piles of marks and endless lines stay inside their box."""
    ref = post.do(
        lambda station: station.receive(
            "FLASH",
            text=HOSTILE,
            party="ALFA\u202e<b>",
            texts=(("en", HOSTILE), ("ar", "نؤكد استلام رسالتكم رقم 117 \u202a(ALFA)")),
        )
    )
    page = screens.open()
    settle(page)
    expect(page.locator("article.top")).to_contain_text("<script>alert(1)</script>")
    assert fits(page)
    keep(page, "board-hostile")
    page.goto(f"{post.url}/message/{ref}")
    settle(page, armed=False)
    body = page.locator(".text-body").first
    expect(body).to_contain_text("U+202E RIGHT-TO-LEFT OVERRIDE")
    expect(body).to_contain_text("{{7*7}}")
    assert page.locator("img").count() == 0
    assert fits(page)
    assert serious(page) == []
    keep(page, "message-hostile", full_page=True)


def test_line_of_a_megabyte_is_shown(post, screens):
    """The largest text, a line without end from the right, must not stop the screen."""
    text = "\u0628" * 500_000
    ref = post.do(lambda station: station.receive("FLASH", text=text, subject="x" * 80))
    page = screens.open(f"/message/{ref}")
    settle(page, armed=False)
    assert fits(page)
    body = page.locator(".text-body .body")
    expect(body.locator(".goes-on").first).to_have_text("the same line goes on")
    plain = "e => [...e.childNodes].filter((one) => one.nodeType === 3)"
    lengths = body.evaluate(f"{plain}.map((one) => one.data.length)")
    assert sum(lengths) == len(text)


def test_exact_text_is_given_untouched(post, screens):
    """Boxes are for the eye; a program gets the very characters."""
    ref = post.do(lambda station: station.receive("FLASH", text=HOSTILE))
    page = screens.open(f"/message/{ref}")
    with page.expect_download() as download:
        page.get_by_role("link", name="The exact text as a file").click()
    assert Path(download.value.path()).read_bytes().decode() == HOSTILE


def test_paper_shows_the_message_and_no_buttons(post, screens, keep):
    """Paper outlives the screen."""
    ref = post.do(lambda station: station.receive("FLASH"))
    page = screens.open(f"/message/{ref}", viewport={"width": 794, "height": 1123})
    settle(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".text-body").first).to_be_visible()
    keep(page, "message-print", full_page=True)


@pytest.mark.parametrize("theme", ["light", "dim"])
def test_other_themes_keep_their_contrast(post, screens, keep, theme):
    """A bright operations room and a dark bridge need other grounds."""
    post.do(crisis)
    page = screens.open("/screen")
    page.get_by_label("Colours").select_option(theme)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    page.goto(post.url + "/")
    settle(page, armed=False)
    assert serious(page) == []
    keep(page, f"board-{theme}")


def test_forced_colours_keep_tags_and_alarm(post, screens, keep):
    """A person with own colours must still see which message is FLASH."""
    post.do(crisis)
    page = screens.open(forced_colors="active")
    settle(page, armed=False)
    border = page.locator("#open .tag").first.evaluate(
        "e => getComputedStyle(e).borderTopWidth"
    )
    assert border == "2px"
    keep(page, "board-forced-colours")


def test_reduced_motion_does_not_flash(post, screens):
    """Some people get ill from it; the thicker frame stands for the flash."""
    post.do(crisis)
    page = screens.open(reduced_motion="reduce")
    settle(page)
    name = page.locator("article.top").evaluate(
        "e => getComputedStyle(e).animationName"
    )
    assert name == "none"


def test_message_page(post, screens, keep):
    """Text, releases and ladder of one message."""
    ref = post.do(
        lambda station: station.receive(
            "IMMEDIATE",
            text="Your vessel 4417 crossed the agreed line at 0921Z.",
            texts=(
                ("en", "Your vessel 4417 crossed the agreed line at 0921Z."),
                ("ru", "Ваше судно 4417 пересекло согласованную линию в 0921Z."),
            ),
        )
    )
    page = screens.open(f"/message/{ref}")
    settle(page)
    assert serious(page) == []
    keep(page, "message", full_page=True)
