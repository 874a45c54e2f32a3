# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters of two scripts are the point
"""What is attached to a message: graded, signed where it says so, never overwritten."""

from __future__ import annotations

import hashlib
import json
import shutil
import typing

import pytest

from parley.cli.translating import translation_page
from parley.core.texts.translations import SHELF, translation_key
from parley.errors import LocalFault
from parley.fixed import Fixed, names_of, replace
from parley.model.precedence import Mode
from parley.model.record import EntryFlag, Put
from parley.station.authority.audit import Deed
from parley.station.desk import keep_officer_key, make_officer_key
from parley.station.methods import METHODS, plain
from parley.station.names import parse_ref
from parley.station.offline import offline
from parley.station.record.archive_check import check_archive
from parley.station.record.retention import DAY_MS, Retention, retain
from parley.station.texts.machine.views import BackView
from parley.station.texts.views import TranslationView
from parley.testing.stations import (
    ANN,
    BRAVO,
    FAR_MS,
    OFFICER_PASSPHRASE,
    PASSPHRASE,
    both,
)
from parley.wire.cbor import dumps, loads

TEXT = "Do not fire. Two aircraft pass at 14:30 under General Smith."
RUSSIAN = (
    "Не открывать огонь. Два самолёта пройдут в 14:30 под командой генерала Смита."
)
LINA = 4


@pytest.fixture
def desks(folders):
    """Give BRAVO a linguist."""
    folder = folders / "bravo"
    with offline(folder, PASSPHRASE) as rest:
        public = make_officer_key(folder, OFFICER_PASSPHRASE, frighteningly_weak=True)
        added = rest.ask(
            "add_officer",
            {
                "name": "Lina",
                "position": "Duty officer",
                "classes": ["LINGUIST"],
                "scheme": "SOFTWARE_ED25519",
                "public_key": public,
                "valid_to_ms": FAR_MS,
            },
        )
        assert isinstance(added, dict)
        assert added["index"] == LINA
        keep_officer_key(folder, public, LINA)
    return folders


async def received(alfa, bravo, text=TEXT):
    """Send a text from ALFA; return its name at BRAVO."""
    await alfa.send(text)

    async def there():
        return (await bravo.parts.api.board()).open

    await bravo.until(there)
    return (await bravo.parts.api.board()).open[0].ref


async def graded(up, ref, version, grade="CERTIFIED", officer=LINA, reason=""):
    """Sign a grade."""
    api = up.parts.api
    asked = await api.certificate_request(ref, version, grade, officer, reason)
    return await api.grade_translation(
        ref,
        version,
        grade,
        officer,
        asked.created_ms,
        "SOFTWARE_ED25519",
        up.sign(officer, asked.digest),
        reason=reason,
    )


def test_versions_stand_side_by_side_and_none_is_overwritten(run, desks):
    """What was read in the night must still be there in the morning, as it was."""

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo)
            await api.add_translation(ref, "machine", "ru", RUSSIAN, engine="e 1")
            bad = RUSSIAN.replace("Не открывать", "Открывать").replace("14:30", "15:30")
            await api.add_translation(ref, "sight", "ru", bad, officer=ANN)
            await graded(bravo, ref, 1)
            await graded(bravo, ref, 2, "DISPUTED", reason="the denial is lost")
            found = await api.translations(ref)
            assert [(one.grade, one.by, one.superseded_by) for one in found] == [
                ("MACHINE", "e 1", 3),
                ("SIGHT", "Ann", 4),
                ("CERTIFIED", "Lina", None),
                ("DISPUTED", "Lina", None),
            ]
            assert found[0].text == found[2].text == RUSSIAN
            assert found[0].label == "MACHINE TRANSLATION - NOT CERTIFIED"
            assert found[2].label == "CERTIFIED TRANSLATION"
            assert found[0].findings == (
                "no difference found in numbers, times, names",
            )
            assert (found[0].denials, found[0].denials_translation) == (1, 1)
            assert "only in the original: time 14:30" in found[1].findings
            assert (found[1].denials, found[1].denials_translation) == (1, 0)
            assert found[1].pairs[0].denials == ("not",)
            noted = [one.deed for one in await api.audit()]
            assert noted[:4] == ["DISPUTED", "CERTIFIED", "TRANSLATED", "TRANSLATED"]
            assert (await api.audit_verify()).good

    run(story())


def test_only_a_linguist_certifies_and_only_what_he_saw(run, desks):
    """A certificate by anybody, or moved to another text, would be worth nothing."""
    # SPEC 11.13: "A grade that is signed counts only if its officer was on the party's
    # own roster, valid and of class linguist when it was filed."

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo)
            await api.add_translation(ref, "rough", "ru", RUSSIAN, officer=ANN)
            await api.add_translation(ref, "rough", "ru", RUSSIAN + " Да.", officer=ANN)
            with pytest.raises(LocalFault) as caught:
                await graded(bravo, ref, 1, officer=ANN)
            assert caught.value.code == "PLY-TXT-007"
            asked = await api.certificate_request(ref, 1, "CERTIFIED", LINA)
            with pytest.raises(LocalFault) as caught:
                await api.grade_translation(
                    ref, 2, "CERTIFIED", LINA, asked.created_ms, "SOFTWARE_ED25519",
                    bravo.sign(LINA, asked.digest),
                )  # fmt: skip
            assert caught.value.code == "PLY-TXT-007"
            assert len(await api.translations(ref)) == 2

    run(story())


def test_certificate_changed_on_the_disk_certifies_nothing(run, desks):
    """Who has the disk could otherwise put his own words under her name."""

    async def story():
        async with both(desks) as (alfa, bravo):
            api, store = bravo.parts.api, bravo.parts.store
            ref = await received(alfa, bravo)
            await api.add_translation(ref, "rough", "ru", RUSSIAN, officer=ANN)
            await graded(bravo, ref, 1)
            assert (await api.fsck()).problems == ()
            key = translation_key(parse_ref(ref), 2)
            fields = loads(store.value(SHELF, key))
            fields[4] = RUSSIAN.replace("Не ", "")
            store.commit([Put(SHELF, key, dumps(fields))])
            found = await api.translations(ref)
            assert found[1].label == "CERTIFICATE BAD - NOT CERTIFIED"
            (problem,) = (await api.fsck()).problems
            assert "translation, version 2, that has a certificate" in problem
            assert "PLY-SIG-002" in problem

    run(story())


def test_translation_that_belongs_nowhere_is_named_by_the_check(run, desks):
    """A translation put beside another message would be read as that one's."""

    async def story():
        async with both(desks) as (alfa, bravo):
            api, store = bravo.parts.api, bravo.parts.store
            ref = await received(alfa, bravo)
            await api.add_translation(ref, "rough", "ru", RUSSIAN, officer=ANN)
            place = parse_ref(ref)
            data = store.value(SHELF, translation_key(place, 1))
            other = replace(place, serial=place.serial - 1)
            away = replace(place, serial=9_999)
            store.commit(
                [
                    Put(SHELF, translation_key(place, 7), data),
                    Put(SHELF, translation_key(other, 1), data),
                    Put(SHELF, translation_key(away, 1), data),
                    Put(SHELF, translation_key(place, 2), b"\x80"),
                ]
            )
            problems = (await api.fsck()).problems
            assert len(problems) == 4
            told = "\n".join(problems)
            assert "version 7, that is not of a text of this message" in told
            assert f"{other.serial} has a translation, version 1, that is not" in told
            assert "9999 has a translation, version 1, that belongs to no entry" in told
            assert "version 2, that cannot be read" in told

    run(story())


REFUSED = (
    ({"text": TEXT}, "PLY-TXT-002"),
    ({"text": " "}, "PLY-TXT-002"),
    ({"text": "не\u202e огонь"}, "PLY-TXT-002"),
    ({"into": "en"}, "PLY-TXT-002"),
    ({"language": "fr"}, "PLY-TXT-001"),
    ({"grade": "certified"}, "PLY-TXT-005"),
    ({"grade": "machine"}, "PLY-TXT-005"),
    ({"engine": "e 1"}, "PLY-TXT-005"),
    ({"officer": None}, "PLY-TXT-005"),
    ({"supersedes": 1}, "PLY-TXT-004"),
)


def test_what_is_no_translation_is_not_attached(run, desks):
    """An engine that gives back its input with exit code 0 has translated nothing."""
    wanted = {"grade": "sight", "into": "ru", "text": RUSSIAN, "officer": ANN}

    async def story():
        async with both(desks) as (alfa, bravo):
            ref = await received(alfa, bravo)
            for given, code in REFUSED:
                with pytest.raises(LocalFault) as caught:
                    await bravo.parts.api.add_translation(ref, **{**wanted, **given})
                assert caught.value.code == code, given
            assert await bravo.parts.api.translations(ref) == ()

    run(story())


def test_translation_is_destroyed_with_its_text(run, desks):
    """A text that retention destroyed must not live on in another language."""
    # SPEC 11.17: "When a text is destroyed under retention, its translations are
    # destroyed in the same transaction."

    async def story():
        async with both(desks) as (alfa, bravo):
            ref = await received(alfa, bravo)
            api, store = bravo.parts.api, bravo.parts.store
            await api.add_translation(ref, "sight", "ru", RUSSIAN, officer=ANN)
            await bravo.acknowledge(ref)
            rule = Retention(BRAVO, Mode.TEST, 1)
            now_ms = bravo.parts.clock.now().wall_ms + 2 * DAY_MS
            retain(
                store,
                list(bravo.parts.queries.facts.links),
                now_ms,
                rule,
                dry_run=False,
            )
            assert store.value(SHELF, translation_key(parse_ref(ref), 1)) is None
            assert await api.translations(ref) == ()

    run(story())


def test_no_view_holds_a_translation_without_its_grade(run, desks):
    """A text without its grade is soon quoted as what the other side said."""
    # SPEC 11.16: "A translated text MUST NOT be shown, printed or exported without its
    # grade."
    seen = {}
    for method, function in METHODS.items():
        for view in _values(typing.get_type_hints(function)["return"]):
            names = set(names_of(view))
            texts = names & {"pairs", "there_by"}
            if "translation" in view.__name__.lower() or texts:
                seen[method] = view
                assert {"grade", "label"} <= names
    assert seen.keys() == {
        "translations",
        "add_translation",
        "grade_translation",
        "machine_translation",
        "back_translation",
    }
    assert set(seen.values()) == {TranslationView, BackView}

    async def story():
        async with both(desks) as (alfa, bravo):
            ref = await received(alfa, bravo)
            made = await bravo.parts.api.add_translation(
                ref, "sight", "ru", RUSSIAN, officer=ANN
            )
            shown = translation_page(plain(made))
            for at, line in enumerate(shown):
                if "огонь" in line or "самолёта" in line:
                    above = [one for one in shown[:at] if one.endswith(":")]
                    assert above[-1] == f"{made.label} (ru):"
            assert await bravo.parts.api.audit(limit=1)
            assert "огонь" not in bravo.log.getvalue()

    run(story())


def _values(hint):
    """Yield every value that a type names."""
    for each in (hint, *typing.get_args(hint)):
        if isinstance(each, type) and issubclass(each, Fixed):
            yield each


def test_numbers_of_deeds_do_not_move():
    """They are on the disk and in exports."""
    assert [Deed.TRANSLATED, Deed.CERTIFIED, Deed.DISPUTED] == [14, 15, 16]
    models = [Deed.MODEL_INSTALLED, Deed.MODEL_APPROVED, Deed.MODEL_REMOVED]
    assert models == [32, 33, 34]


def told(folder):
    """Return the line of the one message with translations in an archive."""
    for line in (folder / "logs/in-1.jsonl").read_text().splitlines():
        if json.loads(line).get("translations"):
            return json.loads(line)
    raise AssertionError(folder)


def forged(folder, change):
    """Return what the check says of an archive whose translations were changed."""
    copy = folder.with_name("forged")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    path = copy / "logs/in-1.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        if line.get("translations"):
            change(line["translations"])
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    manifest = json.loads((copy / "manifest.json").read_bytes())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest["files"]["logs/in-1.jsonl"] = digest
    (copy / "manifest.json").write_text(json.dumps(manifest))
    return check_archive(copy).problems


FORGERIES = {
    "a certificate in the place of a machine": lambda each: each[0].update(
        label="CERTIFIED TRANSLATION"
    ),
    "a machine that is nobody's": lambda each: each[0].update(grade="ROUGH"),
    "no grade": lambda each: each[0].pop("grade"),
    "no label": lambda each: each[0].pop("label"),
    "another text": lambda each: each[0].update(text="Открыть огонь."),
    "another text under a certificate": lambda each: each[1].update(
        text="Открыть огонь."
    ),
    "another certifier": lambda each: each[1].update(by="Ann"),
    "a certificate taken out": lambda each: each.__delitem__(0),
    "a note that is not ours": lambda each: each[1].update(good="yes"),
}


def test_archive_shows_translations_and_each_grade_with_them(run, desks, tmp_path):
    """In forty years a text without its grade would be read as what was said."""

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo)
            await api.add_translation(ref, "MACHINE", "ru", RUSSIAN, engine="fixture 1")
            await graded(bravo, ref, 1, "CERTIFIED")

            async def settled():
                store = alfa.parts.store
                return not list(store.flagged(EntryFlag.PENDING))

            await alfa.until(settled)  # what is on its way leaves a hole here
            await api.archive(str(tmp_path / "whole"))
            await api.archive(str(tmp_path / "redacted"), redacted=True)

    run(story())
    whole = tmp_path / "whole"
    assert check_archive(whole).problems == ()
    first, second = told(whole)["translations"]
    assert (first["grade"], first["label"], first["by"]) == (
        "MACHINE",
        "MACHINE TRANSLATION - NOT CERTIFIED",
        "fixture 1",
    )
    assert (second["label"], second["by"]) == ("CERTIFIED TRANSLATION", "Lina")
    assert first["text"] == second["text"] == RUSSIAN
    redacted = b"".join(
        path.read_bytes() for path in (tmp_path / "redacted").rglob("*.*")
    )
    assert RUSSIAN.encode() not in redacted
    for name, change in FORGERIES.items():
        assert forged(whole, change), name
    (whole / "statements/roster-ours.statement").unlink()
    assert any("not as it was graded" in each for each in check_archive(whole).problems)
