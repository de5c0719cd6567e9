# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A pseudo-terminal, for what a program writes only where a person looks. A bare chroot has none."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

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


def run(command, columns=80, **environment):
    """What a program shows on a terminal of 24 lines, standard error with it; (exit status, text). Variables of value None are not set."""
    ours, theirs = open_pair()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    variables = {**os.environ, "TERM": "xterm", "NO_COLOR": None, "COLUMNS": None, **environment}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                               env={name: value for name, value in variables.items() if value is not None})
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
    except OSError:                                        # Linux says so when the other end is closed
        pass
    os.close(ours)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def plain(shown):
    """The text without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)
