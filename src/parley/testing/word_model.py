# SPDX-License-Identifier: Apache-2.0
"""The smallest model of Firefox's own format that translates: word by word, by hand.

Its numbers are set, not learned.  Each word has one place of 64 in its embedding, on
the side of its language; the slow half of the position code is all but constant and
leaves room for that.  The decoder looks at the source word that stands where it writes
itself, and one matrix turns that word's place into the place of its translation.  So a
real engine reads it, and every wrong byte of the way there shows in the words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from parley.fixed import Fixed

_DIM, _HALF = 64, 32
_SOURCE, _TARGET = 20, 52  # the first places of words, one language and the other
_WORDS_MAX = _HALF - _SOURCE - 1
_SPARE, _SLOW = 8, 40  # places of no word; the first that hardly moves, near 1
_LEVEL = -0.125  # times the root of 64: what it takes to bring them to 0
_FAST = (*range(8), *range(_HALF, _HALF + 8))  # places that tell positions apart
_FLOAT, _INTGEMM8, _BYTES = 0x404, 0x4101, 0x101
_LARGEST = 127  # of a quantized weight
_SPACE = "\u2581"
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_SHARPNESS = 60.0  # of looking: one word, and hardly its neighbours
_STRENGTH = 8.0  # of a word against the code of its position
_NEVER = -100.0  # the bias of what is no word of the target language
_CONFIG = (
    f"dim-emb: {_DIM}\ntransformer-heads: 1\nenc-depth: 0\ndec-depth: 1\n"
    f"transformer-dim-ffn: {_DIM}\n"
)

Matrix = list[list[float]]


class WordModel(Fixed):
    """Two files as an operator brings them, by the names that Firefox gives them."""

    model: bytes
    vocabulary: bytes

    @property
    def files(self) -> dict[str, bytes]:
        """The package."""
        return {
            "model.hand.intgemm.alphas.bin": self.model,
            "vocab.hand.spm": self.vocabulary,
        }


def word_model(words: Mapping[str, str]) -> WordModel:
    """Return a model that turns each word into another and keeps their order."""
    assert 0 < len(words) <= _WORDS_MAX, "one place a word"
    pieces = [("<unk>", _UNKNOWN), ("</s>", _CONTROL)]
    pieces += [(_SPACE + word, _NORMAL) for word in words]
    pieces += [(_SPACE + word, _NORMAL) for word in words.values()]
    return WordModel(
        _container(list(_tensors(len(words), len(pieces)))), _vocabulary(pieces)
    )


def _vocabulary(pieces: list[tuple[str, int]]) -> bytes:
    """Return a SentencePiece model: one message of protocol buffers a piece."""
    whole = b""
    for piece, sort in pieces:
        text = piece.encode()
        one = b"\x0a" + bytes([len(text)]) + text
        one += b"\x15" + struct.pack("<f", -1.0) + b"\x18" + bytes([sort])
        whole += b"\x0a" + bytes([len(one)]) + one
    # Trainer: one piece a word, and which numbers are unknown, begin, end and padding.
    trainer = b"\x18\x01\xc0\x02\x00\xc8\x02" + _minus_one() + b"\xd0\x02\x01"
    return whole + b"\x12" + bytes([len(trainer)]) + trainer


def _minus_one() -> bytes:
    return b"\xff" * 9 + b"\x01"


class _Tensor(Fixed):
    name: str
    sort: int
    shape: tuple[int, ...]
    data: bytes


def _tensors(words: int, pieces: int) -> Iterator[_Tensor]:
    yield from _embedding(_rows(words, pieces))
    places = range(words + 1)
    turn = _ones({(_SOURCE + at, _TARGET + at) for at in places})
    look, same = _ones({(at, at) for at in _FAST}), _ones({(a, a) for a in range(_DIM)})
    inner = "decoder_l1_context"
    for name, weights, scale in (
        ("decoder_l1_rnn_W", _zeros(), 1.0),
        ("decoder_l1_rnn_Wf", _zeros(), 1.0),
        (f"{inner}_Wq", look, _SHARPNESS),
        (f"{inner}_Wk", look, 1.0),
        (f"{inner}_Wv", turn, _STRENGTH),
        (f"{inner}_Wo", same, 1.0),
        ("decoder_l1_ffn_W1", _zeros(), 1.0),
        ("decoder_l1_ffn_W2", _zeros(), 1.0),
    ):
        yield from _affine(name, weights, scale)
    for name in (
        "decoder_l1_rnn_bf",
        *(f"{inner}_b{side}" for side in "qkvo"),
        *("decoder_l1_ffn_b1", "decoder_l1_ffn_b2"),
    ):
        yield _floats(name, [0.0] * _DIM)
    spoken = set(range(_TARGET, _TARGET + words + 1))
    for name, kept in (
        ("decoder_l1_rnn_ffn", set(_FAST)),
        (f"{inner}_Wo", spoken),
        ("decoder_l1_ffn_ffn", spoken),
    ):
        mask = [1.0 if at in kept else 0.0 for at in range(_DIM)]
        yield _floats(f"{name}_ln_scale", mask)
        yield _floats(f"{name}_ln_bias", [0.0] * _DIM)
    bias = [_NEVER] * (2 + words) + [0.0] * words
    bias[1] = 0.0
    yield _floats("decoder_ff_logit_out_b", bias)
    yield _Tensor("special:model.yml", _BYTES, (len(_CONFIG),), _CONFIG.encode())


def _rows(words: int, pieces: int) -> Matrix:
    """Return what each piece is: one place up, one down, and no constant left over.

    A layer's normalization takes the mean away, so it has to be near nothing.
    """
    rows = _zeros(pieces, _DIM)
    for row in rows:
        row[_SLOW:] = [_LEVEL] * (_DIM - _SLOW)
    for at in range(words):
        rows[2 + at][_SOURCE + at] = rows[2 + words + at][_TARGET + at] = 1.0
        rows[2 + at][_SPARE + at] = rows[2 + words + at][_SPARE + at] = -1.0
    end = rows[1]
    end[_SOURCE + words] = end[_TARGET + words] = 1.0
    end[_SPARE + words] = end[_SLOW] = -1.0
    return rows


def _zeros(rows: int = _DIM, columns: int = _DIM) -> Matrix:
    return [[0.0] * columns for _ in range(rows)]


def _ones(places: set[tuple[int, int]]) -> Matrix:
    made = _zeros()
    for row, column in places:
        made[row][column] = 1.0
    return made


def _embedding(rows: Matrix) -> Iterator[_Tensor]:
    """Rows stay rows here; every other matrix is turned on its side."""
    flat = b"".join(bytes(round(each * _LARGEST) & 255 for each in row) for row in rows)
    scale = struct.pack("<f", float(_LARGEST))
    yield _Tensor("Wemb", _INTGEMM8, (len(rows), _DIM), flat + scale)
    yield _floats("none_QuantMultA", [_LARGEST / 8.0])


def _affine(name: str, weights: Matrix, scale: float) -> Iterator[_Tensor]:
    flat = bytes(
        round(weights[row][column]) * _LARGEST
        for column in range(_DIM)
        for row in range(_DIM)
    )
    data = flat + struct.pack("<f", _LARGEST / scale)
    yield _Tensor(name, _INTGEMM8, (_DIM, _DIM), data)
    yield _floats(f"{name}_QuantMultA", [_LARGEST / 16.0])


def _floats(name: str, values: list[float]) -> _Tensor:
    data = struct.pack(f"<{len(values)}f", *values)
    return _Tensor(name, _FLOAT, (1, len(values)), data)


def _container(tensors: list[_Tensor]) -> bytes:
    """Return a file of Marian's binary form, version 1."""
    head = struct.pack("<2Q", 1, len(tensors))
    for each in tensors:
        name = each.name.encode() + b"\0"
        sizes = (len(name), each.sort, len(each.shape), len(each.data))
        head += struct.pack("<4Q", *sizes)
    head += b"".join(each.name.encode() + b"\0" for each in tensors)
    for each in tensors:
        head += struct.pack(f"<{len(each.shape)}i", *each.shape)
    gap = -(len(head) + 8) % 256
    head += struct.pack("<Q", gap) + bytes(gap)
    return head + b"".join(each.data for each in tensors)
