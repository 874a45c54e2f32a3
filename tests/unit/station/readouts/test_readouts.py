# SPDX-License-Identifier: Apache-2.0

"""A readout between two running stations, and the files that the public gets."""

from __future__ import annotations

import hashlib

import pytest
from lxml import etree

from parley.errors import LocalFault
from parley.station.readouts import site as readout_site
from parley.station.readouts.site import Published
from parley.station.readouts.views import (
    ReadoutSentence,
    ReadoutText,
    ReadoutView,
)
from parley.testing.stations import ANN, DRAFTER, both
from parley.tlog.verdict import verdict
from parley.tlog.verdict_lines import verdict_lines

ENGLISH = "We spoke. The exercise has ended."
RUSSIAN = "Мы говорили. Учение окончено."
HOUR_MS = 3_600_000
DIFFERS = {
    "answer": 2,
    "differences": [{"language": "en", "sentence": 1, "words": "It was broken off."}],
    "proof": True,
}


async def drafted(one, ref):
    """File a readout about a message."""
    now_ms = (await one.parts.api.status()).now_ms
    texts = [("en", ENGLISH), ("ru", RUSSIAN)]
    return await one.parts.api.write_readout(
        texts, [ref], now_ms + 2 * HOUR_MS, DRAFTER, None, True
    )


def named(site, ending):
    return next(each for each in site.files if each.name.endswith(ending))


def test_shown_agreed_published_and_proved_to_a_stranger(run, folders):
    """What the readers of both sides need: the same words, and who agreed to them."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):
            sent = await alfa.send("The exercise has ended.")
            draft = await drafted(alfa, sent.ref)
            assert draft.overtakes, "nobody there has acknowledged it"
            shown = await alfa.act("READOUT_SHOWN", "", draft.fields)
            assert await alfa.parts.api.readouts() != ()

            async def arrived() -> bool:
                return len(await bravo.parts.api.readouts()) == 1

            await bravo.until(arrived)
            (theirs,) = await bravo.parts.api.readouts()
            assert [each.text for each in theirs.texts] == [ENGLISH, RUSSIAN]
            fields = {"digest": theirs.digest, **DIFFERS}
            await bravo.act("READOUT_ANSWERED", theirs.ref, fields)

            async def answered() -> bool:
                return (await alfa.parts.api.readout(shown.ref)).state == "ANSWERED"

            await alfa.until(answered)
            seen = await alfa.parts.api.readout(shown.ref)
            english = seen.texts[0].sentences
            assert english[0].differs is None
            assert english[1].differs == "It was broken off."
            other = {"digest": "00" * 32, "proof": True}
            with pytest.raises(LocalFault, match="PLY-RDO-003"):
                await alfa.act("READOUT_PUBLISHED", shown.ref, other)
            fields = {"digest": seen.digest, "proof": True}
            await alfa.act("READOUT_PUBLISHED", shown.ref, fields)

            async def proved() -> bool:
                try:
                    site = await alfa.parts.api.readout_site()
                except LocalFault:
                    return False  # not cosigned yet
                return any(each.name.endswith(".proof") for each in site.files)

            await alfa.until(proved)
            site = await alfa.parts.api.readout_site()
            check_site(site, seen.digest)
            assert (await bravo.parts.api.readout_site()).files[0].name == "index.html"

            async def known() -> bool:
                (one,) = await bravo.parts.api.readouts()
                return one.state == "PUBLISHED"

            await bravo.until(known)
            for log in (alfa.log, bravo.log):
                assert "broken off" not in log.getvalue()

    run(story())


def check_site(site, digest):
    """Judge the files as a stranger does, with nothing but them."""
    text = named(site, ".txt").data
    assert hashlib.sha256(text).hexdigest() == digest
    page = named(site, ".html").data.decode()
    assert "It was broken off." in page
    assert "agreed with differences" in page
    assert digest in page
    for outside in ("http", "<script", "@import"):
        assert outside not in page
    feed = etree.fromstring(named(site, "feed.xml").data)
    contents = [each.text for each in feed.iter(f"{{{readout_site.ATOM}}}content")]
    assert contents == [ENGLISH, RUSSIAN]
    policies = [each.data for each in site.files if each.name.endswith(".policy")]
    found = verdict(named(site, ".proof").data, policies)
    assert found["code"] is None
    told = [line.text for line in verdict_lines(found)]
    named_in = [text for text in told if digest in text]
    assert len(named_in) == 2, "the answer and the publication name this text"
    assert any("answer to a readout" in text for text in named_in)


def test_neither_confirm_nor_deny_leaves_no_trace(run, folders):
    """What a party does not want to speak of must not speak by itself."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):
            sent = await alfa.send("A matter of one night.")
            draft = await drafted(alfa, sent.ref)
            held = await alfa.parts.api.withhold_readout(str(draft.number), ANN)
            assert held.withheld
            assert await bravo.parts.api.readouts() == ()
            site = await alfa.parts.api.readout_site()
            assert [each.name for each in site.files] == ["index.html", "feed.xml"]
            assert not any(b"exercise" in each.data for each in site.files)
            lines = await alfa.parts.api.audit(None, 5)
            assert "NEITHER_CONFIRMED_NOR_DENIED" in {each.deed for each in lines}

    run(story())


def test_a_hostile_readout_stays_text():
    """A counterpart writes differences; its words must not become our page's code."""
    words = "<script>alert(1)</script> & \u202egnihton"
    one = ReadoutView(
        ref="b/out/1/2",
        number=0,
        link="b",
        party="<b>Bravo</b>",
        direction="out",
        state="PUBLISHED",
        texts=(ReadoutText("ar", "تكلمنا.", (ReadoutSentence("تكلمنا.", words),)),),
        contacts=("b/out/1/1",),
        not_before_ms=0,
        digest="00" * 32,
        by="Ann",
        proof=True,
        may_publish=False,
        answer="WITH_DIFFERENCES",
        answered_by="Ben",
        answered_ms=1,
        published_ms=2,
        overtakes=(),
        withheld=False,
        publication="b/out/1/3",
        answer_ref="b/in/1/3",
    )
    published = Published(one, "readout-1-2", "Alfa & Co", ())
    page = readout_site.page(published).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'dir="rtl"' in page
    feed = readout_site.feed([published], "Alfa & Co", "alfa.example")
    assert b"<b>" not in feed
    etree.fromstring(feed)
