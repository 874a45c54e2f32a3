# SPDX-License-Identifier: Apache-2.0
"""Which files make a model is decided here and by nothing that a package says."""

from __future__ import annotations

from parley.engines.layouts import layout_of


def test_folder_of_ctranslate2_with_sentencepiece():
    """The plainest form, and that of the test model."""
    found = layout_of(
        ["manifest.json", "spm.model", "ct2/model.bin", "ct2/config.json",
         "ct2/shared_vocabulary.json"]
    )  # fmt: skip
    assert found is not None
    assert found.engine == "ct2"
    assert found.files == {
        "model.bin": "ct2/model.bin",
        "config.json": "ct2/config.json",
        "shared_vocabulary.json": "ct2/shared_vocabulary.json",
        "source.spm": "spm.model",
    }


def test_two_sentencepiece_models_keep_their_sides():
    """Swapped, they would cut every word in the wrong place."""
    found = layout_of(
        ["target.spm", "source.spm", "model.bin", "config.json",
         "source_vocabulary.json", "target_vocabulary.json"]
    )  # fmt: skip
    assert found is not None
    assert (found.files["source.spm"], found.files["target.spm"]) == (
        "source.spm",
        "target.spm",
    )


def test_argosmodel():
    """What operators find most easily."""
    found = layout_of(
        ["en_ru/metadata.json", "en_ru/sentencepiece.model", "en_ru/model/model.bin",
         "en_ru/model/config.json", "en_ru/model/shared_vocabulary.json",
         "en_ru/stanza/en/tokenize/ewt.pt"]
    )  # fmt: skip
    assert found is not None
    assert found.engine == "ct2"
    assert found.files["source.spm"] == "en_ru/sentencepiece.model"
    assert not any("stanza" in name for name in found.files.values())


def test_trio_of_firefox():
    """Its model file may be called model.bin too."""
    names = [
        "model.enru.intgemm.alphas.bin",
        "lex.50.50.enru.s2t.bin",
        "vocab.enru.spm",
    ]
    found = layout_of(names)
    assert found is not None
    assert found.engine == "fx"
    assert sorted(found.files) == ["model.bin", "shortlist.bin", "source.spm"]
    split = layout_of(["model.bin", "srcvocab.enzh.spm", "trgvocab.enzh.spm"])
    assert split is not None
    assert split.files["target.spm"] == "trgvocab.enzh.spm"


def test_what_is_no_model():
    """Half a model would fail at night, not when it is installed."""
    assert layout_of([]) is None
    assert layout_of(["model.bin"]) is None
    assert layout_of(["model.bin", "config.json", "spm.model"]) is None
    assert layout_of(["ct2/model.bin", "ct2/config.json", "ct2/x_vocabulary"]) is None
