# SPDX-License-Identifier: Apache-2.0
"""One module a command; each is imported only when its command is used."""
