# SPDX-License-Identifier: Apache-2.0
"""Mailboxes full of other things, bounces, bombs and hostile MIME."""

from __future__ import annotations

import asyncio
import os
import random
import time
from contextlib import asynccontextmanager
from email import policy
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.bearers.mail import letter as letters
from parley.bearers.mail.bearer import MailBearer
from parley.bearers.mail.config import MailError
from parley.bearers.mail.inbox import Inbox
from parley.bearers.mail.kind import MailTable, make
from parley.bearers.mail.letter import (
    is_bounce,
    is_ours,
    read_letter,
    returned,
    write_letter,
)
from parley.bearers.mail.outbox import Outbox
from parley.carriage.credentials import FILE, save_credential
from parley.carriage.slips import SlipMaker
from parley.errors import LocalFault
from parley.fixed import replace
from parley.ports.kind import Ends
from parley.testing.carried import ALFA_PAIR, keys_of
from parley.testing.check_bearer import running
from parley.testing.mail_hosts import DOMAIN, mail_hosts, mail_settings, why_not
from parley.wire.slip import encode_slips

THERE, BACK = keys_of("mail")
OCTETS = b'Content-Type: application/octet-stream; charset="\xc3\x28"\r\n'


def slips(count: int) -> bytes:
    maker = SlipMaker(THERE, os.urandom(8))
    return encode_slips([maker.put(b"frame %d" % number) for number in range(count)])


def raw_letter(body: bytes) -> bytes:
    return write_letter(body, THERE, "a@a.example", "b@b.example").mail.as_bytes()


def header_of(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0]


# ------------------------------------------------------------------ letters


@given(st.binary(min_size=1, max_size=5_000))
@settings(max_examples=50)
def test_a_letter_is_well_formed_and_gives_back_what_was_put_in(body):
    """Every host on the way must find a plain mail."""
    # SPEC 10.73: "A mail's Message-ID begins with 32 hexadecimal digits drawn at
    # random, a full stop and 16 that are the beginning of the tag over the first 32;
    # the list of slips MUST be its one attachment of the type
    # application/octet-stream."
    raw = raw_letter(body)
    assert read_letter(raw) == body
    assert is_ours(header_of(raw), THERE)
    parsed = BytesParser(policy=policy.default).parsebytes(raw)
    assert not parsed.defects
    assert {"From", "To", "Subject", "Date", "Message-ID"} <= set(parsed.keys())
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    for word in (b"parley", b"a.example" + b"/", b"frame"):
        assert word not in raw.lower()


def test_only_the_counterparts_mails_are_ours():
    """A mailbox holds mails of anybody, and of ourselves."""
    header = header_of(raw_letter(b"x"))
    assert not is_ours(header, BACK)
    assert not is_ours(header.replace(b"<", b"<0", 1), THERE)
    assert not is_ours(b"Message-ID: <" + b"0" * 32 + b"." + b"0" * 16 + b"@x>", THERE)
    assert not is_ours(b"", THERE)


def test_a_mail_with_parts_added_on_the_way_is_read():
    """Virus scanners and mailing lists add footers."""
    raw = raw_letter(b"body of slips")
    parsed = BytesParser(policy=policy.SMTP).parsebytes(raw)
    parsed.add_attachment("Scanned. No virus found.")
    assert read_letter(parsed.as_bytes()) == b"body of slips"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no header at all",
        b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
        b'Content-Type: multipart/mixed; boundary="' + b"x" * 70_000 + b'"\r\n\r\n',
        OCTETS + b"Content-Transfer-Encoding: base64\r\n\r\n\xff\xfe!!!!",
        OCTETS + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 999 ../../x\nM\n",
        b"Content-Type: text/plain; charset=nothing\r\n\r\n\x00\xff",
        b"Subject: =?utf-8?b?////?=\r\nContent-Type: ;;;;\r\n\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" * 500,
        b"Content-Type: message/partial; id=x; number=1; total=2\r\n\r\nx",
    ],
)
def test_hostile_mime_is_no_letter(raw):
    """The parser is the standard library's; what it cannot take must not come out."""
    found = read_letter(raw)
    assert found is None or isinstance(found, bytes)


def test_nested_parts_cost_little():
    """A thousand levels would cost the parser a thousand times their bytes."""
    raw = b""
    for level in range(1_000):
        raw += b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (
            level,
            level,
        )
    began = time.process_time()
    assert read_letter(raw) is None
    assert read_letter(b"a: b\r\n" * 400_000) is None
    assert time.process_time() - began < 20


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_letter_raises_nothing(data):
    """Gateways rewrite what they do not understand."""
    raw = bytearray(raw_letter(b"x" * 200))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] = data.draw(st.integers(0, 255))
    found = read_letter(bytes(raw))
    assert found is None or isinstance(found, bytes)


def test_a_bounce_counts_only_for_a_mail_of_ours():
    """A stranger must not make the board say that the counterpart is gone."""
    report = (
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n"
        b"Status: 5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 mailbox \x1b[31mfull\r\n"
        b"Message-ID: <abc.def@a.example>\r\n"
    )
    assert is_bounce(header_of(report))
    assert returned(report, frozenset({"abc.def"})) == "552 5.2.2 mailbox ?[31mfull"
    assert returned(report, frozenset({"xyz"})) is None
    assert returned(report, frozenset()) is None


# ------------------------------------------------------------------ real hosts


@pytest.fixture(scope="module")
def hosts():
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with mail_hosts() as started:
        yield started


def stations(hosts):
    return (
        MailBearer(mail_settings(hosts, "alfa", "bravo"), THERE, BACK),
        MailBearer(mail_settings(hosts, "bravo", "alfa"), BACK, THERE),
    )


@asynccontextmanager
async def both(hosts):
    alfa, bravo = stations(hosts)
    async with running(alfa, 40.0) as near, running(bravo, 40.0) as far:
        await near.until_up()
        await far.until_up()
        yield alfa, near, far


def deliver(hosts, account: str, raws) -> None:
    """Put mails into a mailbox as a local delivery would."""
    box = hosts.root / "boxes" / account / "new"
    box.mkdir(parents=True, exist_ok=True)
    for path in (box, box.parent):
        os.chown(path, *owner(hosts))
    for number, raw in enumerate(raws):
        path = box / f"{time.time_ns()}.{number}.x"
        path.write_bytes(raw)
        os.chown(path, *owner(hosts))


def owner(hosts) -> tuple[int, int]:
    found = (hosts.root / "boxes").stat()
    return found.st_uid, found.st_gid


def held(hosts, account: str) -> int:
    box = hosts.root / "boxes" / account
    return sum(1 for part in ("new", "cur") for _ in (box / part).glob("*"))


def test_a_mailbox_full_of_other_mails_is_read_past_and_left(hosts):
    """A shared mailbox may hold years of mails, and a bomb of thousands."""
    other = b"From: x@y.example\r\nMessage-ID: <%d@y.example>\r\n\r\nspam\r\n"
    bomb = b"Message-ID: <%d@y.example>\r\n\r\n" + b"x" * 100_000
    many = [other % number for number in range(1_500)]
    deliver(hosts, "bravo", [*many, *[bomb % number for number in range(30)]])
    before = held(hosts, "bravo")

    async def run():
        async with both(hosts) as (alfa, _, far):
            alfa.send(b"through the crowd")
            await far.until_frames(1)
            assert far.frames == [b"through the crowd"]

    asyncio.run(run())
    # Ours is gone from the mailbox, or goes with the next look; the others stay.
    assert before <= held(hosts, "bravo") <= before + 1


@pytest.mark.timeout(60)
def test_a_mail_between_a_look_and_the_wait_is_not_waited_for(hosts):
    """The host tells of it in one piece with its word to go idle.

    Who then waited at the socket had the mail a whole wait later, and a conversation
    of six mails took minutes on a busy machine.
    """
    patient = replace(mail_settings(hosts, "bravo", "alfa"), idle_s=600.0)
    inbox = Inbox(patient, THERE)
    try:
        inbox.look(frozenset())
        for _ in range(5):
            deliver(hosts, "bravo", [raw_letter(slips(1))])
            inbox.wait()
            found = inbox.look(frozenset())
            assert len(found.bodies) == 1
    finally:
        inbox.close()


def test_a_replayed_mail_shows_nothing_twice(hosts):
    """Whoever can read a mailbox can deliver its mails again."""
    raw = raw_letter(slips(3))
    deliver(hosts, "bravo", [raw, raw, raw])

    async def run():
        async with both(hosts) as (_, _, far):
            await far.until(lambda: any("6 repeated" in one for one in far.notes), 30)
            assert len(far.frames) == 3

    asyncio.run(run())


def test_a_mail_of_ours_full_of_rubbish_is_counted(hosts):
    """A header can be copied onto another body."""
    good = raw_letter(slips(1))
    forged = header_of(good) + b"\r\n\r\nnothing"
    rubbish = raw_letter(random.Random(1).randbytes(5_000))
    deliver(hosts, "bravo", [forged, rubbish])

    async def run():
        async with both(hosts) as (_, _, far):
            await far.until(lambda: any("1 from strangers" in n for n in far.notes), 30)
            assert far.frames == []

    asyncio.run(run())


def test_an_address_that_does_not_exist_is_told(hosts):
    """The counterpart's mailbox was renamed."""
    wrong = replace(mail_settings(hosts, "alfa", "bravo"), recipient=f"no@{DOMAIN}")

    async def run():
        bearer = MailBearer(wrong, THERE, BACK)
        async with running(bearer, 40.0) as told:
            await told.until_up()
            bearer.send(b"frame")
            await told.until_places(1)
            await told.until(lambda: told.reasons != [])
            assert told.reasons[0].startswith("refused by localhost: 550")

    asyncio.run(run())


def test_a_wrong_password_is_told_for_both_hosts(hosts):
    """Passwords expire, and the board must say so."""
    good = mail_settings(hosts, "alfa", "bravo")
    wrong = replace(
        good,
        smtp=replace(good.smtp, password="wrong"),
        imap=replace(good.imap, password="wrong"),
    )
    with pytest.raises(MailError, match="does not take the password"):
        Inbox(wrong, BACK).look(frozenset())

    async def run():
        outbox = Outbox(wrong)
        with pytest.raises(MailError, match="does not take the password"):
            await outbox.check()
        outbox.close()

    asyncio.run(run())


def test_a_host_with_another_certificate_gets_no_password(hosts):
    """Names and dates of mail hosts are checked, since no pin exists for them."""
    system = replace(mail_settings(hosts, "alfa", "bravo"), authorities=None)
    with pytest.raises(MailError, match="cannot be read"):
        Inbox(system, BACK).look(frozenset())

    async def run():
        outbox = Outbox(system)
        with pytest.raises(MailError, match="cannot be reached"):
            await outbox.check()
        outbox.close()

    asyncio.run(run())


# ------------------------------------------------------------------ settings


def table(**changes: object) -> MailTable:
    given = {
        "name": "mail",
        "counterpart": "b.example",
        "bearer": "mail",
        "smtp": "127.0.0.1:465",
        "imap": "127.0.0.1:993",
        "sender": "a@a.example",
        "recipient": "b@b.example",
    }
    return MailTable(**given | changes)


def ends(folder) -> Ends:
    return Ends("a.example", "b.example", *ALFA_PAIR, (), folder)


def test_credentials_are_sealed_and_asked_for(tmp_path, monkeypatch):
    """A password in the settings would be in every backup and every paste."""
    with pytest.raises(LocalFault, match="BRR-043"):
        make(table(), ends(tmp_path))
    with pytest.raises(LocalFault, match="BRR-044"):
        save_credential(tmp_path, ALFA_PAIR[1], b"password = 5")
    save_credential(tmp_path, ALFA_PAIR[1], b'account = "alfa"')
    with pytest.raises(LocalFault, match="BRR-062"):
        make(table(), ends(tmp_path))
    path = save_credential(
        tmp_path, ALFA_PAIR[1], b'account = "alfa"\npassword = "s3cret"'
    )
    assert path.name == FILE
    assert path.stat().st_mode & 0o077 == 0
    assert b"s3cret" not in path.read_bytes()
    with pytest.raises(LocalFault, match="CFG-025"):  # only the card is missing now
        make(table(), ends(tmp_path))
    given = tmp_path / "systemd"
    given.mkdir()
    (given / "parley-mail").write_text('account = "x"')
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given))
    with pytest.raises(LocalFault, match="BRR-062"):  # systemd's goes first
        make(table(), ends(tmp_path))


def test_without_its_packages_the_extra_is_named(tmp_path, monkeypatch):
    """The station runs without them; only this circuit says what it lacks."""
    monkeypatch.setattr("parley.carriage.ends.importlib.util.find_spec", lambda _: None)
    with pytest.raises(LocalFault, match="BRR-060") as caught:
        make(table(), ends(tmp_path))
    assert "parley-link[mail]" in caught.value.do


@pytest.mark.parametrize(
    "address", ["a", "a@b@c", "a b@c.example", "a@c.example\nBcc: x@y.example", "@x"]
)
def test_addresses_that_would_add_a_header_are_refused(address):
    """A line end in a setting is another recipient."""
    with pytest.raises(ValueError, match="sender"):
        table(sender=address)


def test_limits_of_a_letter():
    """The bound on what is fetched must hold our own largest mail."""
    most = letters.SLIPS_BYTES_MAX
    assert len(raw_letter(bytes(most))) <= letters.MAIL_BYTES_MAX
