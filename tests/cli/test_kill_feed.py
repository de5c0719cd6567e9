# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`feed sync` killed at any moment, again and again, readers meanwhile: what is listed is the old file or the new one, never a mix.

Each file has one listing in fifty that the one before has not, and the four that cover the client carry its number as their reason;
so every answer, the whole list, the feed's record and its history tell which file they are of, and must agree.
"""

import os
import random
import re
import signal
import subprocess
import threading
import time

from conftest import ENVIRONMENT, OWN_GROUP, Whyblock
from environment import KILLS
from exim_server import WHYBLOCK
from test_kill import PLAIN

LINES = 100_000
SEED = int(os.environ.get("SEED", random.randrange(2**32)))
CLIENT = "11.0.77.77"
COVERING = ["11.0.0.0/9", "11.0.0.0/16", "11.0.77.0/24", "11.0.77.77/32"]
NUMBER = re.compile(rb"file (\d+)")


class Feed(Whyblock):
    def __init__(self, folder, chance):
        super().__init__(folder, PLAIN if PLAIN.exists() else WHYBLOCK)
        self("init", "--group", OWN_GROUP)
        self.chance = chance
        self.hosts = [f"11.{64 + (i >> 16)}.{i >> 8 & 255}.{i & 255}/32" for i in range(LINES + LINES // 50)]
        self.add("192.0.2.66")
        self.old, self.synced, self.number = frozenset(), 0, 0

    def run(self, *arguments, status=0):
        run = subprocess.run(self.arguments(*arguments), capture_output=True, env=ENVIRONMENT)
        assert run.returncode == status and run.stderr == b"", run
        return run.stdout

    def write_file(self):
        """The next file; returns what is listed when it is synced."""
        self.number += 1
        gone = set(self.chance.sample(range(len(self.hosts)), len(self.hosts) - LINES))
        lines = [f"{host}\n" for i, host in enumerate(self.hosts) if i not in gone]
        lines += [f"{prefix} # file {self.number}\n" for prefix in COVERING]
        (self.folder / "feed.txt").write_text("".join(lines))
        return frozenset(line.replace(" # ", "\t").rstrip("\n") if "#" in line else f"{line.rstrip()}\t-" for line in lines)

    def start(self):
        return subprocess.Popen(self.arguments("feed", "sync", "drop", self.folder / "feed.txt", "--category", "spam", "--ttl", "7d"),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)

    def listed(self):
        rows = [row for row in self.export() if row[3] == "feed:drop"]
        return frozenset(f"{row[0]}\t{row[6]}" for row in rows)

    def ask(self):
        """The number of the file that all listings of one answer are of; 0 before the first."""
        found = NUMBER.findall(self.run("list", "show", CLIENT, status=0 if self.synced else 1))
        assert len(found) == (4 if self.synced else 0) and len(set(found)) < 2, found
        return int(found[0]) if found else 0

    def round(self, kill_after_s):
        """Syncs the next file, killed after so many seconds; returns how it ended and how long it took."""
        new, before = self.write_file(), self.number_listed()
        started = time.perf_counter()
        writer = self.start()
        killer = threading.Timer(kill_after_s, writer.kill) if kill_after_s is not None else None
        if killer:
            killer.start()
        answers = self.ask_until(writer)
        took = time.perf_counter() - started
        _, error = writer.communicate()
        if killer:
            killer.cancel()
        assert writer.returncode == 0 or (killer and writer.returncode == -signal.SIGKILL), error
        listed = self.listed()
        assert listed == new or (writer.returncode != 0 and listed == self.old)
        if listed == new:
            self.old, self.synced = new, self.synced + 1
        assert self.number_listed() == (self.number if listed == new else before)
        assert set(answers) <= {before, self.number} and answers == sorted(answers)
        if self.synced:
            row, = self.json("feed", "list")
            assert row["listings"] == len(self.old) == row["added"] + row["kept"]
        history = [row["action"] for row in self.json("history") if row["action"] != "apply"]
        assert history == ["add"] + ["feed sync"] * self.synced
        return writer.returncode, took

    def ask_until(self, writer):
        answers = []
        while self.synced and writer.poll() is None:
            answers.append(self.ask())
        writer.wait()
        return answers

    def number_listed(self):
        return self.ask() if self.synced else 0


def test_a_killed_sync_leaves_the_old_file_or_the_new(tmp_path, capsys):
    with capsys.disabled():
        print(f"\ntest_kill_feed: SEED={SEED}", end=" ", flush=True)
    chance = random.Random(SEED)
    feed = Feed(tmp_path, chance)
    assert feed.round(None)[0] == 0
    span, ends = max(feed.round(None)[1] for _ in range(3)), []
    for _ in range(KILLS):
        ends.append(feed.round(chance.uniform(0, span))[0])
        span *= 0.7 if ends[-1] == 0 else 1.1                                # how busy the machine is changes meanwhile
    killed = ends.count(-signal.SIGKILL)
    with capsys.disabled():
        print(f"{killed} of {KILLS} syncs killed before they had ended", end=" ", flush=True)
    assert killed >= KILLS // 5                                              # or this test shows nothing
    feed.add("192.0.2.67")                                                      # and the next writer does not wait
