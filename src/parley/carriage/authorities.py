# SPDX-License-Identifier: Apache-2.0
"""TLS towards hosts that others run: their names and dates are checked."""

from __future__ import annotations

import ssl
from pathlib import Path

from parley.errors import LocalFault


def tls_to_others(authorities: Path | None) -> ssl.SSLContext:
    """Return the TLS that trusts `authorities` (PEM), or the system's if None.

    Raises:
        LocalFault: PLY-BRR-061 the file of authorities cannot be used.

    """
    try:
        return ssl.create_default_context(
            cafile=None if authorities is None else str(authorities)
        )
    except (OSError, ssl.SSLError) as refused:
        raise LocalFault(
            "PLY-BRR-061", path=authorities, reason=refused.strerror or refused
        ) from refused
