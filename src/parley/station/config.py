# SPDX-License-Identifier: Apache-2.0
"""The settings of a station: `station.toml`, read strictly.

A setting that is not known here is a fault, not a remark: a misspelt line must never
be discovered in the hour it is needed.  No secret has a place in this file.
`docs/reference/config.md` is made from these types.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import (
    BaseModel,
    Field,
    PlainValidator,
    SerializeAsAny,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticKnownError

from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.ports.address import ADDRESS_WORDS, Address, checked_address, is_loopback
from parley.ports.kind import CircuitTable, StationName, Table
from parley.station.catalogue import BEARERS, kind_of
from parley.station.phones_settings import PhonesTable
from parley.station.settings_text import FILE
from parley.station.site_settings import (
    AgreementTable,
    ClocksTable,
    LimitsTable,
    OnwardTable,
    RetentionTable,
    TranslationTable,
)
from parley.station.told_settings import LogTable, ShellTable
from parley.station.tomlplace import Place, line_of
from parley.station.witness_settings import WitnessingTable, WitnessTable

_BEARER = "bearer"
_NAMES = ", ".join(BEARERS)


def bearer_of(circuit: Any) -> str:  # noqa: ANN401 - a table, read or not yet
    """Return the name of a circuit's kind of bearer; the first kind if none is said."""
    given = (
        circuit.get(_BEARER, BEARERS[0])
        if isinstance(circuit, dict)
        else getattr(circuit, _BEARER, None)
    )
    return given if isinstance(given, str) else ""


def _by_kind(circuit: object) -> CircuitTable:
    """Check a circuit's table as that of its kind of bearer, which is loaded now."""
    bearer = bearer_of(circuit)
    if bearer not in BEARERS:
        known = {"discriminator": _BEARER, "tag": bearer, "expected_tags": _NAMES}
        raise PydanticKnownError("union_tag_invalid", known)
    return kind_of(bearer).table.model_validate(circuit)


_Circuit = Annotated[SerializeAsAny[CircuitTable], PlainValidator(_by_kind)]


class StationTable(Table):
    """Who this station is.  Set by `parley init`; it must agree with the keys."""

    name: StationName = Field(
        description="Name of the station, in lower case with dots, as "
        "`nrrc.alfa.example`."
    )
    party: str = Field(
        description="Name of the party as people say it, as `Alfa`.",
        min_length=1,
        max_length=64,
    )
    mode: Literal["LIVE", "EXERCISE", "TEST"] = Field(
        description="The one world this station lives in; it cannot be changed."
    )
    positions: tuple[Annotated[str, Field(min_length=1, max_length=64)], ...] = Field(
        strict=False,
        min_length=1,
        max_length=64,
        description="The positions that messages are addressed to. They go onto the "
        'roster when the station is made: `["Duty officer", "Minister"]`.',
    )


class ConsoleTable(Table):
    """Where the watch officers' browser finds the console."""

    listen: Address = Field(
        default="127.0.0.1:8471",
        description="Address of the console. Loopback only, unless "
        "`beyond_loopback` is true.",
    )
    beyond_loopback: bool = Field(
        default=False,
        description="Allow an address that other machines can reach. Put a TLS "
        "terminator in front.",
    )
    origin: str = Field(
        default="",
        description="What the browser shows before the first slash. Empty: made "
        "from `listen`.",
    )

    @model_validator(mode="after")
    def _loopback(self) -> Self:
        if not self.beyond_loopback and not is_loopback(self.listen):
            raise ValueError("listen: a loopback address, or beyond_loopback = true")
        return self


class KeystoreTable(Table):
    """What opens the station's keys beside the passphrase."""

    half: Literal["none", "credential", "pkcs11"] = Field(
        default="none",
        description="Where the other half lies: nowhere, in a systemd credential, or "
        "in a PKCS#11 token.",
    )
    unattended: bool = Field(
        default=False,
        description="Start with the half alone, without a passphrase. Whoever has the "
        "machine then has the station.",
    )
    credential: str = Field(
        default="parley-half",
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        description="Name of the credential that holds the half.",
    )
    module: Path | None = Field(
        default=None, strict=False, description="The token maker's PKCS#11 library."
    )
    token: str = Field(
        default="parley", min_length=1, max_length=32, description="Label of the token."
    )
    key: str = Field(
        default="parley-half",
        min_length=1,
        max_length=64,
        description="Label of the key in the token.",
    )
    pin_credential: str = Field(
        default="parley-pin",
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        description="Name of the credential that holds the token's PIN.",
    )
    pin_file: Path | None = Field(
        default=None,
        strict=False,
        description="File of mode 0600 with the PIN, instead of a credential.",
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.half == "pkcs11" and self.module is None:
            raise ValueError("module: the path of the token's PKCS#11 library")
        if self.half == "none" and self.unattended:
            raise ValueError("unattended: true only with a half")
        return self


class HealthTable(Table):
    """Where monitoring finds `/healthz`, `/readyz` and `/metrics`."""

    listen: Address = Field(
        default="127.0.0.1:9471",
        description="Address of the health listener. Loopback only.",
    )

    @model_validator(mode="after")
    def _loopback(self) -> Self:
        if not is_loopback(self.listen):
            raise ValueError("listen: a loopback address")
        return self


class ApiTable(Table):
    """Where programs find the HTTP API; without this table there is none."""

    listen: Address | None = Field(
        default=None,
        description="Address of the API, as `127.0.0.1:8472`. Loopback only, unless "
        "`beyond_loopback` is true.",
    )
    beyond_loopback: bool = Field(
        default=False,
        description="Allow an address that other machines can reach. Put a TLS "
        "terminator in front.",
    )

    @model_validator(mode="after")
    def _loopback(self) -> Self:
        beyond = self.listen is not None and not is_loopback(self.listen)
        if beyond and not self.beyond_loopback:
            raise ValueError("listen: a loopback address, or beyond_loopback = true")
        return self


class AddressTable(Table):
    """An address put into our card, where counterparts find this station."""

    bearer: str = Field(
        default=BEARERS[0],
        description=f"Kind of carrier: {_NAMES}.",
    )
    address: str = Field(
        description="Where the counterpart reaches it, in the form of that kind; "
        "`HOST:PORT` for tcp."
    )

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        if self.bearer not in BEARERS:
            raise ValueError(f"bearer: one of {_NAMES}")
        try:
            kind_of(self.bearer).check_address(self.address)
        except ValueError as wrong:
            raise ValueError(f"address: {wrong}") from None
        return self


class Settings(Table):
    """Everything in `station.toml`."""

    station: StationTable
    console: ConsoleTable = ConsoleTable()
    keystore: KeystoreTable = KeystoreTable()
    health: HealthTable = HealthTable()
    api: ApiTable = ApiTable()
    shell: ShellTable = ShellTable()
    log: LogTable = LogTable()
    address: tuple[AddressTable, ...] = Field(default=(), strict=False)
    circuit: tuple[_Circuit, ...] = Field(default=(), strict=False)
    limits: LimitsTable = LimitsTable()
    retention: RetentionTable = RetentionTable()
    agreement: AgreementTable = AgreementTable()
    translation: TranslationTable = TranslationTable()
    witness: tuple[WitnessTable, ...] = Field(default=(), strict=False, max_length=16)
    witnessing: WitnessingTable = WitnessingTable()
    phones: tuple[PhonesTable, ...] = Field(default=(), strict=False, max_length=16)
    onward: tuple[OnwardTable, ...] = Field(default=(), strict=False, max_length=64)
    clocks: ClocksTable = ClocksTable()

    @model_validator(mode="after")
    def _circuit_names(self) -> Self:
        for table, ones in (("circuit", self.circuit), ("phones", self.phones)):
            names = [one.name for one in ones]
            for index, name in enumerate(names):
                if name in names[:index]:
                    raise ValueError(f"{table}.{index}.name: a name not used above")
        if self.witness and self.witnessing.quorum > len(self.witness):
            raise ValueError("witnessing.quorum: no more than there are witnesses")
        return self

    @model_validator(mode="after")
    def _host_of_its_mode(self) -> Self:
        # A browser tells real from exercise by the host, and so do its keys.
        host = self.console.origin.partition("://")[2].lower()
        exercise = self.station.mode == "EXERCISE"
        if host and not is_loopback(host) and exercise != ("exercise" in host):
            wanted = "`exercise` in its host" if exercise else "no `exercise` in it"
            raise ValueError(f"console.origin: an address with {wanted}")
        return self

    @property
    def mode(self) -> Mode:
        """The mode as the core knows it."""
        return Mode[self.station.mode]

    @property
    def origin(self) -> str:
        """The console's origin, as a browser sends it."""
        return self.console.origin or f"http://{self.console.listen}"


TABLES: dict[str, tuple[type[Table], bool]] = {
    "station": (StationTable, False),
    "console": (ConsoleTable, False),
    "keystore": (KeystoreTable, False),
    "health": (HealthTable, False),
    "api": (ApiTable, False),
    "shell": (ShellTable, False),
    "log": (LogTable, False),
    "address": (AddressTable, True),
    "circuit": (CircuitTable, True),
    "limits": (LimitsTable, False),
    "retention": (RetentionTable, False),
    "agreement": (AgreementTable, False),
    "translation": (TranslationTable, False),
    "witness": (WitnessTable, True),
    "witnessing": (WitnessingTable, False),
    "phones": (PhonesTable, True),
    "onward": (OnwardTable, True),
    "clocks": (ClocksTable, False),
}
"""Every table by name, and whether it may stand more than once."""


def load_settings(folder: Path) -> Settings:
    """Read and check `station.toml` of a station folder.

    Raises:
        LocalFault: PLY-CFG-001 no such file; 002 not TOML; 003 unknown setting;
            004 value not allowed; 005 setting missing; 011 unreadable.

    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise LocalFault("PLY-CFG-001", folder=folder, file=FILE) from missing
    except (OSError, UnicodeDecodeError) as unreadable:
        raise LocalFault("PLY-CFG-011", path=path, reason=unreadable) from unreadable
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """Check the text of a settings file; `path` is only named in faults."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        reason, line = _toml_reason(str(bad), text)
        raise LocalFault("PLY-CFG-002", file=path, line=line, reason=reason) from bad
    try:
        return Settings.model_validate(tables)
    except ValidationError as bad:
        raise _fault(bad.errors()[0], tables, text, path) from None


def _toml_reason(message: str, text: str) -> tuple[str, int]:
    reason, _, at = message.partition(" (at ")
    digits = at.removeprefix("line ").partition(",")[0]
    line = int(digits) if digits.isdigit() else max(1, text.count("\n"))
    return reason[:1].lower() + reason[1:], line


def _fault(
    error: ErrorDetails, tables: dict[str, Any], text: str, path: Path
) -> LocalFault:
    place: Place = tuple(error["loc"])
    table = _model_at(place, tables)
    kind = error["type"]
    if kind == "extra_forbidden":
        allowed = ", ".join(table.model_fields)
        code = "PLY-CFG-003"
    elif kind == "missing":
        allowed, code = _allowed(table, place), "PLY-CFG-005"
    elif kind == "union_tag_invalid":
        place = (*place, _BEARER)
        allowed = f"one of {_NAMES}"
        code = "PLY-CFG-004"
    else:
        place, allowed = _placed(table, place, error)
        code = "PLY-CFG-004"
    return LocalFault(
        code,
        file=path,
        line=line_of(text, place),
        key=".".join(str(part) for part in place if not isinstance(part, int)),
        value=_shown(error["input"], place),
        allowed=allowed,
    )


def _placed(table: type[Table], place: Place, error: ErrorDetails) -> tuple[Place, str]:
    """Checks over a whole table say `key: what is allowed` themselves."""
    message = error["msg"].removeprefix("Value error, ")
    last = place[-1] if place else ""
    is_table = not place or isinstance(last, int) or isinstance(error["input"], dict)
    inner, colon, allowed = message.partition(": ")
    if error["type"] != "value_error":
        return place, _allowed(table, place)
    if not (is_table and colon):
        return place, message
    for part in inner.split("."):
        place = (*place, int(part) if part.isdigit() else part)
    return place, allowed


def _shown(value: Any, place: Place) -> str:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, BaseModel):
        value = value.model_dump()
    for part in place[-1:]:
        if isinstance(value, dict):
            value = value.get(str(part), "missing")
    return str(value) if isinstance(value, bool | dict | list) else repr(value)


def _model_at(place: Place, tables: dict[str, Any]) -> type[Table]:
    """Return the type of the table in which something at `place` is wrong."""
    match place:
        case ("circuit", int(index), _, *_):
            return kind_of(bearer_of(tables["circuit"][index])).table
        case (str(name), _, *_) if name in TABLES:
            return TABLES[name][0]
        case _:
            return Settings


def _allowed(table: type[Table], place: Place) -> str:
    """Say what a setting takes, in words, from its type and description."""
    field = table.model_fields.get(str(place[-1])) if place else None
    if field is None or field.description is None:
        return "a table of settings; see docs/reference/config.md"
    words = allowed_words(field.annotation, field.metadata)
    return f"{words} ({field.description})"


def allowed_words(annotation: Any, metadata: list[Any]) -> str:  # noqa: ANN401 - a type
    """Return what a type allows, in words."""
    within = get_args(annotation)
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(within)
    if get_origin(annotation) is tuple:
        return "a list of texts"
    if type(None) in within:
        if get_origin(within[0]) is not Annotated:
            return allowed_words(within[0], metadata)
        annotation, *more = get_args(within[0])  # what is annotated, and with what
        return allowed_words(annotation, more)
    if any(getattr(one, "func", None) is checked_address for one in metadata):
        return ADDRESS_WORDS
    words = {bool: "true or false", int: "a whole number", float: "a number"}
    return ", ".join([words.get(annotation, "a text"), *_bounds(metadata)])


def _bounds(metadata: list[Any]) -> list[str]:
    labels = {
        "ge": "at least",
        "gt": "more than",
        "le": "at most",
        "min_length": "characters at least",
        "max_length": "characters at most",
    }
    return [
        f"{words} {getattr(one, name)}"
        for one in metadata
        for name, words in labels.items()
        if getattr(one, name, None) is not None
    ]
