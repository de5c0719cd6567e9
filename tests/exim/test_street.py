# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What Exim's process does to the system for a client of whom nothing is known, by strace: beyond what Exim does alone, it reads the
published files and the object, and nothing else."""

import contextlib
import os
import re
import shutil
import subprocess

import pytest
from exim_server import Exim

CLIENT, OTHER = "192.0.2.99", "192.0.2.66"
OPENS = re.compile(r'(?:open|openat|openat2|creat)\((?:AT_FDCWD, )?"([^"]*)", ([A-Z_|]+)')
CHANGES = re.compile(r"\b(flock|socket|connect|bind|sendto|sendmsg|unlink|unlinkat|rename|renameat2?|mkdir|mkdirat|link|linkat|symlink"
                     r"|truncate|ftruncate|fallocate|fchmod|fchmodat|fchown|fchownat|kill|fork|vfork|clone3?|execve)\(")
LOCKS = re.compile(r"\bfcntl\(\d+, F_(?:OFD_)?SETLKW?,")


@contextlib.contextmanager
def traced(exim, path):
    """The system calls of the daemon and of its children, while this lasts."""
    strace = subprocess.Popen(["strace", "-f", "-o", path, "-p", str(exim.daemon.pid)], stderr=subprocess.PIPE, text=True)
    line = strace.stderr.readline()
    if "attached" not in line:
        strace.wait()
        pytest.skip(f"ptrace is not allowed here: {line.strip()}")
    try:
        yield
    finally:
        strace.terminate()
        strace.wait()
        strace.stderr.close()


def calls(exim, path):
    """What one clean connection opens, with the flags; its other calls that change or start something; its locks."""
    def connect():
        with exim.client(CLIENT) as client:
            assert client.say("HELO mail.example.com", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.org>")[-1].code == 250
        while exim.connections():                       # until the daemon has collected its children
            os.sched_yield()
    connect()                                           # what came before is over
    with traced(exim, path):
        connect()
    lines = path.read_text(errors="replace").splitlines()
    opened = {(found[1], found[2]) for found in map(OPENS.search, lines) if found}
    return opened, [found[1] for found in map(CHANGES.search, lines) if found], [line for line in lines if LOCKS.search(line)]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace (Debian: strace)")
def test_a_clean_connection_reads_the_published_files_and_nothing_else(exim, tmp_path):
    with Exim({}) as alone:
        alone_opened, alone_changes, alone_locks = calls(alone, tmp_path / "alone")
        folder = str(alone.folder)
    exim.list(OTHER, "open-relay")
    opened, changes, locks = calls(exim, tmp_path / "ours")

    def without_folder(paths, folder):
        return {(path.replace(folder, ""), flags) for path, flags in paths}
    more = without_folder(opened, str(exim.folder)) - without_folder(alone_opened, folder)
    published = {path for path, _ in more if path.startswith("/store/published/")}
    assert {re.sub(r"\.\d+$", "", path) for path in published} == {f"/store/published/{name}" for name in ("policy-1", "recent-1", "listings-1")}
    assert {path for path, _ in more} - published == {"/whyblock.so"}
    assert all(flags.startswith("O_RDONLY") for _, flags in more)
    assert sorted(changes) == sorted(alone_changes)
    assert len(locks) == len(alone_locks)
