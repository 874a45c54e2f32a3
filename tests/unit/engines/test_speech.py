# SPDX-License-Identifier: Apache-2.0
"""What a child says is read strictly: it may have been taken over by its model."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.engines.speech import (
    End,
    Hello,
    Refusal,
    Request,
    Sentence,
    decode_request,
    read_said,
    write_said,
)

SAID = [
    Hello("ctranslate2 4.8.5", apart=True),
    Sentence(0, "\u042d\u0442\u043e."),
    End(1),
    Refusal("the model cannot be loaded"),
]


@pytest.mark.parametrize("said", SAID, ids=lambda said: type(said).__name__)
def test_what_is_said_comes_through(said):
    """A line that did not come back the same would be another translation."""
    assert read_said(write_said(said)) == said


def test_request_comes_through():
    """The child compares files with these digests and no others."""
    asked = Request("ct2", "/m", {"model.bin": "00"}, ("A.", "Б."), "/s", True)
    assert decode_request(asked.encode()) == asked


LIES = [
    b"",
    b"\xff",
    b"[" * 100_000,
    b"1" * 10_000,
    b"null",
    b"{}",
    b'{"hello": {"engine": "e", "apart": 1}}',
    b'{"hello": {"engine": "", "apart": true}}',
    b'{"hello": {"engine": "e\\n", "apart": true}}',
    b'{"hello": {"engine": "e", "apart": true, "more": 1}}',
    b'{"hello": {"engine": "e", "apart": true}, "end": {"count": 0}}',
    b'{"sentence": {"number": true, "text": "x"}}',
    b'{"sentence": {"number": 0, "text": null}}',
    b'{"sentence": {"number": 0}}',
    b'{"end": {"count": "1"}}',
    b'{"end": {"count": false}}',
    b'{"refusal": {"reason": "\\u202e"}}',
]


@pytest.mark.parametrize("line", LIES, ids=range(len(LIES)))
def test_lies_about_the_form_say_nothing(line):
    """What is half right would be shown half right."""
    assert read_said(line) is None


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(),
        lambda each: (
            st.lists(each)
            | st.dictionaries(
                st.sampled_from(
                    ["hello", "sentence", "end", "refusal", "number", "text", "engine"]
                ),
                each,
            )
        ),
    )
)
def test_no_json_makes_the_reader_fall(value):
    """The reader stands in the station; what falls there falls for everybody."""
    read_said(json.dumps(value).encode())
