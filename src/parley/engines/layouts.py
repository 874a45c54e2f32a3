# SPDX-License-Identifier: Apache-2.0
"""Which files make a model, by engine, and under which names they are kept.

Three layouts are known: a CTranslate2 folder with SentencePiece models beside it, the
same inside an `.argosmodel`, and the trio of Firefox.  Whatever else lies in a package
is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from parley.fixed import Fixed

CT2, FX = "ct2", "fx"
ENGINES = (CT2, FX)

_CT2_NAMES = (
    "config.json",
    "shared_vocabulary.json",
    "shared_vocabulary.txt",
    "source_vocabulary.json",
    "source_vocabulary.txt",
    "target_vocabulary.json",
    "target_vocabulary.txt",
)
_PIECES = re.compile(
    r"(?P<side>source|target|src|tgt|sentencepiece|spm)?[\w.-]*\.(?:spm|model)",
    re.IGNORECASE,
)
_FX_MODEL = re.compile(r"model[\w.-]*\.bin")
_FX_VOCABULARY = re.compile(r"(?P<side>src|trg)?vocab[\w.-]*\.spm")
_FX_SHORTLIST = re.compile(r"lex[\w.-]*\.bin")


class Layout(Fixed):
    """An engine, and for each file that it needs its name in the package."""

    engine: str
    files: Mapping[str, str]  # kept name -> name in the package


def layout_of(names: Iterable[str]) -> Layout | None:
    """Return how the files of a package make a model, or None if they do not."""
    every = [PurePosixPath(name) for name in names]
    for path in every:
        if path.name == "model.bin":
            beside = {one.name: str(one) for one in every if one.parent == path.parent}
            if "config.json" in beside:
                return _ct2(str(path), beside, every)
    return _fx(every)


def _ct2(
    model: str, beside: Mapping[str, str], every: list[PurePosixPath]
) -> Layout | None:
    files = {"model.bin": model}
    files.update({name: beside[name] for name in _CT2_NAMES if name in beside})
    for path in every:
        found = _PIECES.fullmatch(path.name)
        if found is not None:
            target = (found["side"] or "").lower() in {"target", "tgt"}
            files.setdefault("target.spm" if target else "source.spm", str(path))
    has_words = any("vocabulary" in name for name in files)
    return Layout(CT2, files) if has_words and "source.spm" in files else None


def _fx(every: list[PurePosixPath]) -> Layout | None:
    files: dict[str, str] = {}
    for path in every:
        words = _FX_VOCABULARY.fullmatch(path.name)
        if words is not None:
            files["target.spm" if words["side"] == "trg" else "source.spm"] = str(path)
        elif _FX_SHORTLIST.fullmatch(path.name):
            files["shortlist.bin"] = str(path)
        elif _FX_MODEL.fullmatch(path.name):
            files["model.bin"] = str(path)
    return Layout(FX, files) if files.keys() >= {"model.bin", "source.spm"} else None
