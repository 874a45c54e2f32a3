# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - a text in two languages
"""A file of another system at a real desk: it fills a form, and nothing is believed."""

import re

import pytest
from playwright.sync_api import expect

from parley.exchange.kinds import KINDS
from parley.station.library.files import load_library
from parley.testing.exchanged import coded_message, text_message
from parley.testing.stations import DRAFTER
from tests.console.looks import fits, keep_picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = (("en", "Keep clear of 57 N 162 E."), ("ru", "Не приближайтесь к 57 N 162 E."))
HOSTILE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'


def chosen(page, name, data):
    """Choose a file on the writing page and have it read."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Read it").click()


def test_a_file_fills_a_draft_and_says_what_it_lost(pair, seats, tmp_path):
    """What a warning system wrote comes to the desk as a text, with its losses."""
    pair.quiet()
    before = pair.do(pair.up["bravo"].parts.api.drafts)
    page = seats.open("bravo", "/write", DRAFTER)
    chosen(page, "warning.cap", KINDS["cap"].write(text_message(*TEXTS)).data)
    for at, (language, text) in enumerate(TEXTS, start=1):
        expect(page.locator(f"#language-{at}")).to_have_value(language)
        expect(page.locator(f"#text-{at}")).to_have_value(re.compile(re.escape(text)))
    lists = page.locator("#taken")
    expect(lists).to_contain_text("CAP 1.2")
    expect(lists.locator("details").first).to_contain_text("NOT carried")
    expect(lists.locator("details").first).to_contain_text("sender")
    assert fits(page)
    assert serious(page) == []
    keep_picture(page, "write-from-file", tmp_path)
    after = pair.do(pair.up["bravo"].parts.api.drafts)
    assert after == before  # reading files nothing
    chosen(page, "hostile.xml", HOSTILE)
    expect(page.locator("main")).to_contain_text("PLY-XCH-003")


@pytest.mark.soak
def test_a_file_of_ours_becomes_the_code_that_it_was(pair, seats):
    """Typed once more by hand, one digit of a place would be another place."""
    pair.quiet()
    body = next(
        each.body for each in load_library().edition(1).golden if each.body[2] == 8
    )
    page = seats.open("bravo", "/write", DRAFTER)
    chosen(page, "ours.cap", KINDS["cap"].write(coded_message(body)).data)
    expect(page.locator("main")).to_contain_text("UNPLANNED")
    expect(page.locator("#taken")).to_contain_text("NOT carried")
    assert serious(page) == []
    page.get_by_role("button", name="See what it would say").click()
    expect(page.locator("main")).to_contain_text("accidental launch")


def test_what_is_no_upload_is_refused(post, screens):
    """The form takes one file and nothing that only looks like one."""
    page = screens.open("/write")
    for kind, data in (
        ("application/x-www-form-urlencoded", b"file=x"),
        ("multipart/form-data; boundary=a", b"--a\r\n\r\nx"),
        ("multipart/form-data; boundary=a", b'--a\r\nname="f"\r\n\r\nx\r\n--a--\r\n'),
        ("multipart/form-data; boundary=", b"x"),
    ):
        headers = {"Origin": post.url, "Content-Type": kind}
        answer = page.request.post(
            f"{post.url}/write/import", headers=headers, data=data
        )
        assert answer.status == 409
