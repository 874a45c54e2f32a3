# SPDX-License-Identifier: Apache-2.0
"""`parley record prove`: a proof for a third party, shown before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import output, previews
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, read_small, write_new
from parley.cli.passphrases import passphrase_option
from parley.cli.periods import Period, period_options
from parley.cli.reach import running_or_at_rest
from parley.errors import LocalFault
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence

_SHOW = ("kind", "precedence", "time", "receipt", "acknowledgement")
_DEFAULT = ("kind", "precedence", "time")
_CONSENT_BYTES_MAX = 1_048_577


@click.command("prove")
@click.argument("refs", nargs=-1, metavar="[NAME]...")
@click.option("--link", metavar="STATION", help="Which counterpart, if more than one.")
@period_options
@click.option(
    "--direction",
    type=click.Choice(("out", "in", "both")),
    default="both",
    show_default=True,
    help="Whose entries: ours (out), theirs (in).",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([one.name.lower() for one in EntryKind], case_sensitive=False),
    help="Only entries of this kind; repeatable.",
)
@click.option(
    "--precedence",
    "precedences",
    multiple=True,
    type=click.Choice([one.name for one in Precedence], case_sensitive=False),
    help="Only messages of this precedence; repeatable.",
)
@click.option(
    "--show",
    multiple=True,
    type=click.Choice(_SHOW),
    help="What stands open of them; repeatable.  [default: kind, precedence, time]",
)
@click.option(
    "--complete",
    is_flag=True,
    help="Prove as well that the period holds no other entry of that sort.",
)
@click.option(
    "--consent",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The counterpart's consent, where the link agreement asks for one.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the proof; without it the preview is all that happens.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    /,
    passphrase_file: Path | None,
    out: Path | None,
    period: Period,
    consent: Path | None,
    **choice: Any,  # noqa: ANN401 - what click took, handed on by name
) -> None:
    """Prove to a third party that entries are on the cosigned record.

    NAME is a name from `parley messages`; without names entries are chosen by period,
    kind and precedence.  The preview says, field by field, what a reader will learn and
    what he will not; no word of any text and no officer's name is ever in a proof.
    Beside FILE one policy is written for each log: the keys whose signatures count.

    \b
    One message, and that the other station has it:
      parley record prove bravo.example/out/1/12 --show kind --show receipt
    Exactly how many FLASH messages we sent in May, and nothing else of them:
      parley record prove --complete --direction out --kind message
        --precedence FLASH --show kind --show precedence
        --from 2027-05-01 --to 2027-05-31 --out may.proof
    """  # noqa: D301 - \b is click's
    given = {name: list(value) for name, value in choice.items() if _several(value)}
    given["show"] = given.get("show") or list(_DEFAULT)
    with running_or_at_rest(face, passphrase_file) as ask:
        view = ask(
            "prove",
            link=choice["link"],
            direction=choice["direction"],
            complete=choice["complete"],
            consent=b"" if consent is None else read_small(consent, _CONSENT_BYTES_MAX),
            **given,
            **period.params(),
        )
    written = {} if out is None else _written(view, out)
    face.show(
        {**view, "written": list(written)},
        lambda: [*previews.lines(view), *_end(view, written)],
    )
    if out is not None and view["request"]:
        raise LocalFault(
            "PLY-REC-003", name=view["link"], file=_request_of(out), out=out
        )


def _several(value: object) -> bool:
    return isinstance(value, tuple) and bool(value)


def _written(view: Mapping[str, Any], out: Path) -> dict[str, bytes]:
    """Write the proof with its policies, or the request for the consent to it."""
    if view["request"]:
        files = {_request_of(out): as_bytes(view["request"])}
    else:
        files = {out: as_bytes(view["data"]), **dict(_policies(view, out))}
    for path in files:
        if path.exists():
            raise LocalFault("PLY-CLI-012", file=path)
    for path, data in files.items():
        write_new(path, data)
    return {str(path): data for path, data in files.items()}


def _request_of(out: Path) -> Path:
    return out.with_name(f"{out.name}.request")


def _policies(view: Mapping[str, Any], out: Path) -> Iterator[tuple[Path, bytes]]:
    for policy in view["policies"]:
        name = f"{out.name}.{policy['sender']}.{policy['incarnation']}.policy"
        yield out.with_name(name), policy["text"].encode()


def _end(view: Mapping[str, Any], written: Mapping[str, bytes]) -> list[str]:
    facts = [
        ("written", f"{name}  {len(data)} bytes") for name, data in written.items()
    ]
    if view["request"]:
        joint = "This needs the counterpart's consent: the agreement says `joint`."
        return ["", joint, *output.facts(facts)]
    if not written:
        return ["", f"Nothing was written; the proof has {view['data_bytes']} bytes."]
    return ["", *output.facts(facts)]
