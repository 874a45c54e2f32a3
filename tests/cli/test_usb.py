# SPDX-License-Identifier: Apache-2.0
"""Release from the command line with a key in this machine, and not without."""

from __future__ import annotations

import json

import pytest

from parley.cli.face import Hooks
from parley.cli.main import run
from parley.core.events import KeyRegistered
from parley.crypto.enrolment import Enrolled
from parley.model.identity import Credential, KeyScheme
from parley.model.precedence import Mode
from parley.station.authority.kept_keys import keep_attestation
from parley.testing.soft_ctap2 import FrighteninglySoftCtap2
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey
from tests.console.hardware_world import ANN, BEN, World

KEYS = {ANN: KeyScheme.WEBAUTHN_ES256, BEN: KeyScheme.WEBAUTHN_EDDSA}


@pytest.fixture(scope="module")
def usb(tmp_path_factory):
    """Two stations; Ann and Ben of ALFA have a key each, on a USB that is none."""
    world = World(tmp_path_factory.mktemp("usb"), Mode.LIVE)
    runner = world.up["alfa"].parts.runner
    devices = {}
    for officer, scheme in KEYS.items():
        key = FrighteninglySoftHardwareKey(
            f"usb {officer}", scheme, world.origin("alfa")
        )
        named = Enrolled(scheme, key.public, key.credential, 0, "", "none")
        keep_attestation(world.root / "alfa", officer, named, b"", 0)
        event = KeyRegistered(officer, Credential(scheme, key.public_key))
        world.do(lambda event=event: runner.act(event, object))
        devices[officer] = FrighteninglySoftCtap2(key)
    yield world, devices
    world.stop()


def release(world, number, officer, *devices):
    """Return the exit code of a release with what is plugged in."""
    hooks = Hooks(usb_keys=lambda: list(devices))
    words = ["release", str(number), "--as", str(officer), "--key", "usb"]
    folder = ["--station", str(world.root / "alfa")]
    return run([*words, *folder, "--confirm-addressee", "Bravo"], hooks)


def test_two_keys_on_usb_release_what_bravo_verifies(usb):
    """The same signature as in a browser, so the counterpart sees no difference."""
    world, devices = usb
    number = world.draft("By USB, both of us.")
    assert release(world, number, ANN, devices[BEN], devices[ANN]) == 0
    assert release(world, number, BEN, devices[BEN]) == 0

    async def arrived():
        found = await world.up["bravo"].parts.api.messages("all")
        return [one for one in found if "By USB" in one.subject]

    world.until("bravo", arrived)
    (message,) = [one for one in world.inbox() if "By USB" in one.subject]
    assert message.state == "RECEIVED"
    keys = {one.key for one in world.do(lambda: whole(world, message.ref)).releases}
    assert keys == {"hardware key (ES256)", "hardware key (EdDSA)"}


async def whole(world, ref):
    return await world.up["bravo"].parts.api.message(ref)


def test_no_release_without_the_key(usb, capsys):
    """Over a remote shell there is no socket; another's key is not one's own."""
    world, devices = usb
    number = world.draft("Not from afar.")
    for plugged in ((), (devices[BEN],)):
        assert release(world, number, ANN, *plugged) != 0
        assert "PLY-AUT-069" in capsys.readouterr().err
    assert release(world, number, 1, devices[ANN]) != 0
    assert "PLY-AUT-066" in capsys.readouterr().err


def test_a_text_becomes_a_draft_in_one_spelling(usb):
    """What looks the same on two screens must have one digest."""
    world, _ = usb
    number = world.draft("cafe\u0301, and nothing else is changed: \ufb01")
    draft = world.do(lambda: world.up["alfa"].parts.api.draft(number))
    ((_, text),) = draft.texts
    assert text == "caf\u00e9, and nothing else is changed: \ufb01"


def test_an_exported_draft_has_the_same_code_elsewhere(usb, capsys, tmp_path):
    """A second machine computes the code from the file alone, and sees a change."""
    world, _ = usb
    number = world.draft("Compare my code.")
    folder = ["--station", str(world.root / "alfa")]
    assert run(["show", str(number), "--json", *folder]) == 0
    exported = json.loads(capsys.readouterr().out)
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(exported))
    assert run(["verify-draft", str(path)]) == 0
    assert exported["draft"]["release_code"] in capsys.readouterr().out
    exported["draft"]["texts"][0][1] = "Compare my c0de."
    path.write_text(json.dumps(exported))
    assert run(["verify-draft", str(path)]) != 0
    assert "PLY-CLI-031" in capsys.readouterr().err
    path.write_text("[]")
    assert run(["verify-draft", str(path)]) != 0
    assert "PLY-AUT-070" in capsys.readouterr().err
