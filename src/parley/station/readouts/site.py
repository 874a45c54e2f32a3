# SPDX-License-Identifier: Apache-2.0
"""What is published: a page for each readout, its text as a file, and an Atom feed.

The page loads nothing and runs nothing.  Every label stands in the language of its
text where that is English or Russian, and in English elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from parley.fixed import Fixed
from parley.station.readouts.views import ReadoutText, ReadoutView

ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_TITLE_CHARACTERS_MAX = 120
_STYLE = """
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.6 serif; }
section { border-top: 2px solid; margin-top: 2rem; }
mark { background: #fd8; color: #000; }
blockquote { margin: .4rem 1rem; padding-inline-start: .8rem;
  border-inline-start: 4px solid #b60; }
dt { font-weight: bold; } dd, code { overflow-wrap: anywhere; }
"""

_WORDS = {
    "en": {
        "by": "Readout of {ours}",
        "about": "Contacts with {theirs} that it is about: {count}",
        "AGREED": "{theirs} agreed to this text.",
        "WITH_DIFFERENCES": "{theirs} agreed with differences; each stands below the"
        " sentence that it is about.",
        "NOT_AGREED": "{theirs} did not agree to this text.",
        "none": "{theirs} had given no answer when this was published.",
        "differs": "{theirs} would say:",
        "published": "Published",
        "answered": "Answered",
        "digest": "SHA-256 of this readout's text file",
        "proof": "Proof of contact",
        "how": "Open verify.html with the proof and the policy files. It shows these"
        " contacts, the answer of {theirs} and the digest above, as both sides signed"
        " them; it does not show what was said.",
    },
    "ru": {
        "by": "Сообщение стороны {ours}",
        "about": "Контакты со стороной {theirs}, о которых идёт речь: {count}",
        "AGREED": "{theirs}: текст согласован.",
        "WITH_DIFFERENCES": "{theirs}: согласовано с расхождениями; каждое стоит под"
        " предложением, к которому относится.",
        "NOT_AGREED": "{theirs}: текст не согласован.",
        "none": "{theirs}: ответа до публикации не было.",
        "differs": "{theirs} говорит иначе:",
        "published": "Опубликовано",
        "answered": "Ответ дан",
        "digest": "SHA-256 файла с текстом этого сообщения",
        "proof": "Доказательство контакта",
        "how": "Откройте verify.html вместе с доказательством и файлами политик."
        " Страница покажет эти контакты, ответ стороны {theirs} и хеш, указанный выше,"
        " как их подписали обе стороны; что было сказано, она не показывает.",
    },
}


class Published(Fixed):
    """A readout of ours that is public, and the names of its files."""

    view: ReadoutView
    name: str  # of its files, without ending
    ours: str  # our party
    proof: tuple[str, ...]  # names of the proof and its policies, if they go along


def page(one: Published) -> bytes:
    """Return a readout as a page that stands by itself."""
    view = one.view
    root = ET.Element("html", lang=view.texts[0].language)
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(
        head, "meta", name="viewport", content="width=device-width, initial-scale=1"
    )
    _put(head, "title", title_of(view.texts[0]))
    _put(head, "style", _STYLE)
    body = ET.SubElement(root, "body")
    for text in view.texts:
        _put_section(body, one, text)
    data: bytes = ET.tostring(root, "utf-8", method="html")
    return b"<!DOCTYPE html>\n" + data + b"\n"


def index(every: Sequence[Published], ours: str) -> bytes:
    """Return the page that names every readout, the newest first."""
    root = ET.Element("html", lang="en")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    _put(head, "title", words("en", "by", ours=ours))
    _put(head, "style", _STYLE)
    feed = {"type": "application/atom+xml", "href": "feed.xml", "title": ours}
    ET.SubElement(head, "link", {"rel": "alternate", **feed})
    body = ET.SubElement(root, "body")
    for language in _WORDS:
        heading = _put(body, "h1", words(language, "by", ours=ours))
        heading.set("lang", language)
    items = ET.SubElement(body, "ul")
    for one in every:
        item = ET.SubElement(items, "li")
        _put(item, "time", _day(one.view))
        for text in one.view.texts:
            line = ET.SubElement(item, "p", _direction(text.language))
            _put(line, "a", title_of(text)).set("href", f"{one.name}.html")
    data: bytes = ET.tostring(root, "utf-8", method="html")
    return b"<!DOCTYPE html>\n" + data + b"\n"


def feed(every: Sequence[Published], ours: str, station: str) -> bytes:
    """Return an Atom feed with an entry for each text of each readout."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _atom(root, "id", f"urn:parley:readouts:{station}")
    _atom(root, "title", words("en", "by", ours=ours))
    _atom(root, "updated", _time(every[0].view.published_ms if every else 0))
    _atom(_atom(root, "author", ""), "name", ours)
    for one in every:
        for text in one.view.texts:
            entry = _atom(root, "entry", "")
            entry.set(_XML_LANG, text.language)
            name = f"urn:parley:readout:{one.view.digest}:{text.language}"
            _atom(entry, "id", name)
            _atom(entry, "title", title_of(text))
            _atom(entry, "updated", _time(one.view.published_ms))
            _atom(entry, "link", "").set("href", f"{one.name}.html")
            _atom(entry, "summary", _answer(one, text.language))
            _atom(entry, "content", text.text).set("type", "text")
    data: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"


def title_of(text: ReadoutText) -> str:
    """Return the first sentence of a text, if it is short enough whole."""
    first = text.sentences[0].shown.strip()
    if len(first) <= _TITLE_CHARACTERS_MAX:
        return first
    return first[: _TITLE_CHARACTERS_MAX - 3] + "..."


def words(language: str, name: str, **facts: object) -> str:
    """Return a label in a language, or in English."""
    return _WORDS.get(language, _WORDS["en"])[name].format(**facts)


def _put_section(body: ET.Element, one: Published, text: ReadoutText) -> None:
    view, language = one.view, text.language
    section = ET.SubElement(body, "section", _direction(language))
    said = _spoken(language)
    _label(section, "h1", said, words(language, "by", ours=one.ours))
    answer = ET.SubElement(section, "p", {"class": "answer", **said})
    _put(answer, "strong", _answer(one, language))
    account = ET.SubElement(section, "div", {"class": "account"})
    for sentence in text.sentences:
        line = ET.SubElement(account, "p")
        if sentence.differs is None:
            line.text = sentence.shown
            continue
        _put(line, "mark", sentence.shown)
        other = ET.SubElement(account, "blockquote")
        label = words(language, "differs", theirs=view.party)
        _label(other, "b", said, label).tail = f" {sentence.differs}"
    _put_facts(section, one, language)


def _put_facts(section: ET.Element, one: Published, language: str) -> None:
    view, said = one.view, _spoken(language)
    facts = ET.SubElement(section, "dl", said)
    rows = [
        (words(language, "published"), _time(view.published_ms)),
        (words(language, "digest"), view.digest),
    ]
    if view.answered_ms is not None:
        rows.insert(0, (words(language, "answered"), _time(view.answered_ms)))
    count = len(view.contacts)
    about = words(language, "about", theirs=view.party, count=count)
    _label(section, "p", said, about)
    for label, value in rows:
        _put(facts, "dt", label)
        _put(ET.SubElement(facts, "dd"), "code", value)
    text = f"{one.name}.txt"
    _put(ET.SubElement(facts, "dd"), "a", text).set("href", text)
    if one.proof:
        _put(facts, "dt", words(language, "proof"))
        for name in one.proof:
            link = _put(ET.SubElement(facts, "dd"), "a", name)
            link.set("href", name)
        _label(section, "p", said, words(language, "how", theirs=view.party))


def _answer(one: Published, language: str) -> str:
    # SPEC 11.59: "What is published has the answer beside it, with every difference;
    # where there is none it says so."
    return words(language, one.view.answer or "none", theirs=one.view.party)


def _direction(language: str) -> dict[str, str]:
    bare = language.partition("-")[0]
    return {"lang": language, "dir": "rtl" if bare in _RIGHT_TO_LEFT else "ltr"}


def _spoken(language: str) -> dict[str, str]:
    """Return the attributes of a label, which may stand in another language."""
    return _direction(language if language in _WORDS else "en")


def _label(
    parent: ET.Element, name: str, said: dict[str, str], text: str
) -> ET.Element:
    label = ET.SubElement(parent, name, said)
    label.text = text
    return label


def _put(parent: ET.Element, name: str, text: str) -> ET.Element:
    added = ET.SubElement(parent, name)
    added.text = text
    return added


def _atom(parent: ET.Element, name: str, text: str) -> ET.Element:
    return _put(parent, f"{{{ATOM}}}{name}", text)


def _time(time_ms: int | None) -> str:
    moment = datetime.fromtimestamp((time_ms or 0) // 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(view: ReadoutView) -> str:
    return _time(view.published_ms)[:10]
