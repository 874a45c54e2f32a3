# SPDX-License-Identifier: Apache-2.0
"""Whole proof and evidence files, each with the verdict that it must get.

An altered file is written as a splice of a good one: [offset, bytes removed, hex put
in, how many times].
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator

from parley.testing.two_logs import ALFA, BEGIN_MS, EVERY_MS, KnownLog, two_logs
from parley.tlog.bundle import Part, Period, encode_bundle, prove_part
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.contact import ShownEntry, prove_contact
from parley.tlog.cosignature import sign
from parley.tlog.evidence import EVIDENCE_LABEL, make_evidence
from parley.tlog.leaf import Field, disclosure_to_value
from parley.tlog.merkle import Frontier
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair, NoteKey
from parley.tlog.policy import link_policy
from parley.tlog.verdict import verdict
from parley.wire.cbor import Value, dumps
from spec.vectors.log_keys import Signatures

CONTACTS = 40
SIGNED_S = (BEGIN_MS + CONTACTS * EVERY_MS) // 1000
SORT = (Field.KIND, Field.PRECEDENCE, Field.LOGGED)
HOSTILE = "<img/src=x/onerror=alert(1)>\u202egnorw"


def page(signatures: Signatures) -> dict[str, object]:
    """Return the whole file of vectors."""
    world = World(signatures)
    vectors = [
        {
            "name": name,
            "file": base,
            **(
                {} if data == world.files[base] else {"edit": splice(world, base, data)}
            ),
            "policies": policies,
            "expect": verdict(
                data, [world.policies[each].encode() for each in policies]
            ),
        }
        for name, base, data, policies in cases(world)
    ]
    for vector in vectors:
        good = str(vector["name"]).startswith("good: ")
        assert good == (vector["expect"]["code"] is None), vector  # type: ignore[index]
    return {
        "about": "spec/6, whole files and their verdicts",
        "policies": world.policies,
        "files": {name: b64encode(data).decode() for name, data in world.files.items()},
        "vectors": vectors,
    }


def splice(world: World, base: str, data: bytes) -> list[object]:
    """Return the one replacement that makes `data` of a base file."""
    old = world.files[base]
    shorter = min(len(old), len(data))
    first = next((at for at in range(shorter) if old[at] != data[at]), shorter)
    last = 0
    while last < shorter - first and old[-1 - last] == data[-1 - last]:
        last += 1
    new = data[first : len(data) - last]
    times = len(new) if len(new) > 1 and not new.strip(new[:1]) else 1
    return [first, len(old) - last - first, new[: len(new) // times].hex(), times]


class World:
    """Two honest logs, a fork of one, a log with a hostile name, and their files."""

    def __init__(self, signatures: Signatures) -> None:
        """Build every file that the cases start from."""
        self.alfa, self.bravo = two_logs(CONTACTS, signatures.keys_of)
        self.note = self.alfa.note(SIGNED_S)
        self.bravo_note = self.bravo.note(SIGNED_S)
        self.stranger = signatures.keys_of("a stranger")
        self.fork = KnownLog(self.alfa.sender, self.alfa.recipient, signatures.keys_of)
        for fields in [*self.alfa.fields[:-1], self.alfa.fields[0]]:
            self.fork.append(fields)
        self.fork_note = self.fork.note(SIGNED_S)
        self.hostile = KnownLog(ALFA, HOSTILE, signatures.keys_of)
        self.hostile.append(self.alfa.fields[0])
        self.hostile_note = self.hostile.note(SIGNED_S)
        self.policies = {
            "alfa to bravo": self.alfa.policy.text(),
            "bravo to alfa": self.bravo.policy.text(),
            "hostile": self.hostile.policy.text(),
            "no witness": f"log {self.alfa.log_pair.ed25519.vkey()}\nquorum none\n",
            "another's": self._strangers_policy(),
            "damaged": self.alfa.policy.text().replace("quorum both", "quorum none x"),
        }
        self.files = {
            "contact": self.contact(17, *SORT),
            "closed": self.contact(17),
            "receipt": self.receipt(20, Field.KIND, Field.LOGGED, Field.REFERENCE),
            "hostile": self.hostile_contact(),
            "chosen": encode_bundle((self.chosen((3, 17, 20)),)),
            "period": encode_bundle((self.period(10, 20),)),
            "both": encode_bundle((self.period(10, 20), self.answers(10, 20))),
            "evidence": make_evidence(
                _pair(self.alfa.log_pair), self.note, self.fork_note
            ),
            "classical": make_evidence(
                (self.alfa.log_pair.ed25519,), self.note, self.fork_note
            ),
            "witness": make_evidence(
                _pair(self.alfa.witness_pair), self.note, self.fork_note
            ),
        }

    def _strangers_policy(self) -> str:
        pair = KeyPair.of_witness(self.alfa.recipient, self.stranger.public)
        return link_policy(self.alfa.log_pair, pair).text()

    def contact(self, index: int, *chosen: Field, note: Note | None = None) -> bytes:
        """Return a proof of one message."""
        shown = self.alfa.shown(index, *chosen).disclosure
        return prove_contact(
            self.alfa.source, index, CONTACTS, shown, note or self.note
        )

    def receipt(self, index: int, *chosen: Field) -> bytes:
        """Return a proof of one receipt."""
        shown = self.bravo.shown(index, *chosen).disclosure
        size = len(self.bravo.leaves)
        return prove_contact(self.bravo.source, index, size, shown, self.bravo_note)

    def hostile_contact(self) -> bytes:
        """Return a good proof whose names are hostile to whoever shows them."""
        shown = self.hostile.shown(0, *SORT).disclosure
        return prove_contact(self.hostile.source, 0, 1, shown, self.hostile_note)

    def chosen(self, indices: tuple[int, ...]) -> Part:
        """Return a part with some entries of Alfa's log."""
        entries = tuple(self.alfa.shown(index, *SORT) for index in indices)
        return prove_part(self.alfa.source, None, entries, self.note)

    def period(
        self,
        first: int,
        end: int,
        *,
        shown: range | None = None,
        closed: Field | None = None,
        at: int | None = None,
    ) -> Part:
        """Return Alfa's entries from minute `first` to before minute `end`."""
        period = Period(BEGIN_MS + first * EVERY_MS, BEGIN_MS + end * EVERY_MS)
        indices = shown or range(first - 1, end + 1)
        entries = tuple(
            self.alfa.shown(
                index, *(each for each in SORT if index != at or each != closed)
            )
            for index in indices
        )
        return prove_part(self.alfa.source, period, entries, self.note)

    def answers(self, first: int, end: int) -> Part:
        """Return Bravo's entries of the same minutes, with what they answer."""
        period = Period(BEGIN_MS + first * EVERY_MS, BEGIN_MS + end * EVERY_MS)
        times = [fields.logged_ms for fields in self.bravo.fields]
        before = max(at for at, time in enumerate(times) if time < period.from_ms)
        after = min(at for at, time in enumerate(times) if time >= period.to_ms)
        entries = tuple(
            self.bravo.shown(index, *SORT, Field.REFERENCE)
            for index in range(before, after + 1)
        )
        return prove_part(self.bravo.source, period, entries, self.bravo_note)


def _pair(pair: KeyPair) -> tuple[NoteKey, ...]:
    return pair.ed25519, pair.mldsa44


Case = tuple[str, str, bytes, list[str]]
BOTH = ["alfa to bravo", "bravo to alfa"]


def cases(world: World) -> Iterator[Case]:
    """Yield name, base file, bytes and policies of every case."""
    files = world.files
    for name, data in files.items():
        if name != "hostile":
            yield f"good: {name}", name, data, BOTH
    yield "good: a hostile name", "hostile", files["hostile"], ["hostile"]
    yield "good: no witness asked for", "contact", files["contact"], ["no witness"]
    yield "no policy", "contact", files["contact"], []
    yield "the other direction's policy", "contact", files["contact"], BOTH[1:]
    yield "a damaged policy", "evidence", files["evidence"], ["damaged"]
    yield "another witness's policy", "contact", files["contact"], ["another's"]
    yield from _notes(world)
    yield from _contacts(world)
    yield from _bundles(world)
    yield from _periods(world)
    yield from _evidence(world)
    yield from _foreign(world)


def _notes(world: World) -> Iterator[Case]:
    lines = world.note.lines
    witness = world.alfa.witness_pair
    text = world.note.text
    strange = KeyPair.of_witness("stranger.example", world.stranger.public)
    checkpoint = parse_checkpoint(text)
    foreign = sign(world.stranger, strange.ed25519, checkpoint, SIGNED_S)
    posing = sign(world.stranger, witness.ed25519, checkpoint, SIGNED_S)
    leaves = world.alfa.leaves
    empty = Frontier().extend(leaves[:20])
    smaller = Checkpoint(checkpoint.origin, empty.size, empty.root())
    for name, note in (
        ("good: a stranger's signature too", Note(text, (*lines, foreign))),
        ("good: signatures in another order", Note(text, lines[::-1])),
        ("the log's Ed25519 signature missing", Note(text, lines[1:])),
        ("the log's ML-DSA-44 signature missing", Note(text, (lines[0], *lines[2:]))),
        ("the witness's ML-DSA-44 signature missing", Note(text, lines[:3])),
        ("only strangers cosigned", Note(text, (*lines[:2], foreign))),
        (
            "somebody else in the witness's name",
            Note(text, (*lines[:2], posing, lines[3])),
        ),
        ("one key signs twice", Note(text, (*lines, lines[0]))),
        ("signatures of another checkpoint", Note(smaller.text(), lines)),
        ("checkpoint of another log", Note(world.bravo_note.text, lines)),
    ):
        yield name, "contact", world.contact(17, *SORT, note=note), BOTH[:1]


def _contacts(world: World) -> Iterator[Case]:
    good = world.files["contact"]
    rows = good.split(b"\n")
    paths = rows[3 : rows.index(b"")]

    def with_path(path: list[bytes]) -> bytes:
        return b"\n".join([*rows[:3], *path, *rows[rows.index(b"") :]])

    for name, data in (
        ("another index", good.replace(b"\nindex 17\n", b"\nindex 16\n")),
        ("an index beyond the log", good.replace(b"\nindex 17\n", b"\nindex 40\n")),
        ("an index with a zero", good.replace(b"\nindex 17\n", b"\nindex 017\n")),
        ("an index below zero", good.replace(b"\nindex 17\n", b"\nindex -1\n")),
        ("a hash missing", with_path(paths[:-1])),
        ("a hash too many", with_path([*paths, paths[0]])),
        ("hashes in another order", with_path(paths[::-1])),
        ("64 hashes", with_path(paths[:1] * 64)),
        ("a hash with pad bits", good.replace(paths[0], paths[0][:-2] + b"9=")),
        ("no extra data", b"\n".join([rows[0], *rows[2:]])),
        ("extra data of another entry", world.contact(16, *SORT).split(b"\n")[1]),
        ("carriage returns", good.replace(b"\n", b"\r\n")),
        ("cut in the middle", good[: len(good) // 2]),
        ("cut before the checkpoint", b"\n".join(rows[:9])),
        ("a byte at the end", good + b"\n"),
        ("a megabyte of letters", good + b"a" * 1_048_576),
        ("only the first line", rows[0] + b"\n"),
    ):
        if name == "extra data of another entry":
            yield name, "contact", good.replace(rows[1], data), BOTH
        else:
            yield name, "contact", data, BOTH
    proved = world.alfa.shown(17, *SORT).disclosure
    values: list[Value] = disclosure_to_value(proved)
    for name, extra in (
        ("a disclosure of five places", ["parley/1 contact", values[:5]]),
        ("a disclosure under another label", ["parley/1 contacts", values]),
        ("a hidden field replaced", ["parley/1 contact", [*values[:5], bytes(32)]]),
        ("another kind shown", ["parley/1 contact", [[bytes(16), 3], *values[1:]]]),
        ("a text for a kind", ["parley/1 contact", [[bytes(16), "<b>"], *values[1:]]]),
    ):
        row = b"extra " + b64encode(dumps(extra))
        yield name, "contact", good.replace(rows[1], row), BOTH
    loose = b"extra " + b64encode(b"\x98\x02" + dumps(["parley/1 contact", values])[1:])
    yield "a longer encoding", "contact", good.replace(rows[1], loose), BOTH


def _bundles(world: World) -> Iterator[Case]:
    part = world.chosen((3, 17, 20))
    index = lambda entry, to: ShownEntry(to, entry.disclosure)  # noqa: E731
    changed: dict[str, Part | tuple[Part, ...]] = {
        "entries out of order": _with(part, entries=part.entries[::-1]),
        "an entry twice": _with(part, entries=(*part.entries, part.entries[-1])),
        "an entry missing": _with(part, entries=part.entries[:2]),
        "an entry at another place": _with(
            part, entries=(index(part.entries[0], 4), *part.entries[1:])
        ),
        "an entry beyond the log": _with(
            part, entries=(*part.entries[:2], index(part.entries[2], 40))
        ),
        "hashes missing": _with(part, hashes=part.hashes[:-1]),
        "hashes to spare": _with(part, hashes=(*part.hashes, part.hashes[0])),
        "the other log's checkpoint": _with(part, note=world.bravo_note),
        "a part without entries": _with(part, entries=()),
        "five parts": (part,) * 5,
        "no parts": (),
    }
    for name, parts in changed.items():
        data = encode_bundle(parts if isinstance(parts, tuple) else (parts,))
        yield name, "chosen", data, BOTH
    good = world.files["chosen"]
    yield "a byte more", "chosen", good + b"\0", BOTH
    yield "a byte less", "chosen", good[:-1], BOTH
    yield "a digest altered", "chosen", good[:-1] + bytes([good[-1] ^ 1]), BOTH
    yield "no digest", "chosen", good[:-34], BOTH
    yield "the second part's policy missing", "both", world.files["both"], BOTH[:1]
    yield "a megabyte too much", "chosen", good + bytes(1_048_576), BOTH


def _with(part: Part, **changes: object) -> Part:
    made = {name: getattr(part, name) for name in Part.__slots__}
    return Part(**(made | changes))


def _periods(world: World) -> Iterator[Case]:
    build: dict[str, Callable[[], Part]] = {
        "good: from the beginning": lambda: world.period(0, 5, shown=range(6)),
        "good: before the beginning": lambda: world.period(-9, -1, shown=range(1)),
        "good: up to the end": lambda: world.period(30, 40, shown=range(29, 40)),
        "good: nothing in it": lambda: _narrow(world),
        "good: a kind not shown": lambda: world.period(
            10, 20, closed=Field.KIND, at=15
        ),
        "good: a time not shown": lambda: world.period(
            10, 20, closed=Field.LOGGED, at=15
        ),
        "no entry before": lambda: world.period(10, 20, shown=range(10, 21)),
        "no entry after": lambda: world.period(10, 20, shown=range(9, 20)),
        "two entries before": lambda: world.period(10, 20, shown=range(8, 21)),
        "two entries after": lambda: world.period(10, 20, shown=range(9, 22)),
        "beyond the checkpoint's time": lambda: world.period(
            30, 41, shown=range(29, 40)
        ),
        "the last entry without its time": lambda: world.period(
            10, 20, closed=Field.LOGGED, at=19
        ),
        "the entry before without its time": lambda: world.period(
            10, 20, closed=Field.LOGGED, at=9
        ),
    }
    for name, make in build.items():
        yield name, "period", encode_bundle((make(),)), BOTH
    gap = world.chosen((9, *range(10, 15), *range(16, 21)))
    period = Period(BEGIN_MS + 10 * EVERY_MS, BEGIN_MS + 20 * EVERY_MS)
    yield "a gap", "period", encode_bundle((_with(gap, period=period),)), BOTH
    backwards = Period(period.to_ms, period.from_ms)
    part = _with(world.period(10, 20), period=backwards)
    yield "an end before its beginning", "period", encode_bundle((part,)), BOTH
    wide = _with(world.period(10, 20), period=Period(0, 2**53 - 1))
    yield "a period wider than shown", "period", encode_bundle((wide,)), BOTH
    yield "times that go back", "period", _times_back(world), BOTH


def _narrow(world: World) -> Part:
    part = world.period(10, 11, shown=range(10, 12))
    times = Period(BEGIN_MS + 10 * EVERY_MS + 1, BEGIN_MS + 11 * EVERY_MS)
    return _with(part, period=times)


def _times_back(world: World) -> bytes:
    log = KnownLog(world.alfa.sender, world.alfa.recipient, world.alfa.keys_of)
    for at in (0, 2, 1, 3):
        log.append(world.alfa.fields[at])
    entries = tuple(log.shown(index, *SORT) for index in range(4))
    period = Period(BEGIN_MS + 1, BEGIN_MS + 3 * EVERY_MS)
    part = prove_part(log.source, period, entries, log.note(SIGNED_S))
    return encode_bundle((part,))


def _evidence(world: World) -> Iterator[Case]:
    ed, ml = _pair(world.alfa.log_pair)
    first, second = sorted(
        (world.note, world.fork_note), key=lambda note: parse_checkpoint(note.text).root
    )

    def made(keys: list[NoteKey], *notes: Note) -> bytes:
        vkeys = [key.vkey() for key in keys]
        return dumps([EVIDENCE_LABEL, vkeys, [note.encode() for note in notes]])

    one, two = Note(first.text, first.lines[:2]), Note(second.text, second.lines[:2])
    older = world.alfa.note(SIGNED_S, 39)
    for name, data in (
        ("one head twice", made([ed, ml], one, one)),
        ("heads in the other order", made([ed, ml], two, one)),
        ("heads of two sizes", made([ed, ml], one, Note(older.text, older.lines[:2]))),
        ("heads of two logs", made([ed, ml], one, world.bravo_note)),
        ("others signed too", made([ed, ml], first, second)),
        ("a signature missing", made([ed, ml], one, Note(two.text, two.lines[:1]))),
        ("signatures swapped", made([ed, ml], one, Note(two.text, one.lines))),
        ("keys in another order", made([ml, ed], one, two)),
        ("one key twice", made([ed, ed], one, two)),
        ("keys of two names", made([ed, world.bravo.log_pair.mldsa44], one, two)),
        ("no keys", made([], one, two)),
        ("one head", made([ed, ml], one)),
    ):
        yield name, "evidence", data, []
    good = world.files["evidence"]
    yield "a byte after the evidence", "evidence", good + b"\0", []
    yield "evidence cut", "evidence", good[:-100], []
    yield "too long evidence", "evidence", good + bytes(65_536), []


def _foreign(world: World) -> Iterator[Case]:
    good = world.files["contact"]
    for name, data in (
        ("nothing", b""),
        ("another format", b"c2sp.org/tlog-proof@v2" + good[22:]),
        ("a carriage return first", good.replace(b"@v1\n", b"@v1\r\n", 1)),
        ("a byte order mark", b"\xef\xbb\xbf" + good),
        ("a policy for a proof", world.policies["alfa to bravo"].encode()),
    ):
        yield name, "contact", data, BOTH
