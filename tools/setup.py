# SPDX-License-Identifier: Apache-2.0
"""Make `.venv` and what else a target needs; do nothing that is already done.

Runs under the system's Python, so it imports the standard library only.

    python3 tools/setup.py run          a station: hashed requirements, then Parley
    python3 tools/setup.py demo         and what the demonstration plays beside
    python3 tools/setup.py dev          and what tests and checks need
    python3 tools/setup.py docs fuzz    and Sphinx; and atheris
    python3 tools/setup.py programs     Chromium, mail hosts: what tests run for real

Each part leaves a stamp in `.venv`; make compares it with the requirements.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
PARTS: dict[str, tuple[str, ...]] = {
    "run": ("build", "main"),
    "demo": ("extra", "test"),
    "dev": ("extra", "test", "lint"),
    "docs": ("docs",),
    "fuzz": ("fuzz",),
}
PROGRAMS: dict[str, tuple[tuple[str, ...], str]] = {
    "baresip": (("baresip-core",), "Tests of a telephone call need it."),
    "chromium": (
        ("chromium", "fonts-dejavu-core"),
        "The demonstration and tests of sound need it.",
    ),
    "chromium-headless-shell": (
        ("chromium-headless-shell",),
        "The console's tests need it.",
    ),
    "direwolf": (("direwolf",), "Tests of radio need it."),
    "jack-stdin": (("jack-stdio",), "Tests of a telephone call need it."),
    "jackd": (("jackd2",), "Tests of a telephone call need it."),
    "softhsm2-util": (("softhsm2",), "Tests of keys in a token need it."),
    "tor": (("tor",), "Tests of Tor need it."),
}
"""Each program by its command, with Debian's packages and who wants it."""

LIBRARIES: dict[str, tuple[tuple[str, ...], str]] = {
    "codec2": (("libcodec2-1.0",), "The voice bearer needs it."),
    "opencore-amrnb": (("libopencore-amrnb0",), "Its tests over a mobile need it."),
}
"""Each library by its name, likewise."""

FOR_ROOT: dict[str, tuple[tuple[str, ...], str]] = {
    "dovecot": (("dovecot-imapd", "dovecot-lmtpd"), "Tests of mail need it."),
    "postfix": (("postfix",), "Tests of mail need it."),
}
"""Only root can start these, so only root's tests run them; others are skipped."""

SHOWN = ("chromium", "codec2")
"""What the demonstration would show with; without one it says what it left out."""

# The system's own hosts are neither set up nor started by this: tests run their own.
ANSWERS = "postfix postfix/main_mailer_type select No configuration\n"


def stop(sentence: str) -> None:
    """Say what is missing and what to do, and end."""
    sys.exit(f"setup: {sentence}")


def run(*command: str, env: dict[str, str] | None = None) -> None:
    """Run one command; its own words explain a failure, so no traceback of ours."""
    done = subprocess.run(command, cwd=ROOT, check=False, env=env)
    if done.returncode:
        stop(f"`{' '.join(command)}` ended with exit code {done.returncode}.")


def apt(*packages: str, why: str) -> None:
    """Install Debian packages when we may, else say which are needed."""
    names = " ".join(packages)
    if not may_install():
        stop(f"{why} Install these packages of your system, then repeat: {names}")
    print(f"setup: {why} Installing {names}.", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=env)
    with nothing_started():
        run(
            *("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages),
            env=env,
        )


@contextmanager
def nothing_started() -> Iterator[None]:
    """Have no service started that comes with a program: Tor would call its network."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def never_started(*packages: str) -> None:
    """Have what was just installed not started with the machine either."""
    asks = shutil.which("systemctl")
    for name in sorted({"direwolf", "tor"} & set(packages)) if asks else ():
        command = (str(asks), "disable", "--quiet", f"{name}.service")
        subprocess.run(command, check=False, capture_output=True)


def venv() -> None:
    """Create `.venv` unless a working one is there."""
    if sys.version_info < OLDEST:
        stop("Python 3.11 or newer is needed; name one with `make PYTHON=... TARGET`.")
    if (VENV / "bin" / "pip").exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        apt("python3-venv", why="Python's venv module is not complete.")
    print("setup: creating .venv", flush=True)
    run(sys.executable, "-m", "venv", "--clear", str(VENV))


def install(part: str) -> None:
    """Install one part's pinned and hashed requirements, then the project itself."""
    venv()
    python = str(VENV / "bin" / "python")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    files = [f"--requirement=requirements/{name}.txt" for name in PARTS[part]]
    print(f"setup: installing requirements of `{part}`", flush=True)
    run(*pip, "--require-hashes", *files)
    if part == "run":
        run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")


def may_install() -> bool:
    """Say whether packages of the system can be installed from here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def programs(*only: str) -> None:
    """Make sure that real programs and libraries are there: all that tests use."""
    every = {**PROGRAMS, **LIBRARIES, **(FOR_ROOT if os.geteuid() == 0 else {})}
    wanted = {name: every[name] for name in only or every}
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = [
        each
        for each in wanted
        if (find_library(each) if each in LIBRARIES else shutil.which(each, path=path))
        is None
    ]
    if missing:
        packages = [name for each in missing for name in wanted[each][0]]
        asks = shutil.which("debconf-set-selections", path=path)
        if asks is not None and os.geteuid() == 0:
            subprocess.run((asks,), input=ANSWERS, text=True, check=False)
        apt(*packages, why=" ".join(wanted[each][1] for each in missing))
        never_started(*packages)


def main() -> None:
    """Set up the parts named on the command line."""
    os.umask(0o022)
    for part in sys.argv[1:]:
        if part == "programs":
            programs()
        elif part in PARTS:
            install(part)
            if part == "demo" and may_install():
                programs(*SHOWN)
        else:
            stop(f"there is no part {part!r}; use programs, {', '.join(PARTS)}.")
        VENV.mkdir(exist_ok=True)
        (VENV / f"{part}.stamp").touch()


if __name__ == "__main__":
    main()
