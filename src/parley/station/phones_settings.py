# SPDX-License-Identifier: Apache-2.0
"""The settings of lists of phones, and the lists made from them."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from parley.core.effects import EscalationStep
from parley.errors import LocalFault
from parley.pager.phones import Carrier, Phones
from parley.ports.kind import Table

TEXT = (
    "The watch is needed at the station. Code {code}. Come, or call it; whoever has"
    " this enters the code there."
)
ADDRESSES_MAX = 64
_FILE_BYTES_MAX = 65_536
_ANYBODY = stat.S_IRWXG | stat.S_IRWXO
_STEPS = {
    "duty": frozenset({EscalationStep.DUTY_PHONES, EscalationStep.NEXT_LIST}),
    "next": frozenset({EscalationStep.NEXT_LIST}),
}


class PhonesTable(Table):
    """A list of phones that are called when nobody at a console has a message."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,31}$",
        description="Name of the list on screens and in alarms.",
    )
    call: Literal["duty", "next"] = Field(
        default="duty",
        description="When it is called: as `duty`, and again with the `next` ones "
        "when they are; or only with the `next`.",
    )
    addresses: str = Field(
        min_length=1,
        max_length=255,
        description="File of mode 0600 in the station folder, with one address of "
        "Apprise in each line. Addresses hold passwords, so they stand there.",
    )
    text: str = Field(
        default=TEXT,
        max_length=400,
        description="What is said, the same for everything that happens; `{code}` is "
        "where the six digits go.",
    )

    @model_validator(mode="after")
    def _has_code(self) -> Self:
        try:
            said = self.text.format(code="123 456")
        except (LookupError, ValueError):
            said = ""
        if "123 456" not in said:
            raise ValueError("text: a text with {code} and no other braces")
        return self


def phones_of(tables: tuple[PhonesTable, ...], root: Path) -> tuple[Phones, ...]:
    """Return the lists of a station's settings, ready to be called.

    Raises:
        LocalFault: PLY-WCH-072 a file of addresses cannot be used.

    """
    return tuple(
        Phones(each.name, _STEPS[each.call], each.text, _carrier(each, root))
        for each in tables
    )


def _carrier(table: PhonesTable, root: Path) -> Carrier:
    addresses = _addresses(table, root / table.addresses)
    try:
        # Slow to load, and needed by few stations.
        from apprise import Apprise, AppriseAsset  # noqa: PLC0415
    except ImportError:
        reason = "the extra `alert` is not installed"
        raise LocalFault("PLY-WCH-072", phones=table.name, reason=reason) from None
    asset = AppriseAsset(
        app_id="Parley", app_desc="", app_url="", plugin_paths=[], async_mode=True
    )
    made = Apprise(asset=asset)
    for number, address in enumerate(addresses, 1):
        if not made.add(address):
            reason = f"address {number} is none that Apprise knows"
            raise LocalFault("PLY-WCH-072", phones=table.name, reason=reason)
    return lambda body: bool(made.notify(title="Parley", body=body))


def _addresses(table: PhonesTable, path: Path) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8") as file:
            if path.stat().st_mode & _ANYBODY:
                reason = f"{table.addresses} can be read by others; give it mode 0600"
                raise LocalFault("PLY-WCH-072", phones=table.name, reason=reason)
            text = file.read(_FILE_BYTES_MAX + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = f"{table.addresses} cannot be read ({type(error).__name__})"
        raise LocalFault("PLY-WCH-072", phones=table.name, reason=reason) from None
    lines = (line.strip() for line in text.splitlines())
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if not 0 < len(found) <= ADDRESSES_MAX or len(text) > _FILE_BYTES_MAX:
        reason = f"{table.addresses} holds no address, or more than {ADDRESSES_MAX}"
        raise LocalFault("PLY-WCH-072", phones=table.name, reason=reason)
    return found
