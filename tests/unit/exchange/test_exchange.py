# SPDX-License-Identifier: Apache-2.0
"""Messages into files of others and back, and the files that somebody meant badly."""

from __future__ import annotations

import json
import random

import pytest
from lxml import etree

from parley.errors import Fault
from parley.exchange.kinds import KINDS, read_file
from parley.exchange.values import CodedFilling, TextFilling
from parley.exchange.xml import FILE_BYTES_MAX
from parley.formats.coding import encode
from parley.formats.notation import parse_value
from parley.formats.writing import write_value
from parley.model.precedence import Mode, Precedence
from parley.station.library.files import load_library
from parley.testing.coded_samples import random_message
from parley.testing.exchanged import coded_message, read_any, text_message

BOOK = load_library().newest
GOLDEN = {
    BOOK.formats[coded_message(g.body).coded.message.format].name: g.body
    for g in BOOK.golden
}
CAP = "urn:oasis:names:tc:emergency:cap:1.2"
FOREIGN = f"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="{CAP}">
  <identifier>storm-1</identifier><sender>weather@storm.example</sender>
  <sent>2027-03-14T06:00:00+01:00</sent><status>Actual</status>
  <msgType>Alert</msgType><scope>Public</scope>
  <info><language>fr-CA</language><category>Met</category><event>Orage</event>
    <urgency>Immediate</urgency><severity>Severe</severity>
    <certainty>Likely</certainty><headline>Orage violent</headline>
    <web>https://storm.example/1</web>
    <area><areaDesc>Le golfe</areaDesc><circle>45.5,-63.2 12</circle></area></info>
  <info><language>en-CA</language><category>Met</category><event>Storm</event>
    <urgency>Immediate</urgency><severity>Severe</severity>
    <certainty>Likely</certainty><headline>Severe storm</headline></info>
</alert>"""


def refused(data: bytes | str) -> str:
    """Read a file that must be refused, and return the code."""
    with pytest.raises(Fault) as caught:
        read_any(data if isinstance(data, bytes) else data.encode())
    return caught.value.code


def written(name: str, kind: str) -> bytes:
    return KINDS[kind].write(coded_message(GOLDEN[name])).data


@pytest.mark.parametrize("name", sorted(GOLDEN))
@pytest.mark.parametrize("kind", ["cap", "edxl", "mail"])
def test_every_format_comes_back_as_the_body_that_left(name, kind):
    """What a national system kept and gave back must be the message, to the byte."""
    taken = read_any(written(name, kind))
    assert isinstance(taken.filling, CodedFilling)
    assert (taken.filling.format, taken.filling.body) == (name, GOLDEN[name])


@pytest.mark.parametrize(("name", "kind"), [("NUCACC", "irix"), ("CYBER", "stix")])
def test_special_kinds_hold_their_format_and_refuse_others(name, kind):
    """A nuclear report made of a launch notice would be read as an accident."""
    assert read_any(written(name, kind)).filling.body == GOLDEN[name]
    with pytest.raises(Fault, match="PLY-XCH-007"):
        KINDS[kind].write(coded_message(GOLDEN["LAUNCH"]))
    with pytest.raises(Fault, match="PLY-XCH-007"):
        KINDS[kind].write(text_message(("en", "A text.")))


def test_random_messages_survive_every_kind():
    """Gaps, seas, limits and names in every script come back, or are not written."""
    chance = random.Random(15)
    kinds = [kind for kind in KINDS.values() if kind.ending != "eml"]
    count = 0
    for _ in range(60):
        form = chance.choice([*BOOK.formats.values(), BOOK.named("NUCACC")])
        body = encode(random_message(BOOK, form, chance))
        for kind in kinds:
            try:
                data = kind.write(coded_message(body)).data
            except Fault:
                continue  # IRIX and STIX hold one format each
            assert read_any(data).filling.body == body, (form.name, kind.name)
            count += 1
    assert count > 100


def test_every_value_is_written_as_it_is_read():
    """A draft filled from a file must hold the value that the file had."""
    chance = random.Random(16)
    for _ in range(300):
        form = chance.choice(list(BOOK.formats.values()))
        message = random_message(BOOK, form, chance)
        for field in form.fields:
            if field.key in message.fields:
                value = message.fields[field.key]
                text = write_value(field, value)
                assert parse_value(BOOK, form, field, text, 0) == value


def test_a_field_changed_beside_its_body_is_refused():
    """A file that shows people one number and gives machines another is an attack."""
    data = written("LAUNCH", "cap")
    number = b"<cap:value>62</cap:value>"
    assert data.count(number) == 2, "the direction, once a language"
    assert (
        refused(data.replace(number, b"<cap:value>26</cap:value>", 1)) == "PLY-XCH-006"
    )
    report = written("NUCACC", "irix")
    assert b"General Emergency" in report
    assert refused(report.replace(b"General Emergency", b"Alert")) == "PLY-XCH-006"
    bundle = json.loads(written("CYBER", "stix"))
    extension = next(iter(bundle["objects"][2]["extensions"].values()))
    extension["fields"]["going"] = "2"
    assert refused(json.dumps(bundle)) == "PLY-XCH-006"


def test_a_foreign_alert_fills_a_text_and_lists_what_it_leaves():
    """Whoever releases the draft must know what of the warning is not in it."""
    taken = read_any(FOREIGN.encode())
    assert isinstance(taken.filling, TextFilling)
    languages = [language for language, _ in taken.filling.texts]
    assert languages == ["fr-CA", "en-CA"]
    assert "circle: 45.5,-63.2 12" in taken.filling.texts[0][1]
    assert {each.place for each in taken.left} >= {
        "alert/sender",
        "alert/status",
        "alert/info[1]/web",
    }
    places = [each.place for each in (*taken.carried, *taken.left)]
    assert len(places) == len(set(places)), "each value is in one list"
    values = sum(
        1 for e in etree.fromstring(FOREIGN.encode()).iter() if (e.text or "").strip()
    )
    assert len(places) == values, "and none is passed over"


def test_a_foreign_report_fills_what_the_book_has_fields_for():
    """What a report does not say must not be guessed: it is unknown."""
    root = etree.fromstring(written("NUCACC", "irix"))
    identification = root[0]
    identification.remove(identification[-1])  # the body of ours
    taken = read_any(etree.tostring(root))
    assert taken.filling.body is None
    assert taken.filling.fields["activity"] == "35e14 Bq"
    assert taken.filling.fields["where"] == "51°23'22\"N 030°05'59\"E"
    release = next(e for e in root if e.tag.endswith("}Release"))
    root.remove(release)
    taken = read_any(etree.tostring(root))
    assert taken.filling.fields["release"] == "unknown"
    assert any("release" in note for note in taken.notes)


def test_mail_brings_its_precedence_and_leaves_the_rest():
    """FLASH of a military mail must not arrive as ROUTINE, nor the other way about."""
    message = text_message(("en", "Hold fire."), ("ru", "Прекратить огонь."))
    taken = read_any(KINDS["mail"].write(message).data)
    assert taken.filling == TextFilling(message.texts, Precedence.FLASH)
    assert "MMHS-Originator-Reference" in {each.place for each in taken.left}


@pytest.mark.parametrize("kind", ["cap", "edxl"])
def test_a_test_is_never_exported_as_real(kind):
    """An exercise that reads as real in a national system is how wars begin."""
    data = KINDS[kind].write(coded_message(GOLDEN["UNPLANNED"], Mode.EXERCISE)).data
    assert b">Actual<" not in data
    assert b">Exercise<" in data


def entities(depth: int) -> str:
    lines = ["<!ENTITY a0 'ha'>"]
    lines += [f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, depth)]
    return f"<!DOCTYPE alert [{''.join(lines)}]>" + FOREIGN[39:].replace(
        "Orage violent", f"&a{depth - 1};"
    )


HOSTILE = {
    "outside entity": (
        "<!DOCTYPE alert [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
        + FOREIGN[39:].replace("Orage violent", "&x;"),
        "PLY-XCH-003",
    ),
    "billion laughs": (entities(12), "PLY-XCH-003"),
    "outside document type": (
        "<!DOCTYPE alert SYSTEM 'http://127.0.0.1:9/x.dtd'>" + FOREIGN[39:],
        "PLY-XCH-003",
    ),
    "document type in UTF-16": (entities(3).encode("utf-16"), "PLY-XCH-004"),
    "undeclared entity": (FOREIGN.replace("Orage violent", "&x;"), "PLY-XCH-002"),
    "another namespace": (FOREIGN.replace("cap:1.2", "cap:1.1"), "PLY-XCH-004"),
    "no namespace": (FOREIGN.replace(f' xmlns="{CAP}"', ""), "PLY-XCH-004"),
    "order against the schema": (
        FOREIGN.replace("<status>Actual</status>", "", 1),
        "PLY-XCH-005",
    ),
    "deeper than any report": ("<a>" * 300 + "</a>" * 300, "PLY-XCH-002"),
    "wider than any report": ("<a>" + "<b/>" * 30_000 + "</a>", "PLY-XCH-002"),
    "cut off": (FOREIGN[:-20], "PLY-XCH-002"),
    "Latin-1": ("<a>\xe9</a>".encode("latin-1"), "PLY-XCH-002"),
    "JSON within JSON": ("[" * 100_000, "PLY-XCH-002"),
    "a name twice": ('{"type": "bundle", "type": "x"}', "PLY-XCH-002"),
    "no bundle": ("[1]", "PLY-XCH-004"),
    "no number": ('{"type": "bundle", "objects": [NaN]}', "PLY-XCH-002"),
    "mail of everyday": ("Subject: lunch\n\nat noon", "PLY-XCH-004"),
    "nothing": ("", "PLY-XCH-004"),
}


@pytest.mark.parametrize("attack", sorted(HOSTILE))
def test_hostile_file_is_refused_by_name(attack):
    """Files come from anybody; none may read files, call out or fill memory."""
    data, code = HOSTILE[attack]
    assert refused(data) == code


def test_a_file_of_fifty_megabytes_is_not_even_read():
    """Memory is the station's; what is too large is refused before any parser."""
    assert refused(b"<" + b" " * (50 << 20)) == "PLY-XCH-001"
    assert refused(b"{" * (FILE_BYTES_MAX + 1)) == "PLY-XCH-001"


def test_a_body_of_no_edition_is_refused():
    """A body that nobody here can read may say anything."""
    data = written("TEST", "cap")
    body = GOLDEN["TEST"].hex().encode()
    assert refused(data.replace(body, b"8418ff0101a0")) == "PLY-XCH-002"


def test_mutated_files_are_read_or_refused():
    """Bytes nobody intended end in a value or in a fault of the catalogue."""
    chance = random.Random(17)
    files = [written("NUCACC", kind) for kind in ("cap", "edxl", "irix", "mail")]
    files.append(written("CYBER", "stix"))
    ended = 0
    for _ in range(400):
        data = bytearray(chance.choice(files))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(
                chance.randint(0, 3)
            )
        try:
            read_file(bytes(data), load_library())
        except Fault:
            ended += 1
    assert ended > 100
