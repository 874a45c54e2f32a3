# SPDX-License-Identifier: Apache-2.0
"""CTranslate2 with SentencePiece: models of OPUS-MT, Argos and one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version

import ctranslate2
import sentencepiece

_PIECES_MAX = 512  # of one sentence, there and back; a longer one is no sentence
_BATCH = 16
_THREADS = 2


class Ct2:
    """One model, loaded from bytes that were compared with their digests."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Load it.

        Raises:
            ValueError, RuntimeError: it is damaged.

        """
        own = {name: data for name, data in files.items() if not name.endswith(".spm")}
        self._model = ctranslate2.Translator(
            "model", device="cpu", intra_threads=_THREADS, inter_threads=1, files=own
        )
        pieces = sentencepiece.SentencePieceProcessor
        self._source = pieces(model_proto=files["source.spm"])
        target = files.get("target.spm")
        self._target = self._source if target is None else pieces(model_proto=target)

    @property
    def name(self) -> str:
        """The engine and its version."""
        return f"ctranslate2 {version('ctranslate2')}"

    def translate(self, sentences: Sequence[str]) -> list[str | None]:
        """Translate each; None for one that is too long for the model to be held to.

        Greedy and without chance, so that it can be repeated.
        """
        cut = [self._source.encode(one, out_type=str) for one in sentences]
        fits = [at for at, pieces in enumerate(cut) if len(pieces) <= _PIECES_MAX]
        done: list[str | None] = [None] * len(cut)
        made = self._model.translate_batch(
            [cut[at] for at in fits],
            max_batch_size=_BATCH,
            beam_size=1,
            max_input_length=0,
            max_decoding_length=_PIECES_MAX,
            replace_unknowns=False,
        )
        for at, one in zip(fits, made, strict=True):
            found = one.hypotheses[0]
            if len(found) < _PIECES_MAX:
                done[at] = self._target.decode(found)
        return done
