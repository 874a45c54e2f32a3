# SPDX-License-Identifier: Apache-2.0
"""Officers at their desks: registration, sign-on and signatures with hardware keys."""
