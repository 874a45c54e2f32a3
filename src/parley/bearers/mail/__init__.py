# SPDX-License-Identifier: Apache-2.0
"""Frames as attachments of plain mails: SMTP out, IMAP in."""
