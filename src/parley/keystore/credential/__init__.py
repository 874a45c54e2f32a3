# SPDX-License-Identifier: Apache-2.0
"""A half that systemd keeps: a credential of the service, sealed to this machine."""
