# SPDX-License-Identifier: Apache-2.0
"""Archives: whole and redacted, verified from their files alone, and altered."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.station.record.archive_check import check_archive
from parley.station.record.retention import DAY_MS, Retention, retain
from parley.testing.stations import ALFA, both

TEXT = "The convoy on the coast road is ours."


async def cosigned(alfa, bravo):
    """Say something both ways and wait until both logs are cosigned."""
    await alfa.send(TEXT)

    async def read():
        return bool((await bravo.parts.api.board()).open)

    await bravo.until(read)  # a reply is released only by whoever has read it
    await bravo.send("Understood.", "ROUTINE")

    async def come():
        keys = {
            key.partition(b"\0")[2][0] for key, _ in alfa.parts.store.shelf("notes")
        }
        return keys == {0, 1} and (await alfa.parts.api.board()).open

    await alfa.until(come)


@pytest.fixture
def archives(run, folders, tmp_path):
    """Write a whole and a redacted archive of one exchange; return both."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await cosigned(alfa, bravo)
            for redacted in (False, True):
                name = "redacted" if redacted else "whole"
                made = await alfa.parts.api.archive(
                    str(tmp_path / name), redacted=redacted
                )
                assert made.notes >= 2

    run(story())
    return tmp_path / "whole", tmp_path / "redacted"


def contents(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*.*")))


def sign_again(folder):
    """Make the manifest fit the files, as whoever forges would."""
    path = folder / "manifest.json"
    told = json.loads(path.read_bytes())
    for name in told["files"]:
        data = (folder / name).read_bytes()
        told["files"][name] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(told))


def altered(folder, name, change):
    """Return a copy of an archive with one file changed and a manifest to fit."""
    copy = folder.with_name(f"{folder.name}-altered")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    (file,) = sorted(copy.glob(name))[:1]
    file.write_bytes(change(file.read_bytes()))
    sign_again(copy)
    return copy


def test_whole_archive_holds_the_texts_and_verifies(archives):
    """What is kept for the state must be readable and provable without us."""
    whole, _ = archives
    found = check_archive(whole)
    assert (found.problems, found.redacted) == ((), False)
    assert found.notes >= 2
    assert found.covered > 0
    assert TEXT in (whole / "logs/out-1.jsonl").read_text()
    assert (whole / "README.txt").read_text().startswith("ARCHIVE OF THE LINE")


def test_redacted_archive_holds_no_word_and_still_verifies(archives):
    """An outsider may see that and when, under the same heads, and never what."""
    whole, redacted = archives
    found = check_archive(redacted)
    assert (found.problems, found.redacted) == ((), True)
    assert found.entries == check_archive(whole).entries or found.entries > 0
    every = contents(redacted)
    assert b"convoy" not in every
    assert b"Understood" not in every
    assert TEXT.encode().hex().encode() not in every
    lines = (redacted / "logs/out-1.jsonl").read_text().splitlines()
    messages = [
        line for line in map(json.loads, lines) if line.get("kind") == "MESSAGE"
    ]
    assert len(messages) == 1
    assert "leaf_secret" not in messages[0]
    assert [type(place) for place in messages[0]["fields"]] == [
        *(dict, dict, dict),
        *(str, str),
        dict,
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "logs/out-1.jsonl",
            b"coast road",
            b"toast road",
            "texts that are not its own",
        ),
        ("logs/out-1.jsonl", b':"MESSAGE"', b':"RECEIPT"', "another kind"),
        ("logs/out-1.jsonl", b'"serial":2,', b'"serial":9,', "is missing"),
        ("logs/out-1.jsonl", b'"opened_ms":', b'"opened_ms":1', "not the one of its"),
        ("logs/in-1.jsonl", b'{"serial":1,', b"\xff", "not written as"),
        ("logs/in-1.jsonl", b'"salt":"', b'"salt":"00', "PLY-LOG-002"),
        ("notes/out-1-*.txt", b"\n\n", b"\nmore\n\n", "PLY-LOG-007"),
        ("notes/in-1-*.txt", b"alfa", b"elfa", "does not verify|another"),
        ("policies/in-1.txt", b"log ", b"dog ", "PLY-LOG-013"),
        ("policies/out-1.txt", b"log nrrc", b"log nrrx", "PLY-LOG|another"),
    ],
)
def test_forged_archive_is_named_where_it_was_forged(archives, name, old, new, words):
    """A manifest made to fit does not make the leaves and signatures fit."""
    forged = altered(archives[0], name, lambda data: data.replace(old, new, 1))
    found = check_archive(forged)
    assert any(
        word in problem for problem in found.problems for word in words.split("|")
    ), found.problems


def test_leaf_put_in_the_place_of_another_breaks_the_tree(archives):
    """A redacted line is only worth what the tree over it is worth."""

    def swap(data):
        lines = data.split(b"\n")
        first, second = (json.loads(line) for line in lines[:2])
        first["leaf"], second["leaf"] = second["leaf"], first["leaf"]
        for told in (first, second):
            told.pop("fields", None)
        head = [json.dumps(told).encode() for told in (first, second)]
        return b"\n".join([*head, *lines[2:]])

    found = check_archive(altered(archives[1], "logs/out-1.jsonl", swap))
    assert any("another tree" in problem for problem in found.problems)


def test_file_missing_added_or_changed_is_named(archives):
    """The manifest lists every file; a folder is not read beyond it."""
    whole, _ = archives
    (whole / "statements/roster-ours.statement").unlink()
    (whole / "extra.txt").write_text("x")
    (whole / "README.txt").write_text("y")
    problems = " ".join(check_archive(whole).problems)
    assert "statements/roster-ours.statement is missing" in problems
    assert "extra.txt does not belong" in problems
    assert "README.txt is not as it was archived" in problems


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"\xff" * 999,
        b'{"form":1}',
        b"[" * 100_000,
        (
            b'{"form":1,"station":"a","counterpart":"b","mode":"LIVE","from_ms":0,'
            b'"to_ms":1,"redacted":false,"files":{"../../etc/passwd":""}}'
        ),
    ],
)
def test_folder_that_is_no_archive_is_refused(tmp_path, manifest):
    """Garbage ends in a sentence, and no name leads out of the folder."""
    (tmp_path / "manifest.json").write_bytes(manifest)
    with pytest.raises(LocalFault, match="PLY-REC-020"):
        check_archive(tmp_path)
    with pytest.raises(LocalFault, match="PLY-REC-020"):
        check_archive(tmp_path / "nowhere")


def test_nothing_is_written_over(run, folders, tmp_path):
    """An archive is made whole or not at all, and never over another."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            place = tmp_path / "there"
            place.mkdir()
            (place / "old").write_text("the last good archive")
            with pytest.raises(LocalFault, match="PLY-CFG-007"):
                await alfa.parts.api.archive(str(place))
            with pytest.raises(LocalFault, match="PLY-CFG-014"):
                await alfa.parts.api.archive("relative")
            assert (place / "old").read_text() == "the last good archive"

    run(story())


def test_archive_after_retention_verifies_with_the_hole(run, folders, tmp_path):
    """A destroyed text leaves its leaf; the log around it is proved as before."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await cosigned(alfa, bravo)

            async def receipted():
                recent = (await alfa.parts.api.board()).recent
                return all(m.state != "QUEUED" for m in recent if m.direction == "out")

            await alfa.until(receipted)
            now_ms = alfa.parts.clock.now().wall_ms + 31 * DAY_MS
            links = list(alfa.parts.queries.facts.links)
            rule = Retention(ALFA, Mode.TEST, 30)
            retain(alfa.parts.store, links, now_ms, rule, dry_run=False)
            await alfa.parts.api.archive(str(tmp_path / "late"))

    run(story())
    found = check_archive(tmp_path / "late")
    assert found.problems == ()
    assert "destroyed_ms" in (tmp_path / "late/logs/out-1.jsonl").read_text()
    assert TEXT.encode() not in contents(tmp_path / "late")
