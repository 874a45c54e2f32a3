# SPDX-License-Identifier: Apache-2.0
"""What the documents point at is there."""

from __future__ import annotations

import re

import pytest

from tools import tree

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
PATH = re.compile(r"`((?:src/parley|spec|tests|tools|docs|[a-z]+)/[\w./-]+\.\w+)`")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LIFE = "docs/explanation/life-of-a-message.md"


def anchors(text: str) -> set[str]:
    """Return what `#...` may name in a page: its headings as slugs."""
    found = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        kept = re.sub(r"[^\w\- ]", "", heading.lower()).strip()
        found.add(kept.replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", sorted(tree.texts(".md")))
def test_links_inside_resolve(page):
    """A dead link in a manual is met at the worst moment."""
    folder = (tree.ROOT / page).parent
    for target in LINK.findall(FENCE.sub("", tree.read(tree.ROOT / page))):
        if ":" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (folder / path).resolve() if path else tree.ROOT / page
        assert file.exists(), f"{page}: {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(tree.read(file)), f"{page}: {target}"


def test_paths_of_the_life_of_a_message_exist():
    """The page walks through files; a reader opens them one after another."""
    page = tree.ROOT / LIFE
    if not page.exists():
        pytest.skip("the page is not written yet")
    paths = PATH.findall(tree.read(page))
    assert paths
    missing = [
        path
        for path in paths
        if not any((base / path).exists() for base in (tree.ROOT, tree.SRC))
    ]
    assert not missing


def test_readme_commands_are_targets():
    """The first command a stranger types must not be a stale one."""
    makefile = tree.read(tree.ROOT / "Makefile")
    blocks = "\n".join(CONSOLE.findall(tree.read(tree.ROOT / "README.md")))
    targets = re.findall(r"^\$ make ([\w-]+)", blocks, re.MULTILINE)
    assert {"demo", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_make_target_explains_itself():
    """`make help` is the list of what one can do, so nothing may be missing there."""
    makefile = tree.read(tree.ROOT / "Makefile")
    phony = re.findall(r"^\.PHONY: ([\w-]+)$", makefile, re.MULTILINE)
    assert phony
    for target in phony:
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE), target
