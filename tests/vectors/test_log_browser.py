# SPDX-License-Identifier: Apache-2.0
"""verify.html in a real browser against `parley.tlog`: two readers, one answer."""

from __future__ import annotations

import json
import random
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest

from parley.fixed import replace
from parley.testing.two_logs import BEGIN_MS, EVERY_MS, known_keys, two_logs
from parley.tlog.bundle import Period, encode_bundle, prove_part
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.cosignature import sign
from parley.tlog.leaf import Field
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair
from parley.tlog.policy import with_thirds
from parley.tlog.verdict import verdict
from parley.tlog.verdict_lines import verdict_lines
from parley.tlog.verdict_words import WORDS
from tools import tree

pytestmark = pytest.mark.browser

VECTORS = tree.ROOT / "spec" / "vectors"
PAGE = json.loads((VECTORS / "log-proof.json").read_text("utf-8"))
FILES = {name: b64decode(text) for name, text in PAGE["files"].items()}
POLICIES = {name: text.encode() for name, text in PAGE["policies"].items()}
BOTH = ("alfa to bravo", "bravo to alfa")
JUDGE = """async ([files, policies]) => {
  const bytes = (text) => unlatin1(atob(text));
  const found = [];
  for (const file of files) found.push(await verdict(bytes(file), policies.map(bytes)));
  return found;
}"""
OUTCOMES = """async ([name, vectors]) => {
  const byte = (two) => parseInt(two, 16);
  const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], byte);
  const check = {
    published: async (each) => {
      if (each.path === undefined || each.leaf === undefined) return;
      const [leaf, root] = [bytes(each.leaf), bytes(each.root)];
      await verifyInclusion(leaf, each.index, each.size, each.path.map(bytes), root);
    },
    tree: async (each) => {
      if (each.frontier !== undefined) return;
      const [leaves, hashes] = [each.leaves.map(bytes), each.hashes.map(bytes)];
      await verifySelection(each.places, leaves, each.size, hashes, bytes(each.root));
    },
    leaf: async (each) => {
      const places = disclosure(decode(bytes(each.disclosure), "undecodable"));
      need(hex(await leafHash(places)) === each.leaf, "another leaf");
    },
    note: async (each) => {
      if (each.checkpoint !== undefined) return parseCheckpoint(each.checkpoint);
      const key = each.vkey === undefined ? null : await parseKey(each.vkey);
      if (each.note === undefined && each.bytes === undefined) return;
      const raw = each.bytes === undefined ? utf8(each.note) : bytes(each.bytes);
      const note = parseNote(raw);
      if (key) need(await isGood(key, utf8(note.text), note.lines[0].payload), "bad");
    },
    policy: async (each) => {
      await parsePolicy(utf8(each.policy));
    },
  }[name];
  const found = [];
  for (const each of vectors) {
    try {
      await check(each);
      found.push("accepted");
    } catch (error) {
      found.push(`refused: ${error.code ?? error}`);
    }
  }
  return found;
}"""


@pytest.fixture
def page(browser):
    asked = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("console", lambda message: asked.append(message.text))
    url = (tree.ROOT / "web" / "verify.html").as_uri()
    page.goto(url)
    yield page
    assert asked == [url], "the page asks for nothing but itself, and never complains"
    page.close()


def judged(page, files, policies):
    """Return the verdicts of the page on some files."""
    texts = [[b64encode(each).decode() for each in some] for some in (files, policies)]
    return page.evaluate(JUDGE, texts)


def given(vector):
    data = FILES[vector["file"]]
    if "edit" not in vector:
        return data
    first, removed, text, times = vector["edit"]
    return data[:first] + bytes.fromhex(text) * times + data[first + removed :]


def test_both_verifiers_give_the_agreed_verdicts(page):
    """Every vector, field for field, in both languages and word for word."""
    for vector in PAGE["vectors"]:
        policies = [POLICIES[name] for name in vector["policies"]]
        (found,) = judged(page, [given(vector)], policies)
        assert found == vector["expect"], vector["name"]
        for language in WORDS:
            told = page.evaluate("(all) => verdictLines(...all)", [found, language])
            ours = [list(line) for line in verdict_lines(vector["expect"], language)]
            assert told == ours, vector["name"]


def witnessed(*signed, few=1, forged=False):
    """Return a whole proof that third witnesses signed, and the policy that asks so."""
    alfa, _ = two_logs(40)
    at_s = (BEGIN_MS + 40 * EVERY_MS) // 1_000
    note = alfa.note(at_s)
    checkpoint = parse_checkpoint(note.text)
    known, lines, thirds = [], [], []
    for name in ("one.example", "two.example"):
        keys = known_keys(f"third {name}")
        pair = KeyPair.of_witness(name, keys.public)
        thirds.append((pair.ed25519, pair.mldsa44))
        known += [(f"{name} {key.scheme.name}", keys, key) for key in thirds[-1]]
    for name, keys, key in known:
        if any(name.startswith(each) for each in signed):
            lines.append(sign(keys, key, checkpoint, at_s))
    if forged:
        payload = lines[-1].payload
        lines[-1] = replace(lines[-1], payload=payload[:-1] + bytes([payload[-1] ^ 1]))
    note = Note(note.text, (*note.lines, *lines))
    period = Period(BEGIN_MS + 10 * EVERY_MS, BEGIN_MS + 12 * EVERY_MS)
    sort = (Field.KIND, Field.LOGGED)
    shown = tuple(alfa.shown(index, *sort) for index in range(9, 13))
    data = encode_bundle((prove_part(alfa.source, period, shown, note),))
    return data, with_thirds(alfa.policy, thirds, few).text().encode()


@pytest.mark.parametrize(
    ("signed", "few", "code"),
    [
        (("one", "two"), 2, None),
        (("one", "two"), 1, None),
        (("two",), 1, None),
        (("two",), 2, "PLY-LOG-011"),
        ((), 1, "PLY-LOG-011"),
        (("one.example ED25519",), 1, "PLY-LOG-011"),
    ],
)
def test_whole_proofs_with_third_witnesses_are_judged_alike(page, signed, few, code):
    """Who believes neither party has to be able to rest on somebody else."""
    data, policy = witnessed(*signed, few=few)
    (found,) = judged(page, [data], [policy])
    assert found == verdict(data, [policy])
    assert found["code"] == code


def test_forged_signature_of_a_third_witness_refuses_the_whole_proof(page):
    """SPEC 5.31: whoever puts another's name under a head forged it, quorum or not."""
    data, policy = witnessed("one", "two", forged=True)
    (found,) = judged(page, [data], [policy])
    assert found == verdict(data, [policy])
    assert found["code"] == "PLY-LOG-009"


@pytest.mark.parametrize("name", ["published", "tree", "leaf", "note", "policy"])
def test_parts_agree(page, name):
    """The pieces below whole files are held to the same vectors."""
    vectors = json.loads((VECTORS / f"log-{name}.json").read_text("utf-8"))["vectors"]
    if name == "published":
        vectors = [each for each in vectors if "leaf" in each]
    found = page.evaluate(OUTCOMES, [name, vectors])
    assert found == [each["expect"] for each in vectors]


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_one_refuses_the_other_refuses_alike(page, name):
    """Files altered at random get the same code from both: nobody has a choice."""
    chance = random.Random(name)
    policies = [POLICIES[each] for each in (*BOTH, "hostile")]
    altered = [_altered(chance, FILES[name]) for _ in range(60)]
    ours = [verdict(data, policies) for data in altered]
    assert judged(page, altered, policies) == ours


def _altered(chance, data):
    at = chance.randrange(len(data))
    if chance.random() < 0.5:  # nearer the beginning, where the structure is
        at = chance.randrange(min(len(data), 700))
    kind = chance.randrange(5)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[at + chance.randint(1, 40) :]
    if kind == 2:
        return data[:at] + chance.randbytes(chance.randint(1, 9)) + data[at:]
    if kind == 3:
        other = chance.choice(sorted(FILES.values()))
        return data[:at] + other[at:]
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def hand_in(page, *files):
    """Choose files as a person would, by name and bytes."""
    page.set_input_files(
        "#files",
        [
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
            for name, data in files
        ],
    )


def test_a_person_reads_what_is_proved(page):
    """Drop a proof and its policy; read plain words, in one's own language."""
    hand_in(page, ("a.tlog-proof", FILES["contact"]), ("p.txt", POLICIES[BOTH[0]]))
    page.wait_for_selector("#result .good")
    text = page.inner_text("#result")
    assert WORDS["en"]["proved"] in text
    assert "message, ROUTINE, logged 2027-01-15 08:17:00 UTC" in text
    assert WORDS["en"]["no text"] in text
    page.select_option("#language", "ru")
    page.wait_for_function("document.documentElement.lang === 'ru'")
    page.get_by_text(WORDS["ru"]["proved"], exact=True).wait_for()
    page.click("#clear")
    page.wait_for_function("document.querySelector('#result').childElementCount === 0")


def test_a_proof_without_its_policy_is_refused(page):
    """The reader decides whom to trust; what vouches for itself proves nothing."""
    hand_in(page, ("a.tlog-proof", FILES["contact"]))
    page.wait_for_selector("#result .bad")
    assert "PLY-LOG-010" in page.inner_text("#result")


def test_hostile_names_are_shown_and_do_nothing(page):
    """Names in a proof come from strangers: no element, no script, no turned text."""
    hand_in(
        page,
        ("<img src=x onerror=alert(1)>", FILES["hostile"]),
        ("<b>policy</b>", POLICIES["hostile"]),
    )
    page.wait_for_selector("#result .good")
    text = page.inner_text("body")
    assert "<img/src=x/onerror=alert(1)>\\u{202e}gnorw" in text
    assert "\u202e" not in text
    assert page.locator("img, b").count() == 0


def test_the_page_runs_its_own_script_only(page):
    """The policy of the page names hashes; whatever gets in beside them is dead."""
    policy = page.get_attribute("meta[http-equiv]", "content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_vendored_library_is_the_one_described():
    """What was reviewed, what is described and what runs are the same bytes."""
    folder = tree.ROOT / "web" / "vendor"
    digest = sha256((folder / "ml_dsa_44.mjs").read_bytes()).hexdigest()
    assert digest in (folder / "README.md").read_text("utf-8")
    code = (folder / "ml_dsa_44.mjs").read_text("utf-8").strip()
    assert code in (tree.ROOT / "web" / "verify.html").read_text("utf-8")
