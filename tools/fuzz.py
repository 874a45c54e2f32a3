# SPDX-License-Identifier: Apache-2.0
"""Fuzz every parser of bytes from outside, guided by coverage, for a bounded time.

A parser returns a value or raises a fault of the catalogue; anything else is a find.
Each target runs in a process of its own, since the fuzzer never returns.  Its corpus
stays in build/fuzz, and so do the bytes of a find.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any

from parley.errors import Fault

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "build" / "fuzz"
INPUT_BYTES_MAX = 65_536


@dataclass(frozen=True, slots=True)
class Named:
    """What stands at `module:name`, imported only once the fuzzer watches imports."""

    place: str

    def found(self) -> Any:  # noqa: ANN401 - a parser, or what one takes besides
        """Import it."""
        module, _, name = self.place.partition(":")
        return attrgetter(name)(import_module(module))


CARD = Named("parley.wire.statement:StatementKind.CARD")
ES256 = Named("parley.model.identity:KeyScheme.WEBAUTHN_ES256")
# Name of the target: the function that takes the bytes, and what it takes besides.
TARGETS: dict[str, tuple[str, tuple[object, ...]]] = {
    "agreement": ("parley.wire.agreement:decode_agreement", ()),
    "air-head": ("parley.tlog.air:decode_air_head", ()),
    "body": ("parley.wire.body:decode_body", (1_000,)),
    "bundle": ("parley.tlog.bundle:parse_bundle", ()),
    "card": ("parley.wire.card:decode_card", ()),
    "card-file": ("parley.wire.cardfile:decode_cardfile", ()),
    "cbor": ("parley.wire.cbor:loads", ()),
    "cbor-padded": ("parley.wire.cbor:loads_padded", ()),
    "chunk": ("parley.wire.chunk:decode_chunk", ()),
    "book": ("parley.formats.book:read_book", ()),
    "coded": ("parley.wire.coded:decode_coded", ()),
    "coded-body": ("parley.testing.coded_samples:decode_newest", ()),
    "engine-said": ("parley.engines.speech:read_said", ()),
    "delegation": ("parley.wire.delegation:decode_delegation", ()),
    "delegation-request": ("parley.wire.delegation:decode_request", ()),
    "entry": ("parley.wire.entry:decode_entry_padded", (1_700_000_000_000,)),
    "archive-request": ("parley.wire.export:decode_archive_request", ()),
    "export-consent": ("parley.wire.export:decode_export_consent", ()),
    "export-request": ("parley.wire.export:decode_export_request", ()),
    "exchange": ("parley.testing.exchanged:read_any", ()),
    "exchange-json": ("parley.testing.exchanged:read_json", ()),
    "exchange-mail": ("parley.testing.exchanged:read_mail_file", ()),
    "fragments-joined": ("parley.testing.joined:join_fragments", ()),
    "chunks-joined": ("parley.testing.joined:join_chunks", ()),
    "frame": ("parley.wire.frame:split_frame", ()),
    "frame-opening": ("parley.wire.frame:split_opening", ()),
    "hardware-key": ("parley.crypto.hardware_key:parse_hardware_key", (ES256,)),
    "hardware-release": ("parley.testing.hardware_targets:read_release_detail", ()),
    "note": ("parley.tlog.note:parse_note", ()),
    "datagram": ("parley.bearers.udp.datagram:unpack", ()),
    "fragment": ("parley.wire.fragment:split_fragment", ()),
    "opening": ("parley.wire.opening:decode_opening_payload", ()),
    "ui-frame": ("parley.bearers.kiss.ax25:decode_transmission", ()),
    "page-opening": ("parley.wire.page_set:decode_page_opening", ()),
    "page-set": ("parley.wire.page_set:decode_page_set", ()),
    "parcel": ("parley.wire.chunk:decode_parcel", ()),
    "policy": ("parley.tlog.policy_text:parse_policy", ()),
    "prekeys": ("parley.wire.prekeys:decode_prekeys", ()),
    "proof": ("parley.tlog.proof:parse_tlog_proof", ()),
    "revocation": ("parley.wire.revocation:decode_revocation", ()),
    "roster": ("parley.wire.roster:decode_roster", ()),
    "sheet": ("parley.wire.handover:decode_sheet", ()),
    "sound-segment": ("parley.bearers.voice.segments:read", ()),
    "slips": ("parley.wire.slip:decode_slips", ()),
    "slip": ("parley.wire.slip:decode_slip", ()),
    "submission": ("parley.tlog.submission:parse_submission", ()),
    "statement": ("parley.wire.statement:decode_statement", (CARD,)),
}


def parser_of(target: str) -> Callable[[bytes], None]:
    """Return a function that feeds bytes to one target and lets only finds through."""
    place, others = TARGETS[target]
    parse = Named(place).found()
    besides = [each.found() if isinstance(each, Named) else each for each in others]

    def feed(data: bytes) -> None:
        try:
            parse(data, *besides)
        except Fault:
            return

    return feed


def fuzz(target: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris  # noqa: PLC0415 - only `make fuzz` installs it

    with atheris.instrument_imports(include=["parley"], enable_loader_override=False):
        feed = parser_of(target)
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    atheris.Setup(
        [
            target,
            f"-max_total_time={seconds}",
            f"-max_len={INPUT_BYTES_MAX}",
            f"-artifact_prefix={folder}-",
            "-verbosity=0",
            str(folder),
        ],
        feed,
    )
    atheris.Fuzz()


def main() -> int:
    """Share the seconds among the targets and say which of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="in all")
    parser.add_argument("--target", choices=sorted(TARGETS), help="only this one")
    chosen = parser.parse_args()
    if chosen.target:
        fuzz(chosen.target, chosen.seconds)
        return 0
    share = max(1, chosen.seconds // len(TARGETS))
    failed = []
    for target in sorted(TARGETS):
        print(f"fuzz: {target}, {share} s", flush=True)
        command = [sys.executable, __file__, f"--target={target}", f"--seconds={share}"]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(target)
    print(f"fuzz: {len(TARGETS)} parsers, finds in: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
