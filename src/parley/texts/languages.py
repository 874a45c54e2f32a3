# SPDX-License-Identifier: Apache-2.0
"""What English and Russian write numbers, dates, units, directions and denials with.

Words stand as stems or patterns; matching ignores case.  A language without a table is
compared by its digits, codes and Latin unit symbols alone, and the result says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from parley.fixed import Fixed

UNITS: Mapping[str, tuple[str, str]] = {
    "km": (r"km|kilomet(?:re|er)s?", r"км|километр\w*"),
    "nmi": (r"nmi|nm|nautical miles?", r"мор(?:ск\w+|\.)\s?мил\w*"),
    "m": (r"m|met(?:re|er)s?", r"м|метр\w*"),
    "ft": (r"ft|foot|feet", r"фут\w*"),
    "FL": (r"flight levels?", r"эшелон\w*"),
    "kn": (r"kn|kt|knots?", r"уз|узл\w+|узел"),
    "km/h": (r"km/h", r"км/ч"),
    "kg": (r"kg|kilogram(?:me)?s?", r"кг|килограмм\w*"),
    "t": (r"t|ton(?:ne)?s?", r"т|тонн\w*"),
    "kt": (r"kilotons?", r"килотонн\w*"),
    "s": (r"s|sec(?:ond)?s?", r"с|сек(?:унд\w*)?"),
    "min": (r"min(?:ute)?s?", r"мин(?:ут\w*)?"),
    "h": (r"h|hours?|hrs?", r"ч|час(?:а|ов|ам|ами|ах)?"),
    "d": (r"days?", r"дн(?:я|ей|ям|ями|ях)|сут\w*|день"),
    "%": (r"%|per ?cent", r"%|процент\w*"),
    "degC": (r"°\s?C", r"°\s?[CС]"),
    "mSv": (r"mSv|millisieverts?", r"мЗв|миллизиверт\w*"),
    "Bq": (r"Bq|becquerels?", r"Бк|беккерел\w*"),
    "MW": (r"MW|megawatts?", r"МВт|мегаватт\w*"),
}
"""Canonical unit to the pattern of it in English and in Russian."""

MONTHS_EN = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
MONTHS_RU = [
    "янв",
    "фев",
    "мар",
    "апр",
    "ма[йя]",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
]

NUMBER_WORDS: Mapping[int, tuple[str, str]] = {
    2: (r"two", r"дв(?:а|е|ух|ум|умя)"),
    3: (r"three", r"тр(?:и|[её]х|[её]м|емя)"),
    4: (r"four", r"четыр(?:е|[её]х|[её]м|ьмя)"),
    5: (r"five", r"пят(?:ь|и|ью)"),
    6: (r"six", r"шест(?:ь|и|ью)"),
    7: (r"seven", r"сем(?:ь|и|ью)"),
    8: (r"eight", r"восем(?:ь|ью)|восьми"),
    9: (r"nine", r"девят(?:ь|и|ью)"),
    10: (r"ten", r"десят(?:ь|и|ью)"),
    11: (r"eleven", r"одиннадцат(?:ь|и|ью)"),
    12: (r"twelve", r"двенадцат(?:ь|и|ью)"),
}

DIRECTIONS: Mapping[str, tuple[str, str]] = {
    "N": (r"north\w*", r"север\w*|с\.\s?ш\.?"),
    "S": (r"south\w*", r"юг\w*|южн\w*|ю\.\s?ш\.?"),
    "E": (r"east\w*", r"восто\w*|в\.\s?д\.?"),
    "W": (r"west\w*", r"запад\w*|з\.\s?д\.?"),
}

TERMS: Mapping[str, tuple[str, str]] = {
    "at least": (
        r"at least|not less than|no fewer than",
        r"не менее|не меньше|по меньшей мере|как минимум",
    ),
    "at most": (r"at most|no more than|not more than", r"не более|не больше"),
    "not later than": (r"(?:no|not) later than", r"не позднее|не позже"),
    "not earlier than": (r"(?:no|not) earlier than", r"не ранее|не раньше"),
    "unless": (r"unless", r"если (?:\w+ ){0,3}не|кроме случаев|за исключением"),
    "until": (r"until|till", r"(?<!\w)до(?!\w)|пока (?:\w+ ){0,3}не"),
    "attack": (r"attack\w*|strike\w*", r"нападен\w*|атак\w*|удар\w*"),
    "accident": (r"accident\w*", r"случайн\w*|авари\w*|непреднамеренн\w*"),
    "exercise": (r"exercis\w*|drill\w*", r"учени\w*|учебн\w*"),
    "test": (
        r"tests?|testing|tested",
        r"испытан\w*|испытат\w*|проверк\w*|проверо\w*|тест\w*",
    ),
    "launch": (r"launch\w*", r"пуск\w*|запус\w*|запущ\w*|старт\w*"),
    "missile": (r"missile\w*|rocket\w*", r"ракет\w*"),
    "nuclear": (r"nuclear", r"ядерн\w*|атомн\w*"),
    "aircraft": (
        r"aircraft|airplane\w*|plane|planes",
        r"самол[её]т\w*|воздушн\w+ суд\w*|летательн\w*",
    ),
    "ship": (r"ships?|vessels?", r"корабл\w*|суд(?:но|на|ну|ном|не|ов|ам)\w*"),
    "submarine": (r"submarine\w*", r"подводн\w+ лод\w*|подлод\w*"),
    "border": (r"border\w*|frontier\w*", r"границ\w*|рубеж\w*"),
    "fire": (
        r"open(?:ed)? fire|cease-?fire|(?:do not|not) fire",
        r"огонь|огн[яюе]\w*|стрел\w*",
    ),
    "withdraw": (r"withdr[ae]w\w*", r"отвод\w*|отвед\w*|отозва\w*|вывод\w*|вывед\w*"),
    "cancel": (r"cancel\w*", r"отмен\w*|аннулир\w*"),
    "warning": (r"warn\w*", r"предупрежд\w*|предупреди\w*"),
    "radiation": (r"radiation", r"радиац\w*|излучен\w*"),
    "casualties": (
        r"casualt\w*|killed|wounded|injured",
        r"пострадавш\w*|погибш\w*|ранен\w*|жертв\w*|потер(?:и|ь|ям|ями|ях)",
    ),
    "unauthorised": (r"unauthori[sz]ed", r"несанкционированн\w*"),
}
"""Terms that must not be lost, and phrases whose "not" denies nothing."""

BOUNDS = ("at least", "at most", "not later than", "not earlier than", "unless")

DENIALS: tuple[str, str] = (
    r"not|no|never|neither|nor|cannot|\w+n['’]t|without|none|nobody|nothing",
    (
        r"не|нет|ни|никогда|никто|никого|никому|никак\w*|ничего|ничто|без|нельзя"
        r"|невозможно|отсутству\w*"
    ),
)
"""In Russian, "не" and its kin; "кроме" and the like are terms."""


class Forms(Fixed):
    """One pattern for all words of a group; the number of its group is the word's."""

    pattern: re.Pattern[str]
    keys: tuple[str, ...]

    def key(self, hit: re.Match[str]) -> str:
        """Return the canonical name of what was hit."""
        return self.keys[(hit.lastindex or 1) - 1]


class Language(Fixed):
    """The tables of one language, compiled."""

    units: Forms
    months: tuple[re.Pattern[str], ...]
    month: str
    numbers: Forms
    directions: Forms
    terms: Forms
    denials: re.Pattern[str]
    decimal: str


_COLUMN = {"en": 0, "ru": 1}


def known(language: str) -> bool:
    """Tell whether `language` (BCP 47) has tables here."""
    return language.split("-", maxsplit=1)[0] in _COLUMN


@cache
def tables(language: str) -> Language:
    """Return the tables of a language; English unit symbols where it has none."""
    column = _COLUMN.get(language.split("-", maxsplit=1)[0], 0)
    months = (MONTHS_EN, MONTHS_RU)[column]
    numbers = {str(number): forms for number, forms in NUMBER_WORDS.items()}
    return Language(
        units=_forms(UNITS, column, r"\s?"),
        months=tuple(re.compile(month, re.IGNORECASE) for month in months),
        month=rf"(?:{'|'.join(months)})\w*\.?",
        numbers=_forms(numbers, column),
        directions=_forms(DIRECTIONS, column),
        terms=_forms(TERMS, column),
        denials=re.compile(rf"(?<!\w)(?:{DENIALS[column]})(?!\w)", re.IGNORECASE),
        decimal=",." if column else ".",
    )


def _forms(
    forms: Mapping[str, tuple[str, str]], column: int, before: str = r"(?<!\w)"
) -> Forms:
    each = "|".join(f"({form[column]})" for form in forms.values())
    pattern = re.compile(f"{before}(?:{each})(?!\\w)", re.IGNORECASE)
    return Forms(pattern, tuple(forms))
