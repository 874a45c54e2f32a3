# SPDX-License-Identifier: Apache-2.0
"""The engine for models of Firefox, run as the station runs it, on a model by hand."""

from __future__ import annotations

import asyncio
import hashlib

import pytest

from parley.engines.layouts import FX, layout_of
from parley.engines.speech import Request
from parley.station.texts.machine.child import Failure, translate
from parley.testing.word_model import word_model

WORDS = {"Stop": "Стоп", "ship": "корабль", "not": "не", "attack": "нападение"}
DEADLINE_S = 60.0


@pytest.fixture(scope="module")
def made():
    """Return the files of the model under the names that are kept."""
    files = word_model(WORDS).files
    layout = layout_of(files)
    assert layout is not None
    assert layout.engine == FX
    return {kept: files[name] for kept, name in layout.files.items()}


@pytest.fixture
def child(tmp_path):
    """Run one child over files that are laid down and then perhaps changed."""

    def run(files, *sentences, engine=FX, approved=None):
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        digests = {
            name: hashlib.sha256(data).hexdigest()
            for name, data in (approved or files).items()
        }
        request = Request(engine, str(tmp_path), digests, sentences, "/nowhere", False)
        return asyncio.run(translate(request, DEADLINE_S))

    return run


def test_each_word_comes_back_in_its_place(child, made):
    """Swapped files, another vocabulary, a lost sentence would each change a word."""
    output = child(made, "ship not attack", "Stop")
    assert output.sentences == ("корабль не нападение", "Стоп")
    assert output.engine.startswith("fxtranslate ")


def test_nothing_of_a_long_sentence_is_left_out_in_silence(child, made):
    """The engine cuts at its window; half a sentence would stand there as a whole."""
    longest = " ".join(["ship", "attack", "not"] * 42)
    (said,) = child(made, longest).sentences
    assert len(said.split()) == 126
    with pytest.raises(Failure, match="sentence 2 is too long for the model"):
        child(made, "Stop", f"{longest} ship not")


def test_one_bit_of_a_model_is_another_model(child, made):
    """Two persons approved these bytes and no others."""
    wrong = bytearray(made["model.bin"])
    wrong[len(wrong) // 2] ^= 1
    with pytest.raises(Failure, match=r"model\.bin is not the one that was approved"):
        child({**made, "model.bin": bytes(wrong)}, "Stop", approved=made)


DAMAGE = {
    "half a model": lambda data: data[: len(data) // 2],
    "a million tensors": lambda data: data[:8] + b"\x40\x42\x0f" + data[11:],
    "a weight by another name": lambda data: data.replace(b"context_Wq", b"context_Wx"),
    "no end of lengths": lambda data: data[:16] + b"\xff" * 8 + data[24:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_model_costs_the_translation_and_nothing_else(child, made, damage):
    """It was damaged before it was approved; the library may fall, and only it."""
    data = damage(made["model.bin"])
    with pytest.raises(Failure, match=r"cannot be loaded|ended before it was done"):
        child({**made, "model.bin": data}, "Stop")


@pytest.mark.parametrize("name", ["source.spm", "model.bin"])
def test_files_of_another_kind_are_no_model(child, made, name):
    """An operator who puts the wrong file there is told so."""
    with pytest.raises(Failure, match=r"cannot be loaded|ended before it was done"):
        child({**made, name: b"\x00\xff" * 5_000}, "Stop")


def test_engine_that_is_none_is_refused(child, made):
    """Nothing is ever loaded by the wrong library."""
    with pytest.raises(Failure, match="there is no such engine"):
        child(made, "Stop", engine="fy")
