# SPDX-License-Identifier: Apache-2.0
"""The models of Firefox, by fxtranslate; its own downloads are never used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version

import fxtranslate
import sentencepiece

_PIECES_MAX = 127  # of one sentence; beyond, the engine leaves words out in silence


class Fx:
    """One model, loaded from bytes that were compared with their digests."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Load it.

        Raises:
            ValueError, RuntimeError: it is damaged.

        """
        source = files["source.spm"]
        target = files.get("target.spm", source)
        short = files.get("shortlist.bin")
        pieces = sentencepiece.SentencePieceProcessor
        self._pieces = pieces(model_proto=source)
        self._model = fxtranslate.Translator(files["model.bin"], source, target, short)

    @property
    def name(self) -> str:
        """The engine and its version."""
        return f"fxtranslate {version('fxtranslate')}"

    def translate(self, sentences: Sequence[str]) -> list[str | None]:
        """Translate each; None for one that is too long."""
        return [
            self._model.translate(one)
            if len(self._pieces.encode(one)) <= _PIECES_MAX
            else None
            for one in sentences
        ]
