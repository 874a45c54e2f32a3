# SPDX-License-Identifier: Apache-2.0
"""A telephone call by SIP between two baresips on loopback, and what is said in it.

A JACK server without a sound card keeps time and carries the sound between each
telephone and the programs of a voice circuit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

from parley.fixed import Fixed
from parley.testing.stations import free_port

PROGRAMS: Final = ("baresip", "jackd", "jack_lsp", "jack-stdin", "jack-stdout")
READY_S_MAX: Final = 30.0
_LOOK_S: Final = 0.1
_STOP_S_MAX: Final = 10.0
_MODULES: Final = Path("/usr/lib/baresip/modules")
_BUFFER_SAMPLES: Final = 8_192
_WORDS_MAX: Final = 2_000
_CONFIG: Final = """\
sip_listen {address}
net_interface 127.0.0.1
audio_player jack,
audio_source jack,
audio_alert jack,
ausrc_format float
auplay_format float
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
jack_client_name {name}
audio_buffer 80-400
jitter_buffer_delay 3-20
jack_connect_ports no
module_path {modules}
module g711.so
module jack.so
module_tmp account.so
module_app menu.so
"""
_ACCOUNT: Final = (
    "<sip:{name}@{address};transport=udp>"
    ";regint=0;audio_codecs=PCMU/8000/1;answermode={answers}\n"
)


def why_not() -> str:
    """Say why there can be no call here; "" if there can."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


class Telephone(Fixed):
    """One end of the call: the two programs that a voice circuit is set up with."""

    jack: str
    name: str

    @property
    def hear(self) -> tuple[str, ...]:
        """The program that gives what the telephone plays."""
        return self._program("jack-stdout", f"{self.name}:output_1")

    @property
    def speak(self) -> tuple[str, ...]:
        """The program whose input the telephone takes for its microphone."""
        return self._program("jack-stdin", f"{self.name}-01:input_1")

    def _program(self, program: str, port: str) -> tuple[str, ...]:
        jack = f"JACK_DEFAULT_SERVER={self.jack}"
        return ("env", jack, program, "-q", "-S", str(_BUFFER_SAMPLES), port)


@contextmanager
def sip_call(root: Path) -> Iterator[tuple[Telephone, Telephone]]:
    """Let one telephone call another; the call is up when the block begins.

    Raises:
        AssertionError: it did not come up.

    """
    jack = f"parley-{os.getpid()}"
    ends = Telephone(jack, "alfa"), Telephone(jack, "bravo")
    with ExitStack() as stack:
        clock = ("jackd", "-n", jack, "--no-realtime", "-d", "dummy")
        log = root / "jackd.log"
        stack.enter_context(_running(log, jack, *clock, "-r8000", "-p256"))
        _until(lambda: "system:capture_1" in _ports(jack), root)
        # The one who is called comes first, since a call to nobody is refused.
        called = stack.enter_context(_telephone(root, jack, "bravo"))
        stack.enter_context(_telephone(root, jack, "alfa", f"/dial sip:bravo@{called}"))
        sound = {f"{each.name}:output_1" for each in ends}
        sound |= {f"{each.name}-01:input_1" for each in ends}
        _until(lambda: sound <= _ports(jack), root)
        yield ends


@contextmanager
def _telephone(root: Path, jack: str, name: str, does: str = "") -> Iterator[str]:
    """Run one baresip, which does something at once; yields its address."""
    folder, address = root / name, f"127.0.0.1:{free_port()}"
    _write(folder, name, address)
    command = ["baresip", "-f", str(folder), *(["-e", does] if does else [])]
    log = root / f"{name}.log"
    with _running(log, jack, *command):
        _until(lambda: "baresip is ready" in log.read_text("utf-8", "replace"), root)
        yield address


def _write(folder: Path, name: str, address: str) -> None:
    folder.mkdir()
    answers = "auto" if name == "bravo" else "manual"
    config = _CONFIG.format(name=name, address=address, modules=_MODULES)
    (folder / "config").write_text(config, "utf-8")
    account = _ACCOUNT.format(name=name, address=address, answers=answers)
    (folder / "accounts").write_text(account, "utf-8")
    (folder / "contacts").touch()


def _ports(jack: str) -> set[str]:
    command = [str(shutil.which("jack_lsp")), "-s", jack]
    found = subprocess.run(  # noqa: S603 - Debian's program
        command, capture_output=True, text=True, check=False, env=_surroundings(jack)
    )
    return set(found.stdout.split())


def _surroundings(jack: str) -> dict[str, str]:
    ours = {"JACK_DEFAULT_SERVER": jack, "JACK_NO_START_SERVER": "1"}
    return {"PATH": os.environ["PATH"], "JACK_NO_AUDIO_RESERVATION": "1", **ours}


@contextmanager
def _running(log: Path, jack: str, *command: str) -> Iterator[None]:
    with log.open("wb") as file, _started(file, jack, command) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(_STOP_S_MAX)
            except subprocess.TimeoutExpired:
                process.kill()


def _started(
    log: IO[bytes], jack: str, command: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - Debian's programs
        [str(shutil.which(command[0])), *command[1:]],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=_surroundings(jack),
    )


def _until(condition: Callable[[], bool], root: Path) -> None:
    end_s = time.monotonic() + READY_S_MAX
    while not condition():
        if time.monotonic() > end_s:
            logs = [path.read_text("utf-8", "replace") for path in root.glob("*.log")]
            raise AssertionError(
                "no call:\n" + "\n".join(each[-2_000:] for each in logs)
            )
        time.sleep(_LOOK_S)
