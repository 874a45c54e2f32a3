# SPDX-License-Identifier: Apache-2.0
"""Every part is used, described, and keeps to itself."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

from tools import tree

KINDS = ("bearers", "keystore", "store")
# Started by name from outside: the command's entry point and `python -m parley`.
STARTED = {"parley.__main__", "parley.cli.main", "parley.engines.__main__"}
# Whole and proved, but first used by what comes next; the list may only shrink.
AHEAD = {}
DOTTED = re.compile(r"parley(?:\.\w+)+")
FRAGMENT = re.compile(
    r"^(?:[a-z0-9+][a-z0-9-]*\.(?:safety|feature|fix|removal|internal)(?:\.\d+)?\.md"
    r"|README\.md)$"
)


def imported(module: ast.Module) -> Iterator[str]:
    """Yield every module name a module imports, or loads late by a written name."""
    for item in ast.walk(module):
        match item:
            case ast.Import():
                yield from (alias.name for alias in item.names)
            case ast.ImportFrom(module=str(origin)):
                yield origin
                yield from (f"{origin}.{alias.name}" for alias in item.names)
            case ast.Constant(value=str(text)) if DOTTED.match(text):
                yield from DOTTED.findall(text)
            case _:
                pass


def private_uses(module: ast.Module, own: str) -> Iterator[str]:
    """Yield private names taken from another package of ours."""
    ours: dict[str, str] = {}
    for item in ast.walk(module):
        if not isinstance(item, ast.ImportFrom) or item.module is None:
            continue
        parts = item.module.split(".")
        if parts[0] != "parley" or parts[1:2] == [own]:
            continue
        for alias in item.names:
            ours[alias.asname or alias.name] = item.module
            if any(is_private(part) for part in [*parts, alias.name]):
                yield f"{item.module}.{alias.name}"
    for item in ast.walk(module):
        match item:
            case ast.Attribute(value=ast.Name(id=base), attr=attr) if (
                base in ours and is_private(attr)
            ):
                yield f"{ours[base]}.{base}.{attr}"
            case _:
                pass


def is_private(name: str) -> bool:
    """Say whether a name is marked as its module's own business."""
    return name.startswith("_") and not name.startswith("__")


def test_no_module_is_forgotten():
    """What nothing imports is dead, or lives only in its tests."""
    used = set(STARTED)
    for path in tree.python("src/"):
        own = tree.module(path)
        used |= {name for name in imported(tree.tree(path)) if name != own}
    forgotten = [
        tree.name(path)
        for path in tree.python("src/")
        if path.name != "__init__.py"
        and not tree.name(path).startswith("src/parley/testing/")
        and tree.module(path) not in used | AHEAD.keys()
    ]
    assert not forgotten, f"nothing in src/ imports these: {forgotten}"
    arrived = sorted(AHEAD.keys() & used)
    assert not arrived, f"in use now, take these off AHEAD: {arrived}"


def test_every_testing_module_is_used():
    """A kit that no test uses proves nothing about the parts it was made for."""
    used: set[str] = set()
    for path in tree.python():
        own = tree.module(path) if tree.name(path).startswith("src/") else ""
        used |= {name for name in imported(tree.tree(path)) if name != own}
    forgotten = [
        tree.name(path)
        for path in tree.python("src/parley/testing/")
        if path.name != "__init__.py" and tree.module(path) not in used
    ]
    assert not forgotten


def test_every_adapter_is_described_and_proved():
    """A bearer or store says what it promises, and the kit holds it to that."""
    proofs = "\n".join(tree.texts(".py", under="tests/conformance/").values())
    wrong = []
    for kind in KINDS:
        for folder in sorted((tree.SRC / kind).glob("*/__init__.py")):
            part = folder.parent
            if not (part / "README.md").is_file():
                wrong.append(f"{tree.name(part)}: no README.md")
            if f"parley.{kind}.{part.name}" not in proofs:
                wrong.append(f"{tree.name(part)}: no test in tests/conformance")
    assert not wrong, "\n".join(wrong)


def test_no_private_name_crosses_a_package():
    """What another package needs is public: named, typed and described."""
    found = [
        f"{tree.name(path)}: {use}"
        for path in tree.python("src/")
        for use in private_uses(
            tree.tree(path), path.relative_to(tree.SRC).parts[0].removesuffix(".py")
        )
    ]
    assert not found, "\n".join(found)


def test_private_uses_are_found():
    """The rule sees imports of, and reaches into, another package's own names."""
    text = "from parley.wire import frame, _x\nframe._y\nframe.z\n"
    assert len(list(private_uses(ast.parse(text), "core"))) == 2
    assert not list(private_uses(ast.parse(text), "wire"))
    assert "parley.a.b" in set(imported(ast.parse("from parley.a import b")))


def frozen_dataclasses(module: ast.Module) -> Iterator[str]:
    """Yield the classes that are frozen, and compiled at every start for it."""
    for item in ast.walk(module):
        if isinstance(item, ast.ClassDef):
            asked = [ast.unparse(each) for each in item.decorator_list]
            if any("dataclass" in each and "frozen=True" in each for each in asked):
                yield item.name


def test_what_never_changes_is_a_fixed():
    """ADR 52: half of a start went into compiling frozen dataclasses."""
    found = [
        f"{tree.name(path)}: {name}"
        for path in tree.python("src/")
        for name in frozen_dataclasses(tree.tree(path))
    ]
    assert not found, "\n".join(found)
    text = "@dataclass(slots=True, frozen=True)\nclass Late:\n    at_ms: int\n"
    assert list(frozen_dataclasses(ast.parse(text))) == ["Late"]


def test_only_faces_print():
    """A line on standard output from below is a line in somebody's JSON."""
    found = [
        f"{tree.name(path)}:{item.lineno}"
        for path in tree.python("src/")
        if not tree.name(path).startswith("src/parley/cli/")
        for item in ast.walk(tree.tree(path))
        if isinstance(item, ast.Call)
        and isinstance(item.func, ast.Name)
        and item.func.id == "print"
    ]
    assert not found


def test_news_fragments_have_known_names():
    """A fragment of an unknown kind would silently miss the changelog."""
    wrong = [
        name
        for name in tree.texts(under="newsfragments/")
        if not FRAGMENT.match(name.removeprefix("newsfragments/"))
    ]
    assert not wrong, f"name them TOPIC.KIND.md, see newsfragments/README.md: {wrong}"


def test_requirements_are_those_of_the_package():
    """What `make setup` installs is what the package says it needs."""
    project = tomllib.loads(tree.read(tree.ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    assert wanted("main") == sorted(project["dependencies"])
    assert wanted("extra") == sorted(line for extra in extras for line in extra)


def wanted(name: str) -> list[str]:
    """Return what a requirements file asks for."""
    lines = tree.read(tree.ROOT / "requirements" / f"{name}.in").splitlines()
    return sorted(line for line in lines if not line.startswith(("#", "-c")))
