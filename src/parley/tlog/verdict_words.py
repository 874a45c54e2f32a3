# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501, RUF001 - a sentence is read whole, and half of them are Russian
"""The sentences in which a verdict is told, in English and in Russian.

`web/verify.html` carries the same sentences; a test holds the two to each other.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ru"]

_KINDS = {
    1: ("message", "сообщение"),
    2: ("receipt of a station", "квитанция станции"),
    3: ("acknowledgement of an officer", "подтверждение дежурного"),
    4: ("read-back", "повторение понятого"),
    5: ("delivered to the principal", "доложено руководителю"),
    6: ("standby, an answer follows", "ждите ответа"),
    7: ("refusal to reply", "отказ от ответа"),
    8: ("order wire", "служебная связь"),
    9: ("link test", "проверка связи"),
    10: ("answer to a link test", "ответ на проверку связи"),
    11: ("key event", "событие с ключами"),
    12: ("line closed openly", "линия открыто приостановлена"),
    13: ("line reopened", "линия возобновлена"),
    14: ("account after a restore", "отчёт после восстановления"),
    15: ("entry repeated after a restore", "повтор записи после восстановления"),
    16: ("signed head of the log", "подписанное состояние журнала"),
    17: ("cosignature", "заверяющая подпись"),
    36: ("readout shown to the other side", "сообщение показано другой стороне"),
    37: ("answer to a readout", "ответ на сообщение"),
    38: ("readout published", "сообщение опубликовано"),
}
_PRECEDENCES = {
    0: ("ROUTINE", "ROUTINE (обычная)"),
    1: ("PRIORITY", "PRIORITY (срочная)"),
    2: ("IMMEDIATE", "IMMEDIATE (неотложная)"),
    3: ("FLASH", "FLASH (молния)"),
}
_REFUSALS = {
    "PLY-LOG-002": (
        "The shown fields of an entry are not well-formed.",
        "Показанные поля записи составлены неправильно.",
    ),
    "PLY-LOG-003": (
        "The entry is not in the log at the place the proof gives.",
        "Записи нет в журнале на указанном месте.",
    ),
    "PLY-LOG-005": (
        "The entries are not in the log at the places the proof gives.",
        "Записей нет в журнале на указанных местах.",
    ),
    "PLY-LOG-006": (
        "The signed note is not well-formed.",
        "Подписанная запись состояния составлена неправильно.",
    ),
    "PLY-LOG-007": (
        "The checkpoint is not well-formed.",
        "Контрольная точка составлена неправильно.",
    ),
    "PLY-LOG-008": (
        "The checkpoint is not signed by its log.",
        "Контрольная точка не подписана своим журналом.",
    ),
    "PLY-LOG-009": (
        "A signature is not good.",
        "Одна из подписей неверна.",
    ),
    "PLY-LOG-010": (
        "No policy given here knows this log. Add the policy file of the log.",
        "Ни одна из данных политик не знает этого журнала. Добавьте файл политики.",
    ),
    "PLY-LOG-011": (
        "The checkpoint lacks signatures that the policy asks for.",
        "Недостаёт подписей, которых требует политика.",
    ),
    "PLY-LOG-012": (
        "The proof is not well-formed: it was cut, altered or made wrongly.",
        "Доказательство составлено неправильно: обрезано, изменено или испорчено.",
    ),
    "PLY-LOG-013": (
        "A policy file is not well-formed.",
        "Файл политики составлен неправильно.",
    ),
    "PLY-LOG-014": (
        "A verifier key is not well-formed.",
        "Ключ проверки составлен неправильно.",
    ),
    "PLY-LOG-016": (
        "The evidence is not well-formed: it was cut, altered or made wrongly.",
        "Улика составлена неправильно: обрезана, изменена или испорчена.",
    ),
    "PLY-LOG-017": (
        "The evidence shows no contradiction.",
        "Улика не показывает противоречия.",
    ),
    "PLY-LOG-018": (
        "The file does not bear out that these are all entries of the period.",
        "Файл не подтверждает, что это все записи за указанное время.",
    ),
    "PLY-LOG-019": (
        "The file is neither a proof nor evidence that this program knows.",
        "Файл не является ни доказательством, ни уликой известного вида.",
    ),
}
_SENTENCES = {
    "refused": ("REFUSED. Nothing is proved.", "ОТКЛОНЕНО. Ничего не доказано."),
    "reason": ("{reason} ({code})", "{reason} ({code})"),
    "proved": ("PROVED.", "ДОКАЗАНО."),
    "contradiction": (
        "PROVED: two contradictory versions were signed.",
        "ДОКАЗАНО: подписаны две противоречащие версии.",
    ),
    "log": (
        "Log of what {sender} sent to {recipient}: mode {mode}, incarnation {number}, {size} entries.",
        "Журнал того, что {sender} передавала {recipient}: режим {mode}, воплощение {number}, записей: {size}.",
    ),
    "named log": ("Log {origin}: {size} entries.", "Журнал {origin}: записей {size}."),
    "not live": (
        "This is not live traffic: it was an exercise or a test.",
        "Это не боевой обмен: было учение или проверка.",
    ),
    "signed": (
        "{name} signed this state of the log with {algorithm}.",
        "{name} подписала это состояние журнала ({algorithm}).",
    ),
    "signed at": (
        "{name} signed this state of the log with {algorithm} at {time} by its clock.",
        "{name} подписала это состояние журнала ({algorithm}) в {time} по своим часам.",
    ),
    "period": (
        "Between {first} and {end} the log holds exactly these entries: {count}.",
        "От {first} до {end} в журнале ровно эти записи: {count}.",
    ),
    "begins": (
        "Nothing precedes them: the log begins here.",
        "До них ничего нет: журнал начинается здесь.",
    ),
    "ends": (
        "Nothing followed them when the log was signed.",
        "После них на время подписания ничего не было.",
    ),
    "chosen": (
        "These entries are in the log: {count}. There may be others.",
        "Эти записи есть в журнале: {count}. Могут быть и другие.",
    ),
    "count": ("{count} × {sort}", "{count} × {sort}"),
    "receipted": (
        "; received by the other station: {count}",
        "; получено другой станцией: {count}",
    ),
    "acknowledged": (
        "; acknowledged by an officer: {count}",
        "; подтверждено дежурным: {count}",
    ),
    "entry": ("Entry {serial}: {facts}", "Запись {serial}: {facts}"),
    "beyond": ("outside the period", "вне периода"),
    "logged": ("logged {time}", "внесена {time}"),
    "content": ("content digest {value}", "хеш содержания {value}"),
    "releases": ("releases digest {value}", "хеш разрешений {value}"),
    "reference": ("refers to {value}", "ссылается на {value}"),
    "answers": (
        "answers entry {serial} of log {part}",
        "отвечает на запись {serial} журнала {part}",
    ),
    "readout answer": ("answer {number} to a readout", "ответ {number} на сообщение"),
    "readout answer 1": ("AGREED", "СОГЛАСОВАНО"),
    "readout answer 2": ("AGREED WITH DIFFERENCES", "СОГЛАСОВАНО С РАСХОЖДЕНИЯМИ"),
    "readout answer 3": ("NOT AGREED", "НЕ СОГЛАСОВАНО"),
    "readout text": (
        "SHA-256 of the readout's text file {value}",
        "SHA-256 файла с текстом сообщения {value}",
    ),
    "nothing": ("nothing shown", "ничего не показано"),
    "kind hidden": ("kind not shown", "вид не показан"),
    "precedence hidden": ("precedence not shown", "срочность не показана"),
    "kind": ("kind {number}", "вид {number}"),
    "precedence": ("precedence {number}", "срочность {number}"),
    "more": ("and {count} more entries", "и ещё записей: {count}"),
    "two states": (
        "{name} signed two different states of the log {origin}, both of {size} entries.",
        "{name} подписала два разных состояния журнала {origin}, оба из {size} записей.",
    ),
    "root": ("State {number}: root {root}", "Состояние {number}: корень {root}"),
    "limits": ("What is NOT proved:", "Что НЕ доказано:"),
    "no text": (
        "What any message says: no text is in this file.",
        "Что сказано в сообщениях: текстов в этом файле нет.",
    ),
    "no truth": (
        "That what was said is true.",
        "Что сказанное — правда.",
    ),
    "claims": (
        "That kind, precedence and time are true: the sender stated them and the counterpart signed the log with them in it.",
        "Что вид, срочность и время верны: их указал отправитель, а другая сторона подписала журнал с ними.",
    ),
    "others": (
        "That there are no other entries.",
        "Что других записей нет.",
    ),
    "outside": (
        "Anything about the time outside the period.",
        "Что было вне этого времени.",
    ),
    "collusion": (
        "That both stations did not make up the record together.",
        "Что обе станции не придумали запись сообща.",
    ),
    "keys": (
        "Whose keys these are: compare the SHA-256 of each key with what its party publishes.",
        "Чьи это ключи: сверьте SHA-256 каждого ключа с тем, что публикует сторона.",
    ),
    "key": ("{name}, {algorithm}: {key}", "{name}, {algorithm}: {key}"),
    "which": (
        "Which of the two versions is the true one.",
        "Какая из двух версий верна.",
    ),
    "classical": (
        "That a quantum computer did not forge it: no ML-DSA-44 signature is shown.",
        "Что это не подделал квантовый компьютер: подписи ML-DSA-44 нет.",
    ),
}


def _all() -> dict[str, tuple[str, str]]:
    named = {f"kind {number}": words for number, words in _KINDS.items()}
    named |= {f"precedence {number}": words for number, words in _PRECEDENCES.items()}
    return named | _REFUSALS | _SENTENCES


WORDS: dict[Language, dict[str, str]] = {
    "en": {name: words[0] for name, words in _all().items()},
    "ru": {name: words[1] for name, words in _all().items()},
}
