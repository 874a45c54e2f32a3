# SPDX-License-Identifier: Apache-2.0
"""What an officer said for a position that is not his is shown, and counts nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from parley.cli.views import message_page
from parley.console.pages.message.ladder import ladder
from parley.fixed import as_plain
from parley.station.views import StageView
from tests.console.test_acknowledge import signed_on

MARK = "DOES NOT COUNT"


def claimed(station):
    """Put up a message of ours that the wrong officer says he has."""
    at_ms = station.now_ms
    by, position = "CDR Air Desk", ("Naval desk",)
    stages = (
        StageView("receipt", at_ms, at_ms, None, 7),
        StageView(
            "out_of_place", at_ms, at_ms, by, 9, None, 1, "acknowledgement", position
        ),
    )
    return station.receive(
        "FLASH", direction="out", state="RECEIPTED", stages=stages, to=position
    )


@pytest.mark.browser
def test_an_act_of_another_position_is_marked_on_the_message(post, screens):
    """A sender who believed it would stop calling."""
    ref = post.do(claimed)
    page = signed_on(post, screens, f"/message/{ref}")
    marked = page.locator(".ladder tr").filter(has_text=MARK)
    expect(marked).to_contain_text("CDR Air Desk")
    expect(marked).to_contain_text("acknowledged for Naval desk")
    reached = page.locator(".ladder tr").filter(has_text="by a named")
    expect(reached).to_contain_text("not yet")
    message = post.do(lambda station: station.messages[0])
    assert [one["word"] for one in ladder(message) if MARK in one["word"]]


def test_on_the_command_line_it_is_marked_too(post):
    """Whoever works in a shell reads the same."""
    post.do(claimed)
    message = as_plain(post.do(lambda station: station.messages[0]))
    line = next(line for line in message_page(message) if MARK in line)
    assert "CDR Air Desk" in line
    assert "for Naval desk" in line
