# SPDX-License-Identifier: Apache-2.0
"""A station that asks third witnesses: a real one, and some that do as they like."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

from parley.core.events import ThirdsCounted
from parley.core.shelves import log_key
from parley.errors import LocalFault
from parley.model.now import Now
from parley.model.record import Direction, Put
from parley.station.offline import Quiet
from parley.station.parties import own_signer, parties_of
from parley.station.witness.asking import Asking
from parley.station.witness.place import WitnessPlace
from parley.station.witness.thirds import Thirds
from parley.station.witness_settings import WitnessTable
from parley.store.memory.store import MemoryStore
from parley.testing.stations import ALFA, BRAVO, both, free_port, open_parts
from parley.testing.two_logs import BEGIN_MS, two_logs
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.cosignature import sign
from parley.tlog.submission import parse_submission
from parley.tlog.verdict import verdict

WORDS = b"a witness says what it saw"
LOG = (BRAVO, Direction.OUT, 1)


def made(tmp_path, name):
    """Make the folder of a witness that watches Alfa's log."""
    place = WitnessPlace(tmp_path / name)
    return place, place.make(f"{name}.example", WORDS, weak=True)


def published(root):
    """Return the policy of Alfa's log as Alfa publishes it."""
    parts = open_parts(root / "alfa", StringIO())
    try:
        own = own_signer(ALFA, parts.secrets.keys())
        link = parts.queries.link_knowledge(None)
        return parties_of(own, parts.settings.mode, link).policy(LOG).text()
    finally:
        parts.runner.close()
        parts.store.close()


@contextmanager
def witness_process(place, tmp_path) -> Iterator[str]:
    """Run a witness as anybody would, and give its address."""
    words = tmp_path / "words"
    words.touch(0o600)
    words.write_bytes(WORDS)
    command = (
        *(sys.executable, "-m", "parley", "witness", "run", "--station", place.root),
        *("--listen", f"127.0.0.1:{free_port()}", "--passphrase-file", words),
    )
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = process.stderr.readline()
            assert said.startswith("Ready at "), said
            yield f"http://{said.split()[2].rstrip('.')}"
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def answering(answer) -> Iterator[str]:
    """Serve whatever `answer` makes of a submission, as (status, body)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            data = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answer(parse_submission(data))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def other_root(own, asked):
    """Sign another version of the log."""
    said = parse_checkpoint(asked.note.text)
    false = Checkpoint(said.origin, said.size, bytes(32))
    lines = (
        sign(own.keys, key, false, 1) for key in (own.pair.ed25519, own.pair.mldsa44)
    )
    return 200, "".join(f"{line.text()}\n" for line in lines).encode()


LIES = {
    "another root": other_root,
    "garbage": lambda _own, _asked: (200, b"\x00\xff" * 500),
    "no signature": lambda _own, _asked: (200, b""),
    "an endless size": lambda _own, _asked: (409, b"9" * 4_000),
    "more than there is": lambda _own, _asked: (409, b"9999999\n"),
    "always another size": lambda _own, asked: (409, b"%d\n" % max(asked.old - 1, 0)),
    "an error": lambda _own, _asked: (500, b"no"),
}


def settings(root, witnesses, quorum=1, patience_s=3_600):
    """Put witnesses into Alfa's settings; each is an address and who it is."""
    lines = ["", "[witnessing]", f"quorum = {quorum}", f"patience_s = {patience_s}"]
    for url, own in witnesses:
        keys = ", ".join(
            f'"{key.vkey()}"' for key in (own.pair.ed25519, own.pair.mldsa44)
        )
        lines += ["", "[[witness]]", f'url = "{url}"', f"keys = [{keys}]"]
    with (root / "alfa" / "station.toml").open("a") as file:
        file.write("\n".join(lines) + "\n")


async def covered(alfa):
    """Say something and wait until both stations have signed it in full."""
    sent = await alfa.send("Hold your fire.")

    async def provable():
        try:
            return await alfa.parts.api.prove([sent.ref])
        except LocalFault:
            return None  # not covered yet

    await alfa.until(provable)
    return sent.ref


def test_real_witness_signs_and_proofs_say_so(run, folders, tmp_path):
    """A stranger then need not believe that the two did not make it up together."""
    place, own = made(tmp_path, "neutral")
    (place.root / "policies" / "alfa.policy").write_text(published(folders))

    async def story():
        async with both(folders) as (alfa, _bravo):
            ref = await covered(alfa)
            alone = await alfa.parts.api.prove([ref])
            await alfa.parts.asking.once(LOG)
            seen = await alfa.parts.api.prove([ref])
            again = await covered(alfa)
            await alfa.parts.asking.once(LOG)
            return alone, seen, await alfa.parts.api.prove([again])

    with witness_process(place, tmp_path) as url:
        settings(folders, [(url, own)])
        alone, *seen = run(story())
    assert b"neutral.example" not in alone.data
    for view in seen:
        policy = view.policies[0].text
        assert "quorum everybody" in policy
        found = verdict(view.data, [policy.encode()])
        assert found["code"] is None
        # Without the witness's lines the same policy refuses what it accepted.
        bare = b"".join(
            line
            for line in view.data.splitlines(keepends=True)
            if b"neutral.example" not in line
        )
        assert verdict(bare, [policy.encode()])["code"] == "PLY-LOG-011"


def test_witnesses_that_lie_or_are_down_stop_nothing(run, folders, tmp_path):
    """Every one of them fails in its own way; the good one counts, traffic goes on."""
    place, good = made(tmp_path, "neutral")
    (place.root / "policies" / "alfa.policy").write_text(published(folders))
    with ExitStack() as servers:
        liars = [("http://127.0.0.1:9", made(tmp_path, "down")[1])]
        for number, lie in enumerate(LIES.values()):
            own = made(tmp_path, f"liar{number}")[1]
            url = servers.enter_context(
                answering(lambda asked, lie=lie, own=own: lie(own, asked))
            )
            liars.append((url, own))
        url = servers.enter_context(witness_process(place, tmp_path))
        settings(folders, [*liars, (url, good)])

        async def story():
            async with both(folders) as (alfa, _bravo):
                ref = await covered(alfa)
                await alfa.parts.asking.once(LOG)
                view = await alfa.parts.api.prove([ref])
                return view, alfa.log.getvalue()

        view, log = run(story())
    assert verdict(view.data, [view.policies[0].text.encode()])["code"] is None
    assert b"neutral.example" in view.data
    assert b"liar" not in view.data
    failed = [row for row in log.splitlines() if "witness.failed" in row]
    for address, _ in liars:
        assert any(address in row for row in failed), (address, failed)


def test_silence_is_told_after_the_patience_and_its_end_at_once(tmp_path):
    """A quorum that is quietly never met would be found out in court."""
    own = made(tmp_path, "neutral")[1]
    keys = (own.pair.ed25519, own.pair.mldsa44)
    log = two_logs(3)[0]
    note = log.note(BEGIN_MS // 1_000)
    store = MemoryStore()
    store.commit([Put("note", log_key(*LOG), note.encode())])
    thirds = Thirds(store, (keys,), 1)
    table = WitnessTable(
        url="http://127.0.0.1:9", keys=tuple(key.vkey() for key in keys)
    )
    told = []
    clock = Clock()
    asking = Asking(thirds, [table], 60, clock, told.append, Quiet())
    for second in (0, 59, 60, 61):
        clock.mono_ms = second * 1_000
        asyncio.run(asking.once(LOG))
    assert told == [ThirdsCounted(BRAVO, enough=False)]
    checkpoint = parse_checkpoint(note.text)
    lines = [sign(own.keys, key, checkpoint, BEGIN_MS // 1_000) for key in keys]
    thirds.keep(LOG, keys, note.text, lines)
    for _ in range(2):
        asyncio.run(asking.once(LOG))
    assert told == [ThirdsCounted(BRAVO, enough) for enough in (False, True)]


class Clock:
    """A clock that a test sets."""

    mono_ms = 0

    def now(self):
        return Now(self.mono_ms, BEGIN_MS, bytes(32))
