# SPDX-License-Identifier: Apache-2.0
"""Why a circuit is down is said in the language of the screen, whoever says it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import parley
from parley.console.circuit_words import circuit_sentences, circuit_words
from parley.console.words import speak
from parley.errors import CATALOGUE
from parley.station.circuit_words import age

ROOT = Path(parley.__file__).parent
# What settings are wrong is read beside the file of settings; a relay is no station,
# and of sheets of codes only a command speaks.
ELSEWHERE = ("config.py", "relay/mailbox/", "bearers/qr/", "ax25.py")
NO_REASONS = {
    *("Please find the document attached.\n", "parley/1 box"),
    *("parley/1 carrier credential", "Bearer 7", "a body without end"),
    "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID CONTENT-TYPE)]",
    *("CONNECT 7 HTTP/1.1\r\nHost: 7\r\n\r\n", "GETINFO status/bootstrap-phase"),
    "ADD_ONION ED25519-V3:7 Flags=DiscardPK,V3Auth Port=7,127.0.0.1:7 ClientAuthV3=7",
    "ONION_CLIENT_AUTH_ADD 7 x25519:7",
    "socks5:// or http://, and HOST:PORT of the proxy",
    # Counted, and shown nowhere.
    *("of another length", "not sealed by the counterpart"),
    # Words for other places of a screen, and a type.
    *("both ways", "by hand", "receives only", "sends only", "tuple[str, int]"),
}  # fmt: skip
SILENT = {"AssertionError", "ValueError", "Field"}
WHOLE = {re.sub(r"\{\w+\}", "7", one) for one in circuit_sentences()}
# What only a frame that came in, a file or a command can lead to.
NOT_TOLD = {
    *("PLY-BRR-010", "PLY-BRR-011", "PLY-BRR-012", "PLY-BRR-040", "PLY-BRR-041"),
    *("PLY-BRR-085",),
}
FAULT = re.compile(r"PLY-(?:BRR|CFG)-\d{3}")


def files() -> list[Path]:
    """Return the files in which bearers and their circuits speak."""
    trees = [ROOT / "bearers", ROOT / "carriage"]
    found = [path for tree in trees for path in tree.rglob("*.py")]
    found += [ROOT / "station" / name for name in ("circuits.py", "circuit_words.py")]
    return [path for path in found if not any(one in str(path) for one in ELSEWHERE)]


def sentences(node: ast.AST) -> list[str]:
    """Return what a file may say, with 7 in each place; docstrings say nothing."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assert():
            return []
        case ast.Call(func=ast.Name(id=name)) if name in SILENT:
            return []
        case ast.Constant(value=str(said)):
            return [said]
        case ast.JoinedStr(values=parts):
            return ["".join(map(_part, parts))]
    return [one for child in ast.iter_child_nodes(node) for one in sentences(child)]


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "7"


def reasons() -> dict[str, str]:
    """Return every part of a reason that is in the code, and where."""
    return {
        part: str(path.relative_to(ROOT))
        for path in files()
        for said in sentences(ast.parse(path.read_text("utf-8")))
        if " " in said.strip() and said not in NO_REASONS
        for part in ([said] if said in WHOLE else said.split("; "))
        if re.search("[a-z]{2}", part)
    }


@pytest.fixture
def russian():
    speak("ru")
    yield
    speak("en")


@pytest.mark.usefixtures("russian")
def test_every_reason_of_a_bearer_is_said_in_the_readers_language():
    """It decides whether he calls an engineer, a provider or the other side."""
    found = reasons()
    assert len(found) > 120
    assert {one: at for one, at in found.items() if circuit_words(one) == one} == {}


@pytest.mark.usefixtures("russian")
def test_every_fault_with_which_a_bearer_cannot_be_made_is_said_too():
    """A missing credential is the one line that says why nothing goes."""
    raised = {
        code for path in files() for code in FAULT.findall(path.read_text("utf-8"))
    }
    told = {CATALOGUE[code].what for code in raised - NOT_TOLD}
    assert len(told) > 10
    assert told - circuit_sentences() == set()


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "no answer from 192.0.2.6:7100 within 10 s",
            "нет ответа от 192.0.2.6:7100 за 10 с",  # noqa: RUF001
        ),
        (
            "refused by 192.0.2.6:7100; Tor is 40 per cent ready",
            "192.0.2.6:7100 отказывает; Tor готов на 40 %",
        ),
        (
            "the bearer failed (OSError); it is started again",
            "сбой носителя (OSError); запускается снова",
        ),
        (
            "refused by mail.alfa.example: 550 No; not here",
            "mail.alfa.example отказывает: 550 No; not here",
        ),
        (
            "the proxy [::1]:1080 brings no way to b.example:7100: it hung up",
            "прокси [::1]:1080 не даёт пути к b.example:7100: он прервал связь",
        ),
        (
            "The circuit a cannot be used: the card of b has no certificate.",
            "Линию a нельзя использовать: в карте b нет сертификата.",
        ),
    ],
)
def test_names_numbers_and_words_of_others_stay_as_they_came(reason, said):
    """An address read wrong sends somebody to the wrong machine."""
    assert circuit_words(reason) == said


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize("seconds", [20, 200, 20_000, 200_000])
def test_time_without_a_receipt_is_said_in_every_unit(seconds):
    """The station writes it in the largest unit that is not nothing."""
    words = f"accepted by tcp, no receipt for {age(seconds * 1_000)}"
    assert re.findall("[A-Za-z]+", circuit_words(words)) == ["tcp"]


def test_reason_that_is_in_no_table_is_shown_as_it_came():
    """A program of the operator's says what it likes; a place in braces is no place."""
    for words in ("radio {n} is off; antenna down", "", "; ", "{why}", "a" * 4_000):
        assert circuit_words(words) == words
