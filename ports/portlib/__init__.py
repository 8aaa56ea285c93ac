# SPDX-License-Identifier: Apache-2.0
"""Ports: programs of others, built by the SDK from their unmodified sources."""
