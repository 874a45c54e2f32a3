# SPDX-License-Identifier: Apache-2.0
"""How an act gets its officer's signature, whatever kind of key he signed on with.

A page posts its form.  A software key signs at once.  A hardware key signs in the
browser: the first post is answered with what must be signed, `static/sign.js` asks the
key and posts the same form again with the signature's fields beside its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.console.answers import refuse, wants_json
from parley.console.drawing import Picture
from parley.console.forms import field
from parley.console.house import House
from parley.console.signed_on import Watch
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.identity import KeyScheme
from parley.station.authority.hardware import KeySaid

if TYPE_CHECKING:
    from parley.station.texts.views import CertificateRequest
    from parley.station.views import SigningView

_TIME_DIGITS_MAX = 16


class ToSign(Fixed):
    """What an officer must sign: the bytes, their digest, and the act's own time."""

    manifest: str  # hex
    digest: str  # hex
    release_code: str
    created_ms: int = 0

    @classmethod
    def of(cls, asked: SigningView | CertificateRequest) -> ToSign:
        """Return what the station says that an act's officer signs."""
        return cls(asked.manifest, asked.digest, asked.release_code, asked.created_ms)


class Signed(Fixed):
    """An officer's signature over an act, as the station takes it."""

    created_ms: int
    scheme: str
    signature: bytes
    detail: bytes = b""


Ask = Callable[[], Awaitable[ToSign]]


class SignatureWanted(Exception):  # noqa: N818 - no fault: the browser's turn
    """The officer's browser must ask his key; `picture` says for what."""

    def __init__(self, picture: Picture) -> None:
        """Take what the browser is told."""
        self.picture = picture
        super().__init__("a signature is wanted")


async def ask_browser(request: Request, wanted: Exception) -> Response:
    """Answer a post with what must be signed."""
    assert isinstance(wanted, SignatureWanted), "only this is handled here"
    if not wants_json(request):
        return await refuse(request, LocalFault("PLY-AUT-067"))
    return JSONResponse({"sign": wanted.picture})


async def signed(
    house: House,
    watch: Watch,
    form: dict[str, str],
    ask: Callable[[], Awaitable[ToSign]],
) -> Signed:
    """Return the officer's signature over what `ask` returns.

    Raises:
        SignatureWanted: his hardware key has not signed yet.
        LocalFault: PLY-CFG-019, PLY-AUT and PLY-UI-004.

    """
    if not watch.hardware:
        wanted = await ask()
        signature = house.desk.sign(watch.token, bytes.fromhex(wanted.digest))
        scheme = KeyScheme.SOFTWARE_ED25519.name
        return Signed(wanted.created_ms, scheme, signature)
    if "signature" not in form:
        wanted = await ask()
        digest = bytes.fromhex(wanted.digest)
        asked = house.station.hardware.ask(watch.officer, digest)
        raise SignatureWanted(
            {
                "manifest": wanted.manifest,
                "digest": wanted.digest,
                "release_code": wanted.release_code,
                "created_ms": wanted.created_ms,
                "rp_id": asked.rp_id,
                "keys": [key.hex() for key in asked.keys],
            }
        )
    digest = hex_field(form, "digest")
    made = house.station.hardware.release(watch.officer, digest, key_said(form))
    return Signed(
        _time(form["created_ms"]), made.scheme.name, made.signature, made.detail
    )


def key_said(form: dict[str, str]) -> KeySaid:
    """Return what a key said, from a form."""
    return KeySaid(
        credential=hex_field(form, "credential"),
        authenticator=hex_field(form, "authenticator"),
        browser=hex_field(form, "browser"),
        signature=hex_field(form, "signature"),
    )


def hex_field(form: dict[str, str], name: str) -> bytes:
    """Return one field of bytes.

    Raises:
        LocalFault: PLY-UI-004.

    """
    try:
        return bytes.fromhex(field(form, name))
    except ValueError:
        raise LocalFault("PLY-UI-004", reason=f"the field {name} is no hex") from None


def _time(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _TIME_DIGITS_MAX:
        raise LocalFault("PLY-UI-004", reason="its time is none")
    return int(text)
