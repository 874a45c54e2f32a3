# SPDX-License-Identifier: Apache-2.0
"""The agreement on paper: sentence beside sentence, in two languages."""

from __future__ import annotations

import re

import pytest

from parley.cli.face import Hooks
from parley.cli.main import run as parley
from parley.core.authority.agreement_words import terms_words
from parley.core.authority.agreements import standard_terms
from parley.fixed import replace
from parley.model.agreement import ReleaseRule
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.station.authority.agreement_paper import Head, agreement_paper
from parley.station.authority.agreement_russian import russian_words
from parley.station.authority.terms_file import write_terms
from parley.testing.stations import BRAVO, PASSPHRASE

HEAD = Head(
    "nrrc.alfa.example",
    "Alfa & <Omega>",
    "nrrc.bravo.example",
    "Bravo",
    "LIVE",
    "in force",
    3,
    "ab" * 32,
    "2026-11-23 09:34:38Z",
)
STANDARD = standard_terms(Mode.LIVE)
RULES = (
    ReleaseRule(Mode.LIVE, Precedence.ROUTINE, 1, OfficerClass.WATCH, alone=True),
    ReleaseRule(Mode.LIVE, Precedence.FLASH, 2, override=True),
    ReleaseRule(
        Mode.LIVE, Precedence.ROUTINE, 1, alone=True, format=12, position="Duty"
    ),
    ReleaseRule(Mode.LIVE, Precedence.FLASH, 2, OfficerClass.PRINCIPAL, position="X"),
)
OTHERS = [
    {},
    {"rules": RULES},
    {"rules": (), "targets": ()},
    {"evidence": "joint", "suspend": False, "minimize": False},
    {"evidence": "deniable", "software_keys_count": True, "pages": True},
    {"read_back": (12, 40), "code_book": bytes(32)},
]


@pytest.mark.parametrize("changes", OTHERS, ids=range(len(OTHERS)))
def test_each_sentence_stands_in_both_languages(changes):
    """A condition that one side reads and the other does not is a quarrel to come."""
    terms = replace(STANDARD, **changes)
    english, russian = terms_words(terms, Mode.LIVE), russian_words(terms, Mode.LIVE)
    assert len(english) == len(russian)
    for one, other in zip(english, russian, strict=True):
        assert re.findall(r"\d+", one) == re.findall(r"\d+", other)
        assert one.count(";") == other.count(";")
        assert re.search("[А-я]", other)


def test_paper_names_what_was_signed_and_by_whom():
    """A sheet without the digest could be of any version."""
    page = agreement_paper(HEAD, write_terms(replace(STANDARD, rules=RULES)))
    assert "abababab abababab" in page
    assert "Alfa &amp; &lt;Omega&gt;" in page
    assert "may override with a written reason" in page
    assert "в обход, с письменной причиной" in page
    assert "Not in force" not in page
    assert "<script" not in page
    assert "http" not in page


def test_paper_of_what_only_one_has_signed_says_so():
    """Nobody must take a proposal for an agreement because it is printed well."""
    page = agreement_paper(
        replace(HEAD, state="waiting for their signature"), write_terms(STANDARD)
    )
    assert "Not in force: waiting for their signature" in page
    assert "Не действует" in page


def test_command_writes_a_new_page(folders, tmp_path, capsys):
    """The custodian prints it from the station's own record, stopped or running."""
    secret, out = tmp_path / "pass", tmp_path / "agreement.html"
    secret.write_bytes(PASSPHRASE)
    secret.chmod(0o600)
    words = ["agreement", "print", BRAVO, "--out", str(out)]
    station = ["--station", str(folders / "alfa"), "--passphrase-file", str(secret)]
    assert parley([*words, *station], Hooks()) == 0
    assert "to be opened in a browser" in capsys.readouterr().out
    page = out.read_text("utf-8")
    assert "Alfa (nrrc.alfa.example) — Bravo (nrrc.bravo.example)" in page
    assert "Not in force" not in page
    assert parley([*words, *station], Hooks()) != 0  # nothing is written over
