# SPDX-License-Identifier: Apache-2.0
"""Carriers of every kind between two stations on disk, for stories of both.

Each is a context in which the carrier runs and the settings of both stations name it as
their only circuit.  What a person does in between is `walk`.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final

import pypdfium2

from parley.errors import LocalFault
from parley.station.reach.sealing import seal_credential
from parley.station.reach.sheets import read_photos, write_sheet
from parley.testing import pipe_program
from parley.testing.direwolf import RATE_BPS, tnc_pair
from parley.testing.mail_hosts import DOMAIN, mail_hosts
from parley.testing.mail_hosts import PASSWORD as MAIL_PASSWORD
from parley.testing.nats_cluster import ACCOUNT, cluster_of_three
from parley.testing.nats_cluster import PASSWORD as NATS_PASSWORD
from parley.testing.radio_air import RadioAir
from parley.testing.relay_runs import relay_runs
from parley.testing.stations import NAMES, PASSPHRASE, free_port
from parley.testing.tor_alone import TorAlone
from parley.testing.two_stories import Walk, nobody_walks

Carrier = Callable[[Path], AbstractAsyncContextManager[Walk]]
SIGNS: Final = {"alfa": "OE1XYZ-7", "bravo": "LZ2ABC"}
OTHER: Final = {"alfa": "bravo", "bravo": "alfa"}
_SHEET_DPI = 150


def circuit_text(party: str, bearer: str, **settings: object) -> str:
    """Return the table of a circuit of one station, as TOML."""
    common = {"name": f"by-{bearer}", "counterpart": NAMES[OTHER[party]]}
    given: Mapping[str, object] = {**common, "bearer": bearer, **settings}
    lines = [f"{name} = {_toml(value)}" for name, value in given.items()]
    return "\n".join(("[[circuit]]", *lines, ""))


def set_circuits(folders: Path, **tables: str) -> None:
    """Give each station these circuits and no other."""
    for party, text in tables.items():
        path = folders / party / "station.toml"
        before, _, _ = path.read_text("utf-8").partition("[[circuit]]")
        path.write_text(before + text, "utf-8")


def seal(folders: Path, bearer: str, **credentials: bytes) -> None:
    """Seal each station's credential for its circuit."""
    for party, credential in credentials.items():
        seal_credential(folders / party, PASSPHRASE, f"by-{bearer}", credential)


@asynccontextmanager
async def by_udp(folders: Path) -> AsyncIterator[Walk]:
    """Datagrams on loopback."""
    place = f"127.0.0.1:{free_port()}"
    set_circuits(
        folders,
        alfa=circuit_text("alfa", "udp", listen=place),
        bravo=circuit_text("bravo", "udp", dial=place),
    )
    yield nobody_walks


@asynccontextmanager
async def by_pipe(folders: Path) -> AsyncIterator[Walk]:
    """The example program on both sides."""
    program, line = str(pipe_program.__file__), str(folders / "line")
    for party, way in (("alfa", "far"), ("bravo", "near")):
        command = (sys.executable, "-S", program, way, line)
        set_circuits(folders, **{party: circuit_text(party, "pipe", command=command)})
    yield nobody_walks


@asynccontextmanager
async def by_file(folders: Path) -> AsyncIterator[Walk]:
    """A drive that both stations reach."""
    for party, other in OTHER.items():
        ways = {"outgoing": f"../drive-{party}", "incoming": f"../drive-{other}"}
        set_circuits(folders, **{party: circuit_text(party, "file", **ways)})
        (folders / f"drive-{party}").mkdir()
    yield nobody_walks


@asynccontextmanager
async def by_qr(folders: Path) -> AsyncIterator[Walk]:
    """Sheets that are printed on one side and scanned on the other."""
    for party in OTHER:
        set_circuits(
            folders,
            **{party: circuit_text(party, "qr", code_bytes=1_400, repair_percent=0)},
        )
    count = 0

    def walk() -> None:
        nonlocal count
        for party, other in OTHER.items():
            count += 1
            sheet = folders / f"sheet-{count}.pdf"
            try:
                write_sheet(folders / party, None, sheet)
            except LocalFault as fault:
                if fault.code != "PLY-BRR-064":
                    raise
                continue
            read_photos(folders / other, None, _scanned(sheet))

    yield walk


@asynccontextmanager
async def by_relay(folders: Path) -> AsyncIterator[Walk]:
    """A relay in a process of its own."""
    for party in OTHER:
        set_circuits(folders, **{party: circuit_text(party, "relay")})
    with relay_runs(folders) as ticket:
        seal(folders, "relay", alfa=ticket, bravo=ticket)
        yield nobody_walks


@asynccontextmanager
async def by_mail(folders: Path) -> AsyncIterator[Walk]:
    """Postfix and Dovecot."""
    with mail_hosts() as hosts:
        for party, other in OTHER.items():
            settings = {
                "smtp": f"localhost:{hosts.smtp}",
                "imap": f"localhost:{hosts.imap}",
                "sender": f"{party}@{DOMAIN}",
                "recipient": f"{other}@{DOMAIN}",
                "authorities": str(hosts.authorities),
            }
            set_circuits(folders, **{party: circuit_text(party, "mail", **settings)})
            account = f'account = "{party}"\npassword = "{MAIL_PASSWORD}"\n'
            seal(folders, "mail", **{party: account.encode()})
        yield nobody_walks


@asynccontextmanager
async def by_nats(folders: Path) -> AsyncIterator[Walk]:
    """A cluster of three nodes."""
    root = folders / "nats"
    root.mkdir()
    async with cluster_of_three(root) as cluster:
        settings = {
            "hosts": cluster.settings.hosts,
            "authorities": str(root / "host.pem"),
        }
        account = f'account = "{ACCOUNT}"\npassword = "{NATS_PASSWORD}"\n'.encode()
        for party in OTHER:
            set_circuits(folders, **{party: circuit_text(party, "nats", **settings)})
            seal(folders, "nats", **{party: account})
        yield nobody_walks


@asynccontextmanager
async def by_radio(folders: Path) -> AsyncIterator[Walk]:
    """Two TNCs and a quick air."""
    async with RadioAir().open() as air:
        for party, other in OTHER.items():
            settings = {
                "tnc": air.address,
                "callsign": SIGNS[party],
                "their_callsign": SIGNS[other],
                "rate_bps": 1_000_000.0,
                "tx_delay_s": 0.0,
            }
            set_circuits(folders, **{party: circuit_text(party, "kiss", **settings)})
        yield nobody_walks


@asynccontextmanager
async def by_sound(folders: Path) -> AsyncIterator[Walk]:
    """Two TNCs of direwolf, and sound between them."""
    root = folders / "tncs"
    root.mkdir()
    async with tnc_pair(root) as pair:
        for (party, other), tnc in zip(OTHER.items(), pair, strict=True):
            settings = {
                "tnc": tnc.address,
                "callsign": SIGNS[party],
                "their_callsign": SIGNS[other],
                "rate_bps": float(RATE_BPS),
                "tx_delay_s": 0.05,
            }
            set_circuits(folders, **{party: circuit_text(party, "kiss", **settings)})
        yield nobody_walks


@asynccontextmanager
async def by_tor(folders: Path) -> AsyncIterator[Walk]:
    """A Tor without a network, which both stations use."""
    async with TorAlone().open() as tor:
        for party, role in (("alfa", "wait"), ("bravo", "call")):
            settings = {"role": role, "control": tor.control, "socks": tor.socks}
            set_circuits(folders, **{party: circuit_text(party, "tor", **settings)})
        yield nobody_walks


def _scanned(sheet: Path) -> list[Path]:
    document = pypdfium2.PdfDocument(sheet)
    pictures = []
    for number in range(len(document)):
        picture = sheet.with_name(f"{sheet.stem}-{number}.png")
        page = document[number].render(scale=_SHEET_DPI / 72)
        page.to_pil().convert("L").save(picture)
        pictures.append(picture)
    document.close()
    return pictures


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
