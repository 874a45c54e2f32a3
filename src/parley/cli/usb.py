# SPDX-License-Identifier: Apache-2.0
"""An officer's hardware key in this machine's USB socket signs what a command shows.

The key signs the same client data as in a browser at the console: the origin is the one
the key was registered at.  Over a remote shell there is no socket, and so no release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from parley.cli import output
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.hardware import HardwareKey
from parley.model.identity import KeyScheme


class UsbSigned(Fixed):
    """A release in the form of the wire."""

    scheme: str
    signature: bytes
    detail: bytes


def plugged_in() -> list[Any]:
    """Return the FIDO2 keys in this machine's sockets."""
    from fido2.hid import CtapHidDevice  # noqa: PLC0415 - kept out of `--help`

    return list(CtapHidDevice.list_devices())


def sign_by_usb(
    officer: int,
    name: str,
    keys: Sequence[dict[str, Any]],
    digest: bytes,
    devices: Iterable[Any],
) -> UsbSigned:
    """Have one of an officer's own keys sign a digest.

    Raises:
        LocalFault: PLY-AUT-066 he has none; PLY-AUT-069 none of his is plugged in, or
            it did not sign.

    """
    from parley.crypto.hardware_key import parse_hardware_key  # noqa: PLC0415

    packed = {
        (
            KeyScheme[one["scheme"]],
            bytes.fromhex(one["public_key"]),
            bytes.fromhex(one["name"]),
        )
        for one in keys
    }
    if not packed:
        raise LocalFault("PLY-AUT-066", officer=name)
    output.tell("Touch your key when it blinks.")
    for device in devices:
        for scheme, public_key, credential in sorted(packed):
            named = parse_hardware_key(public_key, scheme)
            found = _assertion(device, named, credential, digest)
            if found is not None:
                return _wire(officer, scheme, public_key, digest, found)
    raise LocalFault("PLY-AUT-069", officer=name)


def _wire(
    officer: int,
    scheme: KeyScheme,
    public_key: bytes,
    digest: bytes,
    found: Any,  # noqa: ANN401 - fido2's own response
) -> UsbSigned:
    from parley.crypto.assertion import Assertion  # noqa: PLC0415
    from parley.crypto.webauthn import make_release  # noqa: PLC0415

    made = Assertion(bytes(found.authenticator_data), bytes(found.client_data))
    release = make_release(
        officer, scheme, public_key, digest, made, bytes(found.signature)
    )
    return UsbSigned(scheme.name, release.signature, release.detail)


def _assertion(
    device: Any,  # noqa: ANN401 - fido2's own device
    key: HardwareKey,
    credential: bytes,
    digest: bytes,
) -> Any:  # noqa: ANN401 - fido2's own response
    """Ask one device for one key; None if it has another or does not sign."""
    from fido2.client import (  # noqa: PLC0415
        ClientError,
        DefaultClientDataCollector,
        Fido2Client,
        UserInteraction,
    )
    from fido2.webauthn import (  # noqa: PLC0415
        PublicKeyCredentialDescriptor,
        PublicKeyCredentialRequestOptions,
        PublicKeyCredentialType,
        UserVerificationRequirement,
    )

    class AtTerminal(UserInteraction):
        def request_pin(self, permissions: Any, rp_id: str | None) -> str:  # noqa: ANN401, ARG002
            return str(click.prompt("PIN of your key", hide_input=True, err=True))

    wanted = PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=credential
    )
    options = PublicKeyCredentialRequestOptions(
        challenge=digest,
        rp_id=key.host,
        allow_credentials=[wanted],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    try:
        browser = Fido2Client(
            device, DefaultClientDataCollector(key.origin), AtTerminal()
        )
        return browser.get_assertion(options).get_response(0).response
    except (ClientError, ValueError, OSError):
        return None
