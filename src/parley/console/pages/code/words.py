# SPDX-License-Identifier: Apache-2.0
"""The few words of the code page that are not the book's, in both its languages.

The language here is that of the form, chosen on the page; the console's own stays.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Codes",
        "one_action": "One action",
        "one_action_says": (
            "One press writes the code, signs it with your key and releases it, where"
            " the link agreement lets the watch do so alone."
        ),
        "formats": "Formats",
        "language": "Language of the form",
        "link": "To",
        "about": "Concerning message",
        "until": "Until (UTC, or +15 for 15 minutes from now)",
        "not_stated": "not stated",
        "required": "required",
        "read_back": "read back by the receiver",
        "notation": "How it is written",
        "look": "Look at it",
        "release": "Release it now",
        "draft": "File it for release by others",
        "texts": "What it says",
        "draft_mark": "draft, not reviewed by a linguist",
        "map": "Places",
        "map_says": "The outline is no chart; it helps to see that two numbers changed"
        " places.",
        "no_map": "no place on the map was stated",
        "place": "Place",
        "kind": "On the map",
        "field": "Field",
        "facts": "Before it is signed",
        "bytes": "Bytes",
        "digest": "SHA-256 of the edition",
        "lead": "Lead time",
        "lead_says": "event time less now, less the usual way there",
        "short": "Late: their watch has {agreed} to answer, more than is left.",
        "alone": "the watch alone",
        "releases": "releases by others",
        "takes": "Takes",
        "nobody": "Sign on to write a code.",
        "none": "Both sides signed no edition of the code book; write a free text.",
    },
    "ru": {
        "title": "Кодовые сообщения",
        "one_action": "Одним действием",
        "one_action_says": (
            "Одно нажатие составляет сообщение, подписывает его вашим ключом и"
            " отправляет, если соглашение о линии разрешает это одному дежурному."
        ),
        "formats": "Форматы",
        "language": "Язык формы",
        "link": "Кому",
        "about": "Относительно сообщения",
        "until": "До (UTC или +15, через 15 минут)",
        "not_stated": "не указано",
        "required": "обязательно",
        "read_back": "получатель повторяет",
        "notation": "Как записывать",
        "look": "Показать",
        "release": "Отправить сейчас",
        "draft": "Передать на подпись другим",
        "texts": "Что будет сказано",
        "draft_mark": "черновик, не проверен лингвистом",
        "map": "Места",
        "map_says": "Контур не является картой; он помогает заметить, что два числа"
        " переставлены.",
        "no_map": "место на карте не указано",
        "place": "Место",
        "kind": "На карте",
        "field": "Поле",
        "facts": "До подписи",
        "bytes": "Байты",
        "digest": "SHA-256 издания",
        "lead": "Остаётся времени",
        "lead_says": "время события минус сейчас и минус обычное время передачи",
        "short": "Поздно: их дежурному на ответ дано {agreed}, это больше остатка.",
        "alone": "один дежурный",
        "releases": "подписи других лиц",
        "takes": "Требуется",
        "nobody": "Чтобы составить сообщение, войдите.",
        "none": "Стороны не подписали ни одного издания кодовой книги; пишите"
        " свободным текстом.",
    },
}


def words_in(tag: str) -> Mapping[str, str]:
    """Return the page's words; English where it has none of its own."""
    return WORDS.get(tag, WORDS["en"])
