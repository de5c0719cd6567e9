# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Ports of 127.0.0.1 for servers that are started a moment later, or again and again."""

import os
import pathlib
import socket

FIRST = 10240
# The kernel gives ports from here on to whoever connects, so that one of them may be taken before our server is up.
LAST = min(int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]), 32768) - 1

_tried = 0


def free_port():
    """One that is free for UDP and TCP. Processes that run side by side begin far from each other; none is given out twice soon."""
    global _tried
    span = LAST - FIRST + 1
    for _ in range(span):
        port = FIRST + (os.getpid() * 197 + _tried) % span
        _tried += 1
        with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            try:
                udp.bind(("127.0.0.1", port))
                tcp.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no port from {FIRST} to {LAST} is free for both UDP and TCP")
