# SPDX-License-Identifier: Apache-2.0
"""The watch console: pages an officer looks at, drawn by the station itself."""
