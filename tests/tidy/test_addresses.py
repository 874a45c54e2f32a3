# SPDX-License-Identifier: Apache-2.0
"""Nothing loads from outside; a station may stand where there is no internet."""

from __future__ import annotations

import re

import pytest

from tools import tree

# In a compiled catalogue a sentence ends with NUL.
ADDRESS = re.compile(r"\b(?:https?|wss?|ftp)://([^\s\0/:\\\"'`)>\]]*)")
# A page or style sheet that says `//host/...` loads from that host as well.
IMPLIED = re.compile(r"(?:src|href|action)\s*=\s*[\"']//|url\(\s*[\"']?//|@import")
# Standards a reader may want to open; a link is only text until someone clicks it.
QUOTED = {
    "c2sp.org",
    "www.apache.org",
    "www.iaea.org",  # the namespaces of IRIX
    "www.rfc-editor.org",
    "www.w3.org",
}
LOCAL = re.compile(
    r"^(?:(?:.*\.)?localhost|127\.0\.0\.1|\[?::1\]?|.*\.(?:example|invalid)|.*\{.*|\$.*|)$"
)
NAMESPACE = "http://www.w3.org/"
OPTION = re.compile(
    r"^\s*-{1,2}(?:i|f|index|extra|find|trusted|no-index)\b", re.MULTILINE
)


def outside(text: str, *, quoting: bool) -> list[str]:
    """List the hosts a text names beyond those it may name."""
    text = text.replace(NAMESPACE, "")
    hosts = [hit.group(1).rstrip(".,;") for hit in ADDRESS.finditer(text)]
    allowed = QUOTED if quoting else set()
    return [h for h in hosts if h not in allowed and not LOCAL.match(h)]


def faces() -> dict[str, str]:
    """Return what a browser gets: templates and static files."""
    return {
        name: text
        for name, text in tree.texts().items()
        if "/templates/" in name or "/static/" in name
    }


def test_pages_and_docs_name_no_outside_host():
    """A link in the documents goes to a standard or stays inside."""
    seen_by_browsers = faces()
    found = {
        name: hosts
        for name, text in tree.texts().items()
        if name != "LICENSE" and not name.startswith("requirements/")
        if (hosts := outside(text, quoting=name not in seen_by_browsers))
    }
    assert not found, f"name hosts under .example, or link a standard: {found}"


def test_console_loads_nothing_from_outside():
    """A style sheet from elsewhere tells elsewhere who is on watch."""
    found = [name for name, text in faces().items() if IMPLIED.search(text)]
    assert not found


def test_requirements_name_no_registry():
    """Pins and hashes are enough anywhere; an address binds them to one place."""
    found = {
        name: hits
        for name, text in tree.texts(under="requirements/").items()
        if (hits := OPTION.findall(text) + ADDRESS.findall(text))
    }
    assert not found


@pytest.mark.parametrize(
    "suffix", ["main", "extra", "build", "test", "lint", "docs", "fuzz"]
)
def test_every_pin_has_a_hash(suffix):
    """A pin without a hash trusts whoever answers for the registry that day."""
    text = tree.read(tree.ROOT / "requirements" / f"{suffix}.txt")
    pins = [block for block in re.split(r"\n(?=\w)", text) if "==" in block]
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)


def test_outside_hosts_are_found():
    """The rules above bite."""
    assert outside("see https:" + "//fonts.outside/x.css", quoting=True)
    assert outside("c2sp: https://c2sp.org/x", quoting=False)
    assert not outside("http://127.0.0.1:8080/ and https://c2sp.org/x", quoting=True)
    assert IMPLIED.search("<script src='//host/x.js'>")
    assert OPTION.search("--index-url x")
