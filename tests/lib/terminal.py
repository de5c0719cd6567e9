# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A pseudo-terminal, for what a program writes only where a person looks. A bare chroot has none."""

import os
import pty

import pytest


def missing():
    """Why none can be had; empty when one can."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        return f"no pseudo-terminal can be opened: {error} (is /dev/pts mounted?)"
    return ""


def open_pair():
    """Both ends, ours first; where there is none the test is skipped."""
    if reason := missing():
        pytest.skip(reason)
    return pty.openpty()
