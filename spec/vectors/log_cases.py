# SPDX-License-Identifier: Apache-2.0
"""Cases of the log below whole files: trees, leaves, notes, policies, heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parley.crypto.digest import sha256
from parley.fixed import replace
from parley.tlog.air import AirForm, decode_air_head, open_air_head, sign_air_head
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.leaf import (
    Field,
    LeafFields,
    disclose,
    disclosure_from_value,
    disclosure_to_value,
    leaf,
)
from parley.tlog.merkle import Frontier, leaf_hash
from parley.tlog.note import parse_note
from parley.tlog.note_key import KeyPair, NoteKey, NoteScheme, parse_vkey
from parley.tlog.policy import link_policy
from parley.tlog.policy_text import parse_policy
from parley.tlog.selection import prove_selection, verify_selection
from parley.tlog.source import LeafHashes
from parley.wire.cbor import Value, dumps, loads
from spec.vectors.cases import accepted, refused
from spec.vectors.log_keys import Signatures

Case = dict[str, object]
ALFA, BRAVO = "nrrc.alfa.example", "nrrc.bravo.example"
ORIGIN = f"{ALFA}/{BRAVO}/test/1"


def trees(_: Signatures) -> Iterator[Case]:
    """Roots, frontiers and selections; leaf i is the leaf hash of i in decimal."""
    leaves = [leaf_hash(b"%d" % number) for number in range(130)]
    for size in (0, 1, 2, 3, 4, 7, 8, 9, 64, 65, 127, 128, 129, 130):
        frontier = Frontier().extend(leaves[:size])
        yield accepted(
            f"log of {size}",
            size=size,
            root=frontier.root(),
            frontier=frontier.encode(),
        )
    source = LeafHashes(lambda first, count: leaves[first : first + count])
    for places, size in (
        ([0], 1),
        ([6], 7),
        ([0, 129], 130),
        (list(range(40, 50)), 129),
        ([3, 5, 64, 65, 128], 129),
        (list(range(9)), 9),
    ):
        root = Frontier().extend(leaves[:size]).root()
        hashes = prove_selection(source, places, size)
        yield _selection(accepted, places, leaves, size, hashes, root)
        for why, wrong in (
            ("a hash too many", (*hashes, root)),
            ("a hash too few", hashes[:-1]),
            ("hashes the other way round", hashes[::-1]),
            ("a hash altered", tuple(sha256(each) for each in hashes)),
        ):
            if wrong != hashes:
                yield _selection(refused, places, leaves, size, wrong, root, why)
        shorter = max(1, size // 2)
        if shorter != size:
            yield _selection(refused, places, leaves, shorter, hashes, root, "shorter")


def _selection(
    how: Callable[..., Case],
    places: list[int],
    leaves: list[bytes],
    size: int,
    hashes: tuple[bytes, ...],
    root: bytes,
    why: str = "as it is",
) -> Case:
    chosen = [leaves[place] for place in places]
    name = f"{len(places)} of {size}, first {places[0]}: {why}"
    facts = {
        "places": places,
        "size": size,
        "leaves": [each.hex() for each in chosen],
        "hashes": [each.hex() for each in hashes],
        "root": root,
    }
    if how is accepted:
        verify_selection(places, chosen, size, hashes, root)
        return accepted(name, **facts)
    return refused(
        name, lambda: verify_selection(places, chosen, size, hashes, root), **facts
    )


_MESSAGE = LeafFields(1, 3, 1_800_000_000_000, sha256(b"text"), sha256(b"two"), None)
_RECEIPT = LeafFields(2, None, 1_800_000_000_900, sha256(b""), None, (41, sha256(b"x")))
_ODD = LeafFields(24, 0, 2**53 - 1, b"", b"", (0, True, False, None, b"", 2**53 - 1))


def leaves(_: Signatures) -> Iterator[Case]:
    """Leaves with their disclosures, and disclosures that nobody may accept."""
    for name, fields in (("message", _MESSAGE), ("receipt", _RECEIPT), ("odd", _ODD)):
        secret = sha256(name.encode())
        for chosen in (frozenset[Field](), frozenset({Field.KIND}), frozenset(Field)):
            disclosure = disclose(fields, secret, chosen)
            yield accepted(
                f"{name}, {len(chosen)} open",
                fields=dumps(list(fields.values())),
                secret=secret,
                chosen=sorted(chosen),
                disclosure=dumps(disclosure_to_value(disclosure)),
                leaf=leaf(fields, secret),
            )
    whole = disclosure_to_value(disclose(_MESSAGE, bytes(32), frozenset(Field)))
    for why, place, value in (
        ("a salt of 15 bytes", 0, [bytes(15), 1]),
        ("an open place of three", 0, [bytes(16), 1, 1]),
        ("a commitment of 31 bytes", 3, bytes(31)),
        ("a kind that is true", 0, [bytes(16), True]),
        ("a kind that is null", 0, [bytes(16), None]),
        ("a kind that is a text", 0, [bytes(16), "1"]),
        ("a time below zero", 2, [bytes(16), -1]),
        ("a time of 2^53", 2, [bytes(16), 2**53]),
        ("a content of 65 bytes", 3, [bytes(16), bytes(65)]),
        ("a content that is null", 3, [bytes(16), None]),
        ("releases that are a list", 4, [bytes(16), []]),
        ("a reference of nine", 5, [bytes(16), [0] * 9]),
        ("a reference with a text", 5, [bytes(16), ["<b>"]]),
        ("a reference in a reference", 5, [bytes(16), [[0]]]),
        ("a place that is a number", 1, 3),
    ):
        wrong: list[Value] = [*whole[:place], value, *whole[place + 1 :]]
        yield _disclosure(why, wrong)
    yield _disclosure("five places", whole[:5])
    yield _disclosure("seven places", [*whole, bytes(32)])
    yield _disclosure("a map", {0: 1})


def _disclosure(why: str, value: Value) -> Case:
    data = dumps(value)
    return refused(why, lambda: disclosure_from_value(loads(data)), disclosure=data)


# Example of C2SP signed-note, from its own text.
_FOO_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
_FOO_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq"
    "6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# Example of C2SP tlog-cosignature, from its own text.
_SOFA_NOTE = (
    "example.com/behind-the-sofa\n20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4U"
    "RYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZC"
    "B9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def notes(_: Signatures) -> Iterator[Case]:
    """Notes, verifier keys and the texts of checkpoints."""
    key, note = parse_vkey(_FOO_KEY), parse_note(_FOO_NOTE.encode())
    key.verify(note.text.encode(), note.lines[0].payload)
    yield accepted("C2SP signed-note example", note=_FOO_NOTE, vkey=_FOO_KEY)
    parse_checkpoint(parse_note(_SOFA_NOTE.encode()).text)
    yield accepted("C2SP tlog-cosignature example", note=_SOFA_NOTE)
    row = _FOO_NOTE.split("\n")[2]
    many = "".join(f"{row.replace('foo', f'foo{number}')}\n" for number in range(17))
    for why, text in (
        ("no final newline", _FOO_NOTE[:-1]),
        ("a newline more", _FOO_NOTE + "\n"),
        ("carriage returns", _FOO_NOTE.replace("\n", "\r\n")),
        ("a tab", _FOO_NOTE.replace("an example", "an\texample")),
        ("a zero character", _FOO_NOTE.replace("an example", "an\0example")),
        ("no empty line", _FOO_NOTE.replace("\n\n", "\n")),
        ("no signature", _FOO_NOTE.split("—", maxsplit=1)[0]),
        ("a hyphen for the dash", _FOO_NOTE.replace("—", "-")),
        ("two spaces", _FOO_NOTE.replace("foo Uw", "foo  Uw")),
        ("a plus in the name", _FOO_NOTE.replace("com/foo", "com+foo")),
        ("a wide space in the name", _FOO_NOTE.replace("com/foo", "com\u2003foo")),
        ("no name", _FOO_NOTE.replace("example.com/foo ", " ")),
        ("no padding", _FOO_NOTE.replace("aQM=", "aQM")),
        ("pad bits", _FOO_NOTE.replace("aQM=", "aQN=")),
        ("URL base64", _FOO_NOTE.replace("+", "-")),
        ("only a key id", f"text\n\n{row.split('Uw')[0]}Uw2QOg==\n"),
        ("one key twice", f"{_FOO_NOTE}{row}\n"),
        ("17 signatures", f"text\n\n{many}"),
        ("nothing", ""),
    ):
        if text == _FOO_NOTE:
            continue
        yield refused(why, lambda text=text: parse_note(text.encode()), note=text)
    bad = _FOO_NOTE.encode().replace(b"example m", b"\xff")
    yield refused("not UTF-8", lambda: parse_note(bad), bytes=bad)
    yield from _vkeys()
    yield from _checkpoints()


def _vkeys() -> Iterator[Case]:
    for why, text in (
        ("another id", _FOO_KEY.replace("530d903a", "530d903b")),
        ("an id in capitals", _FOO_KEY.replace("530d903a", "530D903A")),
        ("another name", _FOO_KEY.replace("foo", "fop")),
        ("no id", _FOO_KEY.replace("530d903a+", "")),
        ("no name", _FOO_KEY.replace("example.com/foo", "")),
        ("a short key", _FOO_KEY[:-4]),
        ("a type not known", _FOO_KEY.replace("+Ae", "+Ee")),
        ("base64 with pad bits", "a+00000000+Ae=="),
    ):
        yield refused(f"key: {why}", lambda text=text: parse_vkey(text), vkey=text)


def _checkpoints() -> Iterator[Case]:
    good = parse_note(_SOFA_NOTE.encode()).text
    for why, text in (
        ("an extension line", good + "more\n"),
        ("two lines", "\n".join(good.split("\n")[:2]) + "\n"),
        ("a leading zero", good.replace("\n2085", "\n02085")),
        ("a sign", good.replace("\n2085", "\n+2085")),
        ("a size of 2^53", good.replace("20852163", str(2**53))),
        ("Arabic digits", good.replace("20852163", "\u0662\u0660")),
        ("a root of 31 bytes", good.replace("q2I=", "qw==")),
        ("pad bits in the root", good.replace("q2I=", "q2J=")),
        ("no origin", good.replace("example.com/behind-the-sofa", "")),
        ("a space in the origin", good.replace("behind-the", "behind the")),
        ("another root of nothing", good.replace("20852163", "0")),
    ):
        yield refused(
            f"checkpoint: {why}",
            lambda text=text: parse_checkpoint(text),
            checkpoint=text,
        )


def policies(signatures: Signatures) -> Iterator[Case]:
    """Policy texts; an accepted one comes with the text that this project writes."""
    log = KeyPair.of_log(ORIGIN, signatures.keys_of(f"log of {ALFA}").public)
    witness = KeyPair.of_witness(BRAVO, signatures.keys_of(f"witness {BRAVO}").public)
    text = link_policy(log, witness).text()
    third = NoteKey(
        "w.example",
        NoteScheme.ED25519_COSIGNATURE,
        signatures.keys_of("w").public.ed25519,
    ).vkey()
    vkeys = [row.split(" ")[-1] for row in text.split("\n")[:4]]
    short = f"log {vkeys[0]}\nwitness a {vkeys[2]}\nwitness b {third}\n"
    for name, given in (
        ("link", text),
        ("comments, blanks, an address", f" # x\n\n{short}\t quorum  a \n"),
        ("no quorum asked", f"log {vkeys[0]} https://log.example\nquorum none\n"),
        ("any of two", f"{short}group g any a b\nquorum g\n"),
        ("all of two", f"{short}group g all a b\nquorum g\n"),
        ("a group in a group", f"{short}group g 1 a\ngroup h 2 g b\nquorum h\n"),
        ("no log", f"witness a {vkeys[2]}\nquorum a\n"),
    ):
        yield accepted(name, policy=given, written=parse_policy(given.encode()).text())
    for why, given in (
        ("no quorum", short),
        ("two quorums", f"{short}quorum a\nquorum a\n"),
        ("quorum not defined", f"{short}quorum c\n"),
        ("quorum defined later", f"quorum a\n{short}"),
        ("a name twice", f"{short}group a any b\nquorum a\n"),
        ("the name none", f"witness none {vkeys[2]}\nquorum none\n"),
        ("a member twice", f"{short}group g any a a\nquorum g\n"),
        ("a member in two groups", f"{short}group g 1 a\ngroup h 1 a\nquorum h\n"),
        ("threshold zero", f"{short}group g 0 a b\nquorum g\n"),
        ("threshold too large", f"{short}group g 3 a b\nquorum g\n"),
        ("threshold with a zero", f"{short}group g 01 a b\nquorum g\n"),
        ("a group of none", f"{short}group g any\nquorum g\n"),
        ("a witness's key twice", f"{short}witness c {third}\nquorum a\n"),
        ("a log's key twice", f"{short}log {vkeys[0]}\nquorum a\n"),
        ("a witness with a log's type", f"witness a {vkeys[0]}\nquorum a\n"),
        ("a log with a witness's type", f"log {vkeys[2]}\nquorum none\n"),
        ("a key damaged", short.replace(vkeys[0][-6:], "AAAAA=") + "quorum a\n"),
        ("a line not known", f"{short}quorum a\nlogs x\n"),
        ("a log with a word more", f"log {vkeys[0]} a b\nquorum none\n"),
        ("carriage returns", f"{short}quorum a\n".replace("\n", "\r\n")),
        ("no final newline", f"{short}quorum a"),
        ("nothing", ""),
    ):
        yield refused(
            why, lambda given=given: parse_policy(given.encode()), policy=given
        )


def heads(signatures: Signatures) -> Iterator[Case]:
    """Checkpoints in their binary forms."""
    keys = signatures.keys_of(f"log of {ALFA}")
    log = KeyPair.of_log(ORIGIN, keys.public)
    witness_keys = signatures.keys_of(f"witness {BRAVO}")
    witness = KeyPair.of_witness(BRAVO, witness_keys.public)
    checkpoint = Checkpoint(ORIGIN, 1000, sha256(b"root"))
    for form in AirForm:
        ours = form in (AirForm.LIGHT_HEAD, AirForm.FULL_HEAD)
        pair = log if ours else witness
        signer = keys if ours else witness_keys
        head = sign_air_head(form, checkpoint, 1_800_000_000, pair, signer)
        data = head.encode()
        facts = {
            "origin": ORIGIN,
            "own_root": checkpoint.root,
            "ed25519": pair.ed25519.vkey(),
            "mldsa44": pair.mldsa44.vkey(),
        }
        note_lines = [
            line.text()
            for line in open_air_head(head, pair, ORIGIN, checkpoint.root)[1]
        ]
        name = form.name.lower().replace("_", " ")
        yield accepted(name, head=data, lines=note_lines, **facts)
        for why, wrong in (
            ("a byte more", data + b"\0"),
            ("a byte less", data[:-1]),
            ("a form not known", b"\x05" + data[1:]),
            ("another size", replace(head, size=1001).encode()),
            ("a signature altered", data[:20] + bytes([data[20] ^ 1]) + data[21:]),
        ):
            yield refused(
                f"{name}: {why}", _opened(wrong, pair, checkpoint), head=wrong, **facts
            )
        facts["own_root"] = sha256(b"other")
        if form in (AirForm.LIGHT_HEAD, AirForm.LIGHT_COSIGNATURE):
            other = replace(checkpoint, root=sha256(b"other"))
            yield refused(
                f"{name}: our root is another",
                _opened(data, pair, other),
                head=data,
                **facts,
            )
    yield refused("nothing", lambda: decode_air_head(b""), head=b"")


def _opened(data: bytes, pair: KeyPair, checkpoint: Checkpoint) -> Callable[[], object]:
    return lambda: open_air_head(
        decode_air_head(data), pair, checkpoint.origin, checkpoint.root
    )
