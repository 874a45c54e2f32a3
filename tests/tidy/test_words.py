# SPDX-License-Identifier: Apache-2.0
"""One meaning a word: names and texts use the words of docs/vocabulary.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools import tree

USE = {
    "ack": "receipt (of a station) or acknowledgement (of an officer)",
    "channel": "circuit or line",
    "client": "counterpart, browser or command",
    "connection": "circuit or link",
    "node": "station",
    "packet": "frame or fragment",
    "peer": "counterpart",
    "server": "station",
    "transport": "bearer",
}
# Where a library's own interface, or a published standard, brings the word with it.
BROUGHT: dict[str, tuple[str, ...]] = {
    "channel": (),
    "client": (
        "src/parley/bearers/tcp/",  # ssl and asyncio
        "src/parley/cli/",  # HTTP to the running station
        "src/parley/console/",  # HTTP
        "src/parley/station/",  # HTTP on loopback
        "tests/",
    ),
    "connection": (
        "src/parley/bearers/tcp/",  # asyncio.Protocol
        "src/parley/store/sqlite/",  # sqlite3.Connection
        "tests/",
    ),
    "node": (
        "src/parley/tlog/",  # RFC 6962: nodes of the tree
        "tests/",  # ast
        "tools/",  # ast
    ),
    "packet": (),
    "peer": (),
    "server": (
        "src/parley/bearers/tcp/",  # asyncio.start_server
        "src/parley/console/",  # uvicorn.Server
        "src/parley/station/",  # uvicorn.Server
        "tests/",
        "tools/",
    ),
    "transport": (
        "src/parley/bearers/tcp/",  # asyncio.Protocol
        "tests/",
    ),
}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
PROSE = re.compile(
    r"\b(?:acks?|(?<!side )channels?|packets?|peers?|transports?)\b", re.IGNORECASE
)
CODE = re.compile(r"`{3}.*?`{3}|`[^`]*`", re.DOTALL)
SPOKEN = ("src/parley/errors/", "src/parley/console/templates/", "docs/how-to/")


def defined(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the names a module makes up itself; what it merely calls is not its own."""
    for item in ast.walk(module):
        match item:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield item.lineno, item.name
            case ast.arg():
                yield item.lineno, item.arg
            case ast.Name(ctx=ast.Store()):
                yield item.lineno, item.id
            case ast.Attribute(ctx=ast.Store(), value=ast.Name(id="self")):
                yield item.lineno, item.attr
            case _:
                pass


def refused(name: str, path: str) -> str | None:
    """Return the refused word inside a name, or None."""
    for part in WORD.findall(name):
        word = part.lower().removesuffix("s")
        if word in USE and not path.startswith(BROUGHT.get(word, ()) or ("-",)):
            return word
    return None


def test_names_use_the_vocabulary():
    """A second word for one thing hides that it is one thing."""
    found = [
        f"{tree.name(path)}:{line} {name}: use {USE[word]}"
        for path in tree.python()
        for line, name in defined(tree.tree(path))
        if (word := refused(name, tree.name(path)))
    ]
    found += [
        f"{tree.name(path)}: use {USE[word]}"
        for path in tree.python("src/")
        if (word := refused(path.stem, tree.name(path)))
    ]
    assert not found, "\n".join(found)


def test_refused_words_are_found():
    """The rule sees words inside names, plural and camel case, and no halves."""
    assert refused("peer_count", "src/parley/core/x.py") == "peer"
    assert refused("PeerState", "src/parley/core/x.py") == "peer"
    assert refused("open_channels", "src/parley/core/x.py") == "channel"
    assert refused("backlog", "src/parley/core/x.py") is None
    assert refused("transport", "src/parley/bearers/tcp/x.py") is None
    source = "class A:\n  def f(self, ack):\n    self.peer = other.channel"
    assert {name for _, name in defined(ast.parse(source))} >= {"ack", "peer"}
    assert "channel" not in {name for _, name in defined(ast.parse(source))}


def test_spoken_texts_use_the_vocabulary():
    """What an officer reads uses the same words as what an engineer reads."""
    found = [
        f"{name}: {hit.group()}"
        for name, text in tree.texts().items()
        if name.startswith(SPOKEN)
        for hit in PROSE.finditer(CODE.sub("", text))
    ]
    assert not found, f"use the words of docs/vocabulary.md: {found}"
