# SPDX-License-Identifier: Apache-2.0
"""Terms in Russian: sentence for sentence what `agreement_words` says in English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from parley.model.agreement import PrecedenceTarget, ReleaseRule, Terms
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode
from parley.texts.assigned import unicode_of

_EVIDENCE: Final = {
    "provable": "Каждая сторона может доказывать третьим лицам то, что записано.",
    "joint": "Записанное показывают третьим лицам только обе стороны вместе.",
    "deniable": "Ни одна сторона не доказывает третьим лицам того, что записано.",
}
_CLASSES: Final = {
    OfficerClass.WATCH: "вахты",
    OfficerClass.RELEASER: "с правом выпуска",
    OfficerClass.PRINCIPAL: "из числа руководителей",
}


def russian_words(terms: Terms, mode: Mode) -> tuple[str, ...]:
    """Return terms of one mode, one sentence a line."""
    rules = [rule for rule in terms.rules if rule.mode is mode]
    return (
        *(_rule(rule) for rule in rules),
        "Что не подпадает ни под одно правило, выпускают двое, и в обход никто.",
        *(_target(each) for each in sorted(terms.targets, key=lambda t: -t.precedence)),
        *_others(terms),
    )


def _rule(rule: ReleaseRule) -> str:
    what = f"{rule.mode.name}, {rule.precedence.name} и выше"
    if rule.format is not None:
        what += f", форма {rule.format} книги кодов"
    if rule.position is not None:
        only = "только " if rule.format is not None else ""
        what += f", {only}для «{rule.position}»"
    one = rule.releases == 1
    who = "один офицер" if one else "два офицера"
    words = f"{what}: {who} {_CLASSES[rule.by]}"
    if one and rule.alone:
        words += "; офицер вахты мог написать это сам"
    if rule.override:
        words += "; один может выпустить в обход, с письменной причиной"
        if rule.alone:
            words += ", офицер вахты — и собственный текст"
    return words + "."


def _target(target: PrecedenceTarget) -> str:
    parts = [
        f"квитанция за {_time(target.receipt_s)}",
        f"подтверждение за {_time(target.acknowledge_s)}",
    ]
    if target.translate_s is not None:
        parts.append(f"перевод за {_time(target.translate_s)}")
    if target.deliver_s is not None:
        parts.append(f"доклад руководителю за {_time(target.deliver_s)}")
    if target.escalate_s:
        parts.append(f"тревога громче через {_times(target.escalate_s)}")
    return f"{target.precedence.name}: {'; '.join(parts)}."


def _others(terms: Terms) -> Iterator[str]:
    yield (
        f"Проверка линии каждые {_time(terms.test_interval_s)},"
        f" пропущена ещё через {_time(terms.test_tolerance_s)}."
    )
    yield f"Эпоха ключей длится не более {_time(terms.epoch_age_s_max)}."
    count = "считаются" if terms.software_keys_count else "не считаются"
    yield f"Выпуски программными ключами {count}."
    yield _EVIDENCE[terms.evidence]
    if terms.read_back:
        formats = ", ".join(str(each) for each in terms.read_back)
        yield f"Зачитываются обратно: формы {formats}."
    yield f"Сторона {'может' if terms.suspend else 'не может'} приостановить линию."
    yield f"Сторона {'может' if terms.minimize else 'не может'} вводить MINIMIZE."
    yield f"Черновики ограничены знаками Юникода {_unicode(terms.tables)}."
    if terms.pages:
        yield "Каждая эпоха берёт страницу общего ключа; без неё эпоха не открывается."
    if terms.code_book is not None:
        yield f"Книга кодов — та, у которой SHA-256 {terms.code_book.hex()}."


def _unicode(tables: int) -> str:
    return unicode_of(tables).replace("later than", "новее")


def _times(seconds: Sequence[int]) -> str:
    return ", ".join(_time(each) for each in seconds)


def _time(seconds: int) -> str:
    for size, name in ((86_400, "сут"), (3_600, "ч"), (60, "мин")):
        if seconds and seconds % size == 0:
            return f"{seconds // size} {name}"
    return f"{seconds} с"
