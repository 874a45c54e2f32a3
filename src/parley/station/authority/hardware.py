# SPDX-License-Identifier: Apache-2.0
"""Officers' hardware keys at the desks of one station.

Keys sign in the officers' browsers; here it is said what they are asked to sign, and
what came back is verified as the counterpart will.  Used on the loop's thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from parley.core.events import Event, KeyRegistered, KeyUsed
from parley.crypto.assertion import Assertion
from parley.crypto.browser_key import is_browser_key
from parley.crypto.digest import tagged
from parley.crypto.enrolment import read_enrolment
from parley.crypto.hardware_key import (
    key_half,
    origin_problem,
    pack_hardware_key,
    parse_hardware_key,
)
from parley.crypto.webauthn import HARDWARE, make_release, verify_assertion
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.model.hardware import HardwareKey
from parley.model.identity import Credential, Officer, Roster
from parley.model.message import Release
from parley.ports.clock import Clock
from parley.station.authority.challenges import Challenges
from parley.station.authority.codes import Codes
from parley.station.authority.kept_keys import credential_id, keep_attestation
from parley.station.limits import ATTESTATION_BYTES_MAX
from parley.station.logs import Log
from parley.station.views import CodeView, KeyView

Act = Callable[[Event], Awaitable[object]]


class KeyAsk(Fixed):
    """What a browser asks a key: which digest to sign, and which keys will do."""

    digest: bytes
    rp_id: str
    keys: tuple[bytes, ...]  # credential ids


class KeySaid(Fixed):
    """What came back from a key through a browser; nothing of it is believed."""

    credential: bytes
    authenticator: bytes
    browser: bytes
    signature: bytes


class Admitted(Fixed):
    """An officer whose key signed the sign-on of one screen."""

    officer: Officer
    credential: Credential
    screen_key: bytes


class HardwareKeys:
    """Registration, sign-on and signatures of hardware keys."""

    def __init__(
        self,
        folder: Path,
        origin: str,
        roster: Callable[[], Roster],
        act: Act,
        clock: Clock,
        log: Log,
    ) -> None:
        """Begin with no code and no challenge; a restart forgets them."""
        self._folder = folder
        self._origin = origin
        self._roster = roster
        self._act = act
        self._clock = clock
        self._log = log
        self._codes: Codes[int] = Codes(clock)
        self._sign_ons = Challenges(clock, "parley/1 sign-on")
        self._registrations = Challenges(clock, "parley/1 registration")

    # Registration.

    def make_code(self, officer: int) -> CodeView:
        """Return a one-time code with which an officer registers his key.

        Raises:
            LocalFault: PLY-AUT-065 no key can be used here; PLY-CFG-020 no such
                officer.

        """
        self._host()
        named = self._officer(officer)
        code, seconds = self._codes.make(officer, secrets.token_bytes(8))
        self._log.info("officer.code_made", officer=officer)
        return CodeView(officer, named.name, code, seconds)

    def ask_registration(self, code: str, screen: str) -> tuple[Officer, KeyAsk]:
        """Return for whom a code is, and what the new key is asked.

        Raises:
            LocalFault: PLY-AUT-060 to -062, -065.

        """
        host = self._host()
        try:
            officer = self._officer(self._codes.begin(code, screen))
        except LocalFault as fault:
            self._log.warning("officer.code_refused", code=fault.code)
            raise
        digest = self._registrations.make(screen, officer.name.encode(), code)
        return officer, KeyAsk(digest, host, self._credential_ids(officer))

    async def register(
        self, screen: str, digest: bytes, attestation: bytes, browser: bytes
    ) -> Officer:
        """Put a new key on the roster; its code is of no more use.

        Raises:
            LocalFault: PLY-AUT-051 to -057, -060 to -063; PLY-LNK-020.

        """
        code = self._registrations.take(digest, screen).about
        officer = self._officer(self._codes.begin(code, screen))
        if len(attestation) > ATTESTATION_BYTES_MAX:
            raise LocalFault("PLY-AUT-051", reason="its attestation is too large")
        try:
            made = read_enrolment(digest, self._origin, attestation, browser)
        except CounterpartFault as fault:
            raise ours(fault) from None
        packed = pack_hardware_key(HardwareKey(made.public, self._origin))
        now_ms = self._clock.now().wall_ms
        keep_attestation(self._folder, officer.index, made, attestation, now_ms)
        key = Credential(made.scheme, packed)
        # Spent before the roster is asked: what is refused there needs a new code.
        self._codes.spend(code)
        known = await self._act(KeyRegistered(officer.index, key))
        self._log.info("officer.key_registered", officer=officer.index)
        return known if isinstance(known, Officer) else officer

    # Sign-on.

    def ask_sign_on(self, officer: int, screen: str, screen_key: bytes) -> KeyAsk:
        """Return what an officer's key is asked so that he is signed on at a screen.

        Raises:
            LocalFault: PLY-AUT-063 the screen's own key is none; -065, -066.

        """
        if not is_browser_key(screen_key):
            raise LocalFault("PLY-AUT-063")
        digest = self._sign_ons.make(
            screen, screen_key, f"{officer} {screen_key.hex()}"
        )
        return self.ask(officer, digest)

    async def sign_on(self, screen: str, digest: bytes, said: KeySaid) -> Admitted:
        """Return who signed on at a screen, once his key's counter is on the disk.

        Raises:
            LocalFault: PLY-AUT-051 to -056, -063, -066; PLY-SIG-002.

        """
        about = self._sign_ons.take(digest, screen).about
        index, _, screen_key = about.partition(" ")
        officer = self._officer(int(index))
        try:
            key, release = self._released(officer, digest, said)
            made = verify_assertion(key.public_key, digest, release)
        except LocalFault as fault:
            self._log.warning("desk.refused", officer=officer.index, code=fault.code)
            raise
        except CounterpartFault as fault:
            self._log.warning("desk.refused", officer=officer.index, code=fault.code)
            raise ours(fault) from None
        await self._act(KeyUsed(key, made.counter))
        self._log.info("desk.signed_on", officer=officer.index)
        return Admitted(officer, key, bytes.fromhex(screen_key))

    def in_force(self, officer: int, public_key: bytes) -> bool:
        """Say whether a key of an officer signs anything now."""
        found = self._roster().officer(officer)
        return found is not None and any(
            key.public_key == public_key for key in self._valid(found)
        )

    # Signatures.

    def keys_of(self, officer: int) -> tuple[KeyView, ...]:
        """Return an officer's hardware keys that are in force, wherever registered.

        Raises:
            LocalFault: PLY-CFG-020 no such officer.

        """
        return tuple(
            KeyView(key.scheme.name, key.public_key.hex(), named.hex())
            for key in self._valid(self._officer(officer))
            if key.scheme in HARDWARE and (named := self._named(key)) is not None
        )

    def ask(self, officer: int, digest: bytes) -> KeyAsk:
        """Return what an officer's keys are asked to sign.

        Raises:
            LocalFault: PLY-AUT-065; PLY-AUT-066 he has none here.

        """
        host = self._host()
        named = self._officer(officer)
        keys = self._here(named)
        if not keys:
            raise LocalFault("PLY-AUT-066", officer=named.name)
        return KeyAsk(digest, host, tuple(named for _, named in keys))

    def release(self, officer: int, digest: bytes, said: KeySaid) -> Release:
        """Return what a key signed in the form of the wire; the core verifies it.

        Raises:
            LocalFault: PLY-AUT-051, -066; PLY-SIG-002.

        """
        _, release = self._released(self._officer(officer), digest, said)
        return release

    def _released(
        self, officer: Officer, digest: bytes, said: KeySaid
    ) -> tuple[Credential, Release]:
        made = Assertion(said.authenticator, said.browser)
        for key, named in self._here(officer):
            if named != said.credential:
                continue
            try:
                release = make_release(
                    officer.index,
                    key.scheme,
                    key.public_key,
                    digest,
                    made,
                    said.signature,
                )
            except CounterpartFault as fault:
                raise ours(fault) from None
            return key, release
        raise LocalFault("PLY-AUT-066", officer=officer.name)

    def _here(self, officer: Officer) -> list[tuple[Credential, bytes]]:
        """Return an officer's keys that were registered at this console's origin."""
        found = []
        for key in self._valid(officer):
            if key.scheme in HARDWARE:
                origin = parse_hardware_key(key.public_key, key.scheme).origin
                named = self._named(key) if origin == self._origin else None
                if named is not None:
                    found.append((key, named))
        return found

    def _named(self, key: Credential) -> bytes | None:
        """Return a key's own name for itself, as kept when it was registered."""
        return credential_id(self._folder, key_half(key))

    def _credential_ids(self, officer: Officer) -> tuple[bytes, ...]:
        names = (
            self._named(key) for key in officer.credentials if key.scheme in HARDWARE
        )
        return tuple(each for each in names if each is not None)

    def _valid(self, officer: Officer) -> list[Credential]:
        now_ms = self._clock.now().wall_ms
        if not officer.valid_from_ms <= now_ms <= officer.valid_to_ms:
            return []
        ends = [(key, key.valid_to_ms) for key in officer.credentials]
        return [key for key, end_ms in ends if end_ms is None or now_ms <= end_ms]

    def _officer(self, index: int) -> Officer:
        found = self._roster().officer(index)
        if found is None:
            raise LocalFault("PLY-CFG-020", officer=index)
        return found

    def _host(self) -> str:
        reason = origin_problem(self._origin)
        if reason is not None:
            raise LocalFault("PLY-AUT-065", origin=self._origin, reason=reason)
        return HardwareKey(b"", self._origin).host


def user_handle(station: str, officer: int) -> bytes:
    """Return what a key calls its user: no name, the same for every key of his."""
    return tagged("parley/1 user", f"{station} {officer}".encode())


def ours(fault: CounterpartFault) -> LocalFault:
    """Return a fault of verification as one of our own desk."""
    return LocalFault(fault.code, **fault.facts)
