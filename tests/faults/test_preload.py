# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Exim's daemon with whyblock_preload under load: it does not grow, it outlives what is done to its files, and nobody is decided about by a listing
that was removed before they connected.

Environment: PRELOAD_CONNECTIONS (default 100000), PRELOAD_PUBLICATIONS (default 1000).
"""

import os
import pathlib
import random
import re
import shutil
import threading

import exim_server
import pytest
from conftest import CLEAN, LISTED, Exim

CONNECTIONS = int(os.environ.get("PRELOAD_CONNECTIONS", "100000"))
PUBLICATIONS = int(os.environ.get("PRELOAD_PUBLICATIONS", "1000"))
SNIPPET = (exim_server.TOP / "acl-snippets/preload.conf").read_text()
CLIENTS = 4


@pytest.fixture
def preloaded():
    with Exim(main=SNIPPET) as exim:
        exim.reset()
        yield exim
        assert exim.panic() == []


def size(exim):
    """Descriptors, mappings, and KiB of memory that is not a file's."""
    process = pathlib.Path(f"/proc/{exim.daemon.pid}")
    own_kib = int(re.search(r"RssAnon:\s+(\d+)", (process / "status").read_text())[1])
    return len(list((process / "fd").iterdir())), len((process / "maps").read_text().splitlines()), own_kib


class Crowd:
    """Clients that connect again and again, from addresses of which none is ever refused."""

    def __init__(self, exim, connections):
        self.exim, self.left, self.faults = exim, connections, []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._run) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        while True:
            with self.lock:
                if self.left <= 0 or self.faults:
                    return
                self.left -= 1
            try:
                codes = self.exim.codes(CLEAN)
                if codes != [250]:
                    self.faults.append(codes)
            except OSError as why:
                self.faults.append(why)

    def end(self):
        for thread in self.threads:
            thread.join()
        assert self.faults == []


def test_it_does_not_grow(preloaded):
    """Publications are spread over all the connections; each is seen by the connection after it."""
    exim, pid = preloaded, preloaded.daemon.pid
    before = None
    for number in range(PUBLICATIONS):
        crowd = Crowd(exim, CONNECTIONS // PUBLICATIONS - 1)
        is_listed = number % 2 == 1
        exim.wb("list", "add" if is_listed else "remove", LISTED, "open-relay", *(["--reason", "r"] if is_listed else []))
        if number % 50 == 0:
            exim.configure(f'category "own" {{\n title = "{number}"\n}}\n')
        assert exim.codes(LISTED) == [550 if is_listed else 250], number
        crowd.end()
        if number == PUBLICATIONS // 10:
            before = size(exim)
    after = size(exim)
    print(f"{CONNECTIONS} connections, {PUBLICATIONS} publications: descriptors, mappings, KiB of its own: {before}, then {after}")
    assert after[:2] == before[:2] and after[2] <= before[2] + 64
    assert exim.daemon.poll() is None and exim.daemon.pid == pid and exim.faults() == []


DAMAGES = (
    lambda path, data: os.truncate(path, random.randrange(len(data))),
    lambda path, data: path.unlink(),
    lambda path, data: path.write_bytes(os.urandom(random.randrange(1, 9000))),
    lambda path, data: (path.unlink(), path.mkdir()),
    lambda path, data: (path.unlink(), os.mkfifo(path)),
    lambda path, data: path.chmod(0),
)


def test_files_are_damaged_under_load(preloaded):
    """At any moment of a connection: each is answered, and the daemon lives."""
    exim, pid = preloaded, preloaded.daemon.pid
    crowd = Crowd(exim, CONNECTIONS // 10)
    rounds = 0
    while crowd.left > 0 and not crowd.faults:
        for path in list((exim.store / "published").iterdir()):
            if path.name.startswith(".") or path.name.endswith(".previous"):
                continue
            data = path.read_bytes()
            random.choice(DAMAGES)(path, data)
            exim.codes(LISTED)
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            path.write_bytes(data)
            path.chmod(0o640)
            shutil.chown(path, group=exim.group)
        rounds += 1
    crowd.end()
    print(f"{rounds} times each file was damaged, {len(exim.faults())} connections told so")
    assert exim.codes(LISTED) == [550] and exim.codes(CLEAN) == [250]
    assert exim.daemon.poll() is None and exim.daemon.pid == pid
