# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Look-ups against writers and publishers that are killed. One listing for each writer: it is added, or removed, again and again, and whoever
does it notes before and after when that was in force. Readers note the time before and after each look-up; one that lies wholly in a time when the
listing was in force must find it, one that lies wholly in a time when it was not must not. No moment is waited for: a kill comes when a number
of look-ups has been done since the writer began."""

import ctypes
import itertools
import json
import multiprocessing
import os
import pathlib
import random
import signal
import subprocess
import time

import exim_server
import pytest

LOOK_UPS, KILLS, WRITERS, READERS = 100_000, 1_000, 2, 2
SEED = int(os.environ.get("SEED", random.randrange(2**32)))
LOOKER = pathlib.Path(os.environ.get("LOOKER", exim_server.TOP / "build/tests/faults/look_up")).resolve()


def listed_by(writer):
    return f"198.51.100.{writer}"


@pytest.fixture
def store(tmp_path):
    conf = tmp_path / "whyblock.conf"
    conf.write_text(f'store = "{tmp_path}/store"\n')
    whyblock = [exim_server.WHYBLOCK, "-c", conf]
    subprocess.run([*whyblock, "init", "--group", "root"], check=True, capture_output=True)
    rows = "".join(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}\tspam\n" for n in range(50_000))
    subprocess.run([*whyblock, "list", "import", "--force", "-"], input=rows, text=True, check=True, capture_output=True)
    return whyblock, tmp_path / "store"


def write(whyblock, writer, done, kills, results, seed):
    """Adds and removes its listing; some of it is killed. Notes (from, to, state): in force for sure within."""
    chance = random.Random(seed)
    client, state, known = listed_by(writer), False, []
    since, number, killed = time.monotonic_ns(), 0, 0
    typical = 10_000_000
    while killed < kills:
        number += 1
        verb = ["list", "remove", client] if state else ["list", "add", client, "spam", "--reason", "test"]
        bulk = number % 50 == 0                          # enough for a merge
        if bulk:
            verb = ["list", "import", "--force", "-"]
        begun = time.monotonic_ns()
        run = subprocess.Popen([*whyblock, *verb], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if bulk:
            run.stdin.write("".join(f"11.{writer}.{n >> 8}.{n & 255}\tspam\thost\tstaff:ann\t-\t-\t{number}\n" for n in range(2500)))
        run.stdin.close()
        if chance.random() < 0.5:
            until = begun + chance.randrange(2 * typical)
            while time.monotonic_ns() < until and run.poll() is None:
                os.sched_yield()
            if run.poll() is None:
                run.send_signal(signal.SIGKILL)
                killed += 1
        run.wait()
        said = run.stderr.read()
        run.stderr.close()
        typical = (9 * typical + time.monotonic_ns() - begun) // 10
        if bulk:
            continue
        if run.returncode == 0:
            known.append((since, begun, state))
            state, since = not state, time.monotonic_ns()
        else:
            assert run.returncode == -signal.SIGKILL, (run.returncode, said)
            # It may have happened or not: the next one that ends well makes it certain.
            known.append((since, begun, state))
            subprocess.run([*whyblock, "list", "add", client, "spam", "--reason", "test"], check=True, stdout=subprocess.DEVNULL)
            state, since = True, time.monotonic_ns()
    known.append((since, time.monotonic_ns(), state))
    done.value += 1
    results.put(known)


def read(store, clients, done, results, count):
    """Looks each client up in turn, in one process that reads as Exim does."""
    seen = []
    looker = subprocess.Popen([LOOKER, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    for number in itertools.count():
        if done.value == WRITERS and number >= count:
            break
        client = clients[number % len(clients)]
        before = time.monotonic_ns()
        looker.stdin.write(client + "\n")
        answer = looker.stdout.readline().strip()
        seen.append((before, time.monotonic_ns(), client, answer))
    looker.stdin.close()
    looker.wait()
    results.put(seen)


def test_look_ups_against_writers_that_are_killed(store):
    whyblock, folder = store
    print(f"SEED={SEED}")
    done = multiprocessing.Value(ctypes.c_int, 0)
    seen = multiprocessing.Queue()
    clients = [listed_by(writer) for writer in range(WRITERS)]
    readers = [multiprocessing.Process(target=read, args=(folder, clients, done, seen, LOOK_UPS // READERS)) for _ in range(READERS)]
    for process in readers:
        process.start()
    known = {}
    # One after the other would not meet; two write side by side.
    queues = [multiprocessing.Queue() for _ in range(WRITERS)]
    writers = [multiprocessing.Process(target=write, args=(whyblock, writer, done, KILLS // WRITERS, queues[writer], SEED + writer)) for writer in range(WRITERS)]
    for process in writers:
        process.start()
    for writer, queue in enumerate(queues):
        known[listed_by(writer)] = queue.get()
    looked = [row for _ in readers for row in seen.get()]
    for process in readers + writers:
        process.join()
    assert len(looked) >= LOOK_UPS
    wrong, certain = [], 0
    for client, spans in known.items():
        spans = sorted(spans)
        rows = sorted(row for row in looked if row[2] == client)
        at = 0
        for before, after, _, answer in rows:
            assert answer in ("listed", "not listed"), answer
            while at < len(spans) and spans[at][1] < after:
                at += 1
            for since, until, state in spans[max(0, at - 1):at + 1]:
                if since < before and after < until:
                    certain += 1
                    if (answer == "listed") != state:
                        wrong.append((client, before, after, answer, state))
    print(f"{len(looked)} look-ups, {certain} of them within a time of which it is known; {KILLS} kills; wrong: {len(wrong)}")
    assert not wrong, wrong[:5]
    assert certain > LOOK_UPS // 2
    subprocess.run([*whyblock, "list", "expire"], check=True, stdout=subprocess.DEVNULL)       # publishes what a killed one has not
    assert json.loads(subprocess.run([*whyblock, "--json", "verify"], capture_output=True, text=True, check=True).stdout)["faults"] == 0
