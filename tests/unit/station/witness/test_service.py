# SPDX-License-Identifier: Apache-2.0
"""A third witness, asked in every way that C2SP tlog-witness foresees, and others."""

from __future__ import annotations

import asyncio

import pytest

from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.model.now import Now
from parley.station.witness.place import WitnessPlace
from parley.station.witness.service import SIZE_TYPE, WitnessService
from parley.testing.two_logs import ALFA, BEGIN_MS, BRAVO, two_logs
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.consistency import prove_consistency
from parley.tlog.cosignature import verify_line
from parley.tlog.note import Note, parse_note
from parley.tlog.submission import Submission, parse_submission

PASSPHRASE = b"a witness says what it saw"
SIGNED_S = BEGIN_MS // 1_000 + 100_000
ORIGIN = f"{ALFA}/{BRAVO}/test/1"


class Clock:
    """A clock that a test sets."""

    wall_s = SIGNED_S

    def now(self):
        return Now(0, self.wall_s * 1_000, bytes(32))


@pytest.fixture(scope="module")
def log():
    return two_logs(40)[0]


@pytest.fixture
def place(tmp_path, log):
    made = WitnessPlace(tmp_path / "witness")
    made.make("witness.example", PASSPHRASE, weak=True)
    policy = tmp_path / "witness" / "policies" / "alfa.policy"
    policy.write_text(log.policy.text())
    return made


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ask(place, clock):
    """Return what asks the witness; each call is a witness that has just started."""

    def asked(submission):
        data = submission if isinstance(submission, bytes) else submission.encode()
        service = WitnessService(place, place.open(PASSPHRASE), place.policies(), clock)
        return asyncio.run(service.add(data))

    return asked


def step(log, old, size):
    path = prove_consistency(log.source, old, size) if old else ()
    return Submission(old, path, log.note(SIGNED_S, size))


def cosigned(told, note):
    """Return the note with the lines that were answered."""
    return parse_note(note.text.encode() + b"\n" + told.body)


def test_log_that_grows_is_cosigned_with_both_keys(ask, log, place):
    """What a stranger is shown later: a third party saw this log only ever grow."""
    own = place.open(PASSPHRASE).pair
    for old, size in ((0, 3), (3, 3), (3, 17), (17, 40)):
        asked = step(log, old, size)
        told = ask(asked)
        assert told.status == 200, told
        note = cosigned(told, asked.note)
        checkpoint = parse_checkpoint(note.text)
        for key, line in zip((own.ed25519, own.mldsa44), note.lines, strict=True):
            assert verify_line(key, checkpoint, line).time_s == SIGNED_S


def test_rollback_is_answered_with_the_size_known(ask, log):
    """SPEC 5.42: a log put back to an older state must not get a fresh signature."""
    assert ask(step(log, 0, 17)).status == 200
    for old, size in ((0, 3), (0, 17), (3, 17), (16, 40)):
        told = ask(step(log, old, size))
        assert (told.status, told.body, told.kind) == (409, b"17\n", SIZE_TYPE)


def test_second_version_of_a_log_is_never_cosigned(ask, log):
    """A fork is what witnesses are for; both of its forms are refused."""
    assert ask(step(log, 0, 17)).status == 200
    other = log.signed(Checkpoint(ORIGIN, 17, sha256(b"other")), SIGNED_S)
    told = ask(Submission(17, (), other))
    assert (told.status, told.body) == (409, b"PLY-LOG-033\n")
    later = log.signed(Checkpoint(ORIGIN, 40, sha256(b"other")), SIGNED_S)
    path = prove_consistency(log.source, 17, 40)
    for proof in (path, path[:-1], (*path, bytes(32)), (), path[::-1]):
        assert ask(Submission(17, proof, later)).status == 422
    assert ask(step(log, 17, 40)).status == 200


def test_unsigned_and_unknown_logs_are_told_apart(ask, log):
    """SPEC 5.43: a station learns whether to mend its keys or the witness's list."""
    note = log.note(SIGNED_S, 3)
    assert ask(Submission(0, (), Note(note.text, note.lines[1:]))).status == 403
    assert ask(Submission(0, (), Note(note.text, note.lines[:2]))).status == 403
    bent = log.note(SIGNED_S, 4)
    assert ask(Submission(0, (), Note(note.text, bent.lines))).status == 403
    stranger = two_logs(3)[1].note(SIGNED_S, 3)
    assert ask(Submission(0, (), stranger)).status == 404
    assert ask(Submission(9, (), note)).status == 400


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"old 0\n",
        b"old 00\n\n",
        b"old -1\n\n",
        b"new 0\n\n",
        b"old 0\nAAAA\n\n",
        b"\xff" * 1_000_000,
        b"old 1\n" + b"A" * 43 + b"=\n" * 64 + b"\n",
    ],
)
def test_garbage_is_refused_and_changes_nothing(ask, place, data):
    """Anybody can reach a witness; nobody may move it."""
    assert ask(data).status == 400
    assert place.head(ORIGIN) is None


def test_clock_put_back_does_not_take_a_cosignature_back(ask, log, clock, place):
    """SPEC 5.44: times of one witness over one log never decrease."""
    assert ask(step(log, 0, 3)).status == 200
    clock.wall_s = SIGNED_S - 1_000
    asked = step(log, 3, 17)
    own = place.open(PASSPHRASE).pair.ed25519
    note = cosigned(ask(asked), asked.note)
    sealed = verify_line(own, parse_checkpoint(note.text), note.lines[0])
    assert sealed.time_s == SIGNED_S


def test_witness_that_lost_its_word_signs_nothing_more(ask, log, place):
    """Beginning anew would let a log show it another past."""
    assert ask(step(log, 0, 3)).status == 200
    place.keep(ORIGIN, b"\x00 damaged")
    told = ask(step(log, 0, 3))
    assert (told.status, told.body) == (500, b"PLY-LOG-036\n")
    assert ask(step(log, 3, 17)).status == 500


def test_what_cannot_be_kept_is_not_signed(ask, log, place):
    """SPEC 5.42: a cosignature that the witness forgets could be given twice."""
    in_the_way = place.root / "heads" / f"{sha256(ORIGIN.encode()).hex()}.new"
    in_the_way.mkdir()
    told = ask(step(log, 0, 3))
    assert (told.status, told.body) == (500, b"PLY-CFG-008\n")


def test_witness_whose_memory_is_gone_signs_nothing(ask, log, place):
    """An empty folder after a bad restore must not look like a first day."""
    (place.root / "heads").rmdir()
    told = ask(step(log, 0, 3))
    assert (told.status, told.body) == (500, b"PLY-LOG-036\n")


def test_two_at_once_are_judged_one_after_the_other(place, log, clock):
    """The race of the published protocol: the slower must not roll the faster back."""

    async def both():
        own = place.open(PASSPHRASE)
        service = WitnessService(place, own, place.policies(), clock)
        await service.add(step(log, 0, 3).encode())
        asked = [step(log, 3, size).encode() for size in (17, 40, 5)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(service.add(each)) for each in asked]
        return [task.result().status for task in tasks]

    assert sorted(asyncio.run(both())) == [200, 409, 409]


def test_policy_that_cannot_be_used_keeps_the_witness_from_starting(place):
    """A log that is silently not watched is worse than a witness that is down."""
    (place.root / "policies" / "broken.policy").write_text("no policy")
    with pytest.raises(LocalFault, match="PLY-LOG-035"):
        place.policies()


def test_published_request_is_read_as_published():
    """The example body of C2SP tlog-witness."""
    example = (
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
        "\n"
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "\N{EM DASH} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJu"
        "rmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    ).encode()
    read = parse_submission(example)
    assert (read.old, len(read.path)) == (20_852_014, 4)
    assert parse_checkpoint(read.note.text).size == 20_852_163
    assert read.encode() == example
