# SPDX-License-Identifier: Apache-2.0
"""Messages as files of national systems, and such files as drafts.

Outside the trusted path: nothing here is signed, sent or believed.  A command reads a
file in a process without keys; what comes of it is a draft that people release.
"""
