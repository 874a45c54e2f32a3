# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - what the test model writes
"""Machine translation from the operator's file to the reader's screen."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path

import pytest

from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.station.desk import keep_officer_key, make_officer_key
from parley.station.offline import offline
from parley.station.texts.machine.machine import Limits, Machine
from parley.station.texts.machine.models import Models
from parley.station.texts.machine.packages import read_package
from parley.testing.stations import (
    ANN,
    BRAVO,
    DRAFTER,
    FAR_MS,
    OFFICER_PASSPHRASE,
    PASSPHRASE,
    both,
)
from parley.testing.word_model import word_model
from tools import tree

FIXTURE = tree.ROOT.parent / "shared" / "data" / "mt-fixture"
ODD = Path(__file__).parent / "odd_engine.py"
TEXT = "We will stop the activity. This is NOT an attack."
LINA, CARL = 4, 5

needs_fixture = pytest.mark.skipif(
    not FIXTURE.is_dir(), reason="the test model is not beside the tree"
)


@pytest.fixture
def desks(folders):
    """Give BRAVO a linguist and a custodian."""
    folder = folders / "bravo"
    with offline(folder, PASSPHRASE) as rest:
        for index, name, classes in (
            (LINA, "Lina", ["LINGUIST"]),
            (CARL, "Carl", ["CUSTODIAN"]),
        ):
            public = make_officer_key(
                folder, OFFICER_PASSPHRASE, frighteningly_weak=True
            )
            rest.ask(
                "add_officer",
                {
                    "name": name,
                    "position": "Duty officer",
                    "classes": classes,
                    "scheme": "SOFTWARE_ED25519",
                    "public_key": public,
                    "valid_to_ms": FAR_MS,
                },
            )
            keep_officer_key(folder, public, index)
    return folders


def package(folder, name="en-ru", source="en", target="ru", **more):
    """Make a package whose files only look like a model."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for file in ("model.bin", "config.json", "shared_vocabulary.json", "a.spm"):
            packed.writestr(f"ct2/{file}" if file != "a.spm" else file, file.encode())
        told = {"id": name, "src": source, "tgt": target, "licence": "own", **more}
        packed.writestr("manifest.json", json.dumps(told))
    return path


async def approve(up, name, officer):
    """Approve a model."""
    api = up.parts.api
    asked = await api.model_request(name, officer)
    signature = up.sign(officer, asked.digest)
    return await api.approve_model(
        name, officer, asked.created_ms, "SOFTWARE_ED25519", signature
    )


async def installed(up, path):
    """Install a model and have it approved."""
    made = await up.parts.api.install_model(str(path))
    await approve(up, made.name, LINA)
    return await approve(up, made.name, CARL)


async def received(alfa, bravo, text=TEXT):
    """Send a text from ALFA; return its name at BRAVO."""
    await alfa.send(text)

    async def there():
        return (await bravo.parts.api.board()).open

    await bravo.until(there)
    return (await bravo.parts.api.board()).open[0].ref


def odd_machine(up, part, deadline_s=60.0):
    """Return a machine whose engine is the odd one."""
    api = up.parts.api
    limits = Limits(deadline_s, True, (sys.executable, "-I", str(ODD), part))
    root = up.parts.folder.root
    return Machine(api._models, api._translations, up.parts.queries, root, limits)


async def refused(doing):
    """Return the fault with which something is refused."""
    with pytest.raises(LocalFault) as caught:
        await doing
    return caught.value


@needs_fixture
def test_message_is_translated_by_an_approved_model_and_by_no_other(run, desks):
    """Nobody may slip a model in alone, nor change one that was looked at."""
    # SPEC 11.20: "A model translates only while two persons' approvals of every byte of
    # it count."

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo)
            made = await api.install_model(str(FIXTURE))
            assert made.state == "approvals missing: 2"
            assert made.use == "TEST FIXTURE - NOT FOR USE"
            name = made.name
            assert (await refused(approve(bravo, name, ANN))).code == "PLY-TXT-014"
            await approve(bravo, name, LINA)
            again = await refused(approve(bravo, name, LINA))
            assert again.code == "PLY-TXT-014"
            early = await refused(api.machine_translation(ref, "ru"))
            assert early.code == "PLY-TXT-015"
            ready = await approve(bravo, name, CARL)
            assert (ready.ready, ready.approved_by) == (True, ("Lina", "Carl"))

            found = await api.machine_translation(ref, "ru")
            assert found.label == "MACHINE TRANSLATION - NOT CERTIFIED"
            assert found.text == "Мы прекратим эту деятельность. Это НЕ нападение."
            assert found.by.startswith("parley-fixture-en-ru-1 (ctranslate2 ")
            assert [pair.original for pair in found.pairs] == [
                "We will stop the activity. ",
                "This is NOT an attack.",
            ]
            assert (await api.machine_translation(ref, "ru")).version == found.version
            deeds = [line.deed for line in await api.audit()]
            assert deeds.count("MODEL_APPROVED") == 2
            assert "MODEL_INSTALLED" in deeds

            changed = bravo.parts.folder.models / name / "model.bin"
            data = bytearray(changed.read_bytes())
            data[len(data) // 2] ^= 1
            changed.chmod(0o600)
            changed.write_bytes(data)
            fault = await refused(api.machine_translation(ref, "ru"))
            assert fault.code == "PLY-TXT-010"
            assert "model.bin is not the one that was approved" in fault.what
            assert len(await api.translations(ref)) == 1
            await api.install_model(str(FIXTURE))
            assert (await api.machine_translation(ref, "ru")).version == found.version

    run(story())


def firefox(folder, name, source, target, words):
    """Lay down a package as Firefox names its files, with a model made by hand."""
    place = folder / name
    place.mkdir()
    for file, data in word_model(words).files.items():
        (place / file).write_bytes(data)
    told = {"id": name, "src": source, "tgt": target, "licence": "own"}
    (place / "manifest.json").write_text(json.dumps(told))
    return place


def test_model_of_firefox_goes_the_same_way(run, desks, tmp_path):
    """The second engine is held to the same two persons, room and grade."""
    words = {"Stop": "Стоп", "ship": "корабль", "not": "не", "attack": "нападение"}
    text = "ship not attack"

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo, text)
            there = firefox(tmp_path, "hand-en-ru", "en", "ru", words)
            made = await api.install_model(str(there))
            assert (made.engine, made.state) == ("fx", "approvals missing: 2")
            assert [each.name for each in made.files] == ["model.bin", "source.spm"]
            early = await refused(api.machine_translation(ref, "ru"))
            assert early.code == "PLY-TXT-015"
            await approve(bravo, made.name, LINA)
            await approve(bravo, made.name, CARL)
            found = await api.machine_translation(ref, "ru")
            assert found.text == "корабль не нападение"
            assert found.by == "hand-en-ru (fxtranslate 0.5.0)"
            assert found.label == "MACHINE TRANSLATION - NOT CERTIFIED"

            home = {target: source for source, target in words.items()}
            await installed(bravo, firefox(tmp_path, "hand-ru-en", "ru", "en", home))
            draft = await api.write_draft(None, DRAFTER, "ROUTINE", [], [("en", text)])
            back = await api.back_translation(draft.number, "ru")
            assert back.sentences[0].back == text
            assert back.back_by == "hand-ru-en (fxtranslate 0.5.0)"

    run(story())


@needs_fixture
def test_wrong_number_of_a_sure_machine_is_found(run, desks):
    """The test model changes 417 to 47 and is very sure of it."""
    text = "Cancel our message number 417; it was sent in error."

    async def story():
        async with both(desks) as (alfa, bravo):
            ref = await received(alfa, bravo, text)
            await installed(bravo, FIXTURE)
            found = await bravo.parts.api.machine_translation(ref, "ru")
            assert "only in the original: number 417" in found.findings

    run(story())


def test_test_model_translates_for_nobody_outside_tests(run, desks, tmp_path):
    """What was trained on twenty sentences must never be read by a minister."""
    # SPEC 11.23: "A model whose use begins with TEST FIXTURE translates in mode test
    # only."
    use = "test fixture - not for use"

    async def story():
        async with both(desks) as (_alfa, bravo):
            path = package(tmp_path, use=use)
            await installed(bravo, path)
            parts, api = bravo.parts, bravo.parts.api
            for mode in (Mode.LIVE, Mode.EXERCISE):
                models = Models(
                    parts.folder.models, BRAVO, mode, parts.queries, parts.store,
                    parts.clock, api._audit,
                )  # fmt: skip
                assert (await refused(models.install(path, {}))).code == "PLY-TXT-013"
                with pytest.raises(LocalFault) as caught:
                    models.between("en", "ru", None)
                assert caught.value.code == "PLY-TXT-013"
                assert models.listed()[0].state == "it is for tests only"

    run(story())


PARTS = ["dies", "hangs", "floods", "fewer", "empty", "same", "turned", "near"]


def test_whatever_an_engine_does_the_original_stays(run, desks, tmp_path):
    """A machine that fails must cost the reader nothing but the machine."""
    # SPEC 11.24: "Where it cannot, it translates only if the station's settings say so,
    # and the translation says it too."

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo)
            await installed(bravo, package(tmp_path))
            for part in PARTS:
                limits = odd_machine(bravo, part, 2.0)
                key = bravo.parts.queries.message
                fault = await refused(limits.translate(_key(ref), "ru", None, None))
                assert fault.code == "PLY-TXT-010", part
                assert key(_key(ref)).texts == (("en", TEXT),)
                assert await api.translations(ref) == ()
            machine = odd_machine(bravo, "near")
            machine._limits = Limits(60.0, False, machine._limits.command)
            found = await machine.translate(_key(ref), "ru", None, None)
            assert "not kept from the network" in found.by

    run(story())


def _key(ref):
    from parley.station.names import parse_ref  # noqa: PLC0415 - shortens every test

    return parse_ref(ref)


def test_drafter_sees_what_comes_back(run, desks, tmp_path):
    """What reads badly on its way home may be read badly over there."""

    async def story():
        async with both(desks) as (_alfa, bravo):
            api = bravo.parts.api
            draft = await api.write_draft(None, DRAFTER, "ROUTINE", [], [("en", TEXT)])
            await installed(bravo, package(tmp_path))
            back = odd_machine(bravo, "honest").there_and_back
            assert (await refused(back(draft.number, "ru", None))).code == "PLY-TXT-011"
            await installed(bravo, package(tmp_path, "ru-en", "ru", "en"))
            found = await back(draft.number, "ru", None)
            first = found.sentences[0]
            assert first.there == f"({first.original[::-1]})"
            assert first.back == f"(){first.original}()"
            assert found.label == "MACHINE TRANSLATION - NOT CERTIFIED"
            assert (await refused(back(draft.number, "ru", "fr"))).code == "PLY-TXT-001"

    run(story())


def test_removed_model_translates_nothing_more(run, desks, tmp_path):
    """A model found wanting must be gone at once, with its files."""

    async def story():
        async with both(desks) as (alfa, bravo):
            api = bravo.parts.api
            ref = await received(alfa, bravo)
            made = await installed(bravo, package(tmp_path))
            assert (bravo.parts.folder.models / made.name / "model.bin").is_file()
            other = package(tmp_path, licence="another")
            assert (await refused(api.install_model(str(other)))).code == "PLY-TXT-012"
            await api.remove_model(made.name)
            assert not (bravo.parts.folder.models / made.name).exists()
            fault = await refused(api.machine_translation(ref, "ru"))
            assert fault.code == "PLY-TXT-011"
            assert (await refused(api.remove_model("x"))).code == "PLY-TXT-016"

    run(story())


def test_packages_that_are_none(tmp_path):
    """A package is a stranger's file until two persons have looked at it."""
    with pytest.raises(LocalFault):
        read_package(tmp_path / "missing.zip")
    (tmp_path / "noise.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "empty").mkdir()
    for name in ("noise.zip", "empty"):
        with pytest.raises(LocalFault) as caught:
            read_package(tmp_path / name)
        assert caught.value.code == "PLY-TXT-012"
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as packed:
        for at in range(300):
            packed.writestr(f"{at}", b"")
    with pytest.raises(LocalFault, match="more than 256 files"):
        read_package(many)


def test_files_are_held_to_the_manifest_that_came_with_them(tmp_path):
    """Its maker published digests; a file on the way was another."""
    digest = hashlib.sha256(b"model.bin").hexdigest()
    names = ("ct2/config.json", "ct2/shared_vocabulary.json", "a.spm")
    files = {
        name: hashlib.sha256(name.rpartition("/")[2].encode()).hexdigest()
        for name in names
    }
    good = package(tmp_path, "good", files={**files, "ct2/model.bin": digest})
    assert read_package(good).told["name"] == "good"
    bad = package(tmp_path, "bad", files={**files, "ct2/model.bin": "00" * 32})
    with pytest.raises(LocalFault, match=r"model\.bin is not the file"):
        read_package(bad)


def test_packages_cannot_name_a_place(tmp_path):
    """A name with dots in a zip is the oldest way out of a folder."""
    path = tmp_path / "climbs.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in ("model.bin", "config.json", "shared_vocabulary.json", "a.spm"):
            packed.writestr(f"../../{name}", b"x")
    assert sorted(read_package(path).files) == [
        "config.json",
        "model.bin",
        "shared_vocabulary.json",
        "source.spm",
    ]
