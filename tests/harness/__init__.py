# SPDX-License-Identifier: Apache-2.0
"""The test runner behind tests/run: one module a ring, no state between them."""
