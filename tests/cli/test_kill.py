# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Two `list import` at once, readers meanwhile, one of the writers killed: every answer is from before or after, never between.

Each import replaces the reason of every listing by "generation N", so an answer that mixes two files shows two numbers, and a
dump that is not one file's, byte for byte, is torn. The moment of the kill is told by the reader's answers: so many of them.
"""

import os
import pathlib
import random
import re
import signal
import subprocess
import threading

from conftest import ENVIRONMENT, OWN_GROUP, Whyblock
from environment import KILLS
from exim_server import TOP, WHYBLOCK

LINES = 100_000
SEED = int(os.environ.get("SEED", random.randrange(2**32)))
# A sanitizer makes an import slow and finds nothing more in it: the plain command will do.
PLAIN = pathlib.Path(os.environ.get("WHYBLOCK_PLAIN", TOP / "build/whyblock")).resolve()
CLIENT = "11.0.77.77"                                        # covered by four of the listings, far apart in the files
GENERATION = re.compile(rb"generation (\d{4})")


def make_lines(chance):
    """What `list import` reads, in any order; generation 0000 stands for the generation."""
    hosts = [f"11.{i >> 16}.{i >> 8 & 255}.{i & 255}/32" for i in range(LINES - 3)]
    lines = [f"{prefix}\topen-relay\thost\tstaff:ann\t2026-01-01\t-\tgeneration 0000\n"
             for prefix in [*hosts, "11.0.0.0/9", "11.0.0.0/16", "11.0.77.0/24"]]
    chance.shuffle(lines)
    return "".join(lines).encode()


class Store(Whyblock):
    def __init__(self, folder, chance):
        super().__init__(folder, PLAIN if PLAIN.exists() else WHYBLOCK)
        self("init", "--group", OWN_GROUP)
        self.chance = chance
        self.lines = make_lines(chance)
        self.generation = self.newest = 0
        self.run_import(self.write_file(0)).communicate()
        self.dump = self.run("list", "dump")
        assert self.dump.count(b"\n") == LINES + 1 and self.dump.count(b" generation 0000\n") == LINES

    def run(self, *arguments, statuses=(0,)):
        run = subprocess.run(self.arguments(*arguments), capture_output=True, env=ENVIRONMENT)
        assert run.returncode in statuses and run.stderr == b"", run
        return run.stdout

    def write_file(self, generation):
        path = self.folder / f"generation-{generation:04}"
        path.write_bytes(self.lines.replace(b"generation 0000", b"generation %04d" % generation))
        return path

    def run_import(self, path):
        return subprocess.Popen(self.arguments("list", "import", path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)

    def ask(self):
        """One reader's answer: the generation that all of its listings are of."""
        verb, status = self.verb
        answer = self.run(*verb, CLIENT, statuses=(status,))
        found = GENERATION.findall(answer)
        assert len(found) == 4 and len(set(found)) == 1, answer.decode()
        return int(found[0])

    def round(self, kill_after):
        """Two imports, one of them killed after so many answers; returns how many answers there were, and how the victim ended."""
        before, generations = self.generation, (self.newest + 1, self.newest + 2)
        # In a round one of them: what the store has comes before what Exim does.
        self.verb = self.chance.choice([(("list", "show"), 0), (("explain",), 1)])
        paths = [self.write_file(generation) for generation in generations]
        writers = [self.run_import(path) for path in paths]
        victim = self.chance.randrange(2)
        done = threading.Event()
        threading.Thread(target=lambda: ([writer.wait() for writer in writers], done.set()), daemon=True).start()
        answers = [before]
        while not done.is_set():
            if len(answers) == kill_after:
                writers[victim].kill()
            answers.append(self.ask())
        self.run("list", "expire")                                             # whoever was killed before it had published: made good
        answers.append(self.ask())

        for writer in writers:
            _, error = writer.communicate()
            assert writer.returncode == 0 or (writer is writers[victim] and kill_after and writer.returncode == -signal.SIGKILL), error
        assert set(answers) <= {before, *generations}
        steps = [answer for answer, earlier in zip(answers[1:], answers) if answer != earlier]
        assert len(steps) == len(set(steps)) and before not in steps           # nothing that was seen goes back
        assert answers[-1] in generations                                      # the other one's, or the victim's when that came last
        assert self.run("list", "dump") == self.dump.replace(b"generation 0000", b"generation %04d" % answers[-1])
        self.generation, self.newest = answers[-1], generations[1]
        for path in paths:
            path.unlink()
        return len(answers) - 2, writers[victim].returncode


def test_a_killed_writer_leaves_before_or_after(tmp_path, capsys):
    with capsys.disabled():
        print(f"\ntest_kill: SEED={SEED}", end=" ", flush=True)
    chance = random.Random(SEED)
    store = Store(tmp_path, chance)
    usual, _ = store.round(kill_after=None)                                  # how many answers fit into a round
    ends = [store.round(chance.randint(1, max(1, usual)))[1] for _ in range(KILLS)]
    with capsys.disabled():
        print(f"{ends.count(-signal.SIGKILL)} of {KILLS} writers killed before they had ended, {usual} answers in a round", end=" ", flush=True)
    assert ends.count(-signal.SIGKILL) >= KILLS // 5                                      # or this test shows nothing
    store.run("list", "expire")
    store.add("192.0.2.66")
