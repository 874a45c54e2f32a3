# SPDX-License-Identifier: Apache-2.0
"""The API offers what is listed, to whom it is listed, and describes just that."""

from __future__ import annotations

import json

from parley.api.describe import description
from parley.api.rights import AT_THE_STATION, RIGHTS
from parley.model.identity import OfficerClass
from parley.station.methods import METHODS, forms

ABOUT = {"officer_keys"}


def test_every_method_of_the_station_is_offered_or_left_out_with_a_reason():
    """A method nobody decided about must not appear in the API by itself."""
    assert RIGHTS.keys() | AT_THE_STATION.keys() == METHODS.keys()
    assert not RIGHTS.keys() & AT_THE_STATION.keys()


def test_an_officer_named_in_a_request_is_the_tokens_own():
    """A method that takes an officer and is not bound would act in any name."""
    for method, right in RIGHTS.items():
        named = forms()[method].model_fields.keys() & {"officer", "drafted_by"}
        # A question about an officer acts in nobody's name.
        assert named <= {right.officer} or (right.reads and method in ABOUT), method


def test_an_auditor_reads_and_changes_nothing():
    """Whoever watches the watch must not be able to do its work."""
    for method, right in RIGHTS.items():
        assert right.reads or OfficerClass.AUDITOR not in right.classes, method


def test_the_description_covers_every_method_and_refers_to_nothing_missing():
    """A reference that leads nowhere stops every generator of programs."""
    said = description()
    paths = {path.rpartition("/")[2] for path in said["paths"]}
    assert paths == RIGHTS.keys() | {"events"}
    text = json.dumps(said)
    for name in set(text.split("#/components/schemas/")[1:]):
        assert name.partition('"')[0] in said["components"]["schemas"]
