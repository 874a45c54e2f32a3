# SPDX-License-Identifier: Apache-2.0
"""After a stop: new keys under the old name, carried, compared by voice, believed."""
