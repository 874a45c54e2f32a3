# SPDX-License-Identifier: Apache-2.0
"""IRIX 1.0 beside the format NUCACC: namespaces, and the words of both."""

from __future__ import annotations

from collections.abc import Mapping

KIND = "IRIX 1.0"
FORMAT = "NUCACC"
VERSION = "1.0"
REPORT = "http://www.iaea.org/2012/IRIX/Format"
ID = f"{REPORT}/Identification"
BASE = f"{REPORT}/Base"
EVENT = f"{REPORT}/EventInformation"
RELEASE = f"{REPORT}/ReleaseInformation"
ACTIONS = f"{REPORT}/ResponseActions"
LOCATIONS = f"{REPORT}/Locations"
REQUESTS = f"{REPORT}/Requests"
OURS = "urn:parley:exchange:1"

# IRIX's word for each number of the code book's choices.
EVENTS: Mapping[str, int] = {
    "Nuclear Installation Event": 1,
    "Missing Dangerous Source": 2,
    "Discovered Dangerous Source": 3,
    "Space Object Re-entry": 4,
    "Elevated Ambient Radiation Levels": 5,
    "Transport Event": 6,
    "Malicious Act": 7,
}
CLASSES: Mapping[str, int] = {
    "General Emergency": 1,
    "Site Area Emergency": 2,
    "Facility Emergency": 3,
    "Alert": 4,
}
OCCURRED: Mapping[str, int] = {"Has Occurred": 1, "Has Not Occurred": 2}
FUTURE: Mapping[str, int] = {
    "Certain Not to Occur": 1,
    "Unlikely to Occur": 2,
    "Likely to Occur": 3,
    "Certain to Occur": 4,
}
NUCLIDES: Mapping[str, int] = {
    "I-131": 1,
    "Cs-137": 2,
    "Sr-90": 3,
    "Xe-133": 4,
    "Pu-239": 5,
}
MEASURES: Mapping[str, int] = {
    "Stable Iodine Prophylaxis": 1,
    "Sheltering": 2,
    "Evacuation": 3,
    "Food Restrictions": 4,
    "Restriction on Water Use": 5,
    "Access Restrictions": 6,
    "Urgent Decontamination": 7,
}
STATES: Mapping[str, str] = {"Taken": "taken", "Planned": "planned"}
INES: Mapping[str, int] = {f"INES-{level}": level for level in range(8)}
OTHER = "Other"
UNKNOWN = "Unknown"
ASSISTANCE = "Request for Assistance"


def word(words: Mapping[str, int], number: object, otherwise: str) -> str:
    """Return IRIX's word for a number of the book."""
    return next((text for text, each in words.items() if each == number), otherwise)
