# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Cases under load, with an agent that is killed, and on disks that are full: what is lost is what waited, and all else goes on. Figures are
printed."""

import contextlib
import json
import os
import pathlib
import random
import select
import shutil
import signal
import subprocess
import time

import pytest
from agent import Agent, until
from conftest import Exim
from made_events import SETTINGS, MadeEvents, send
from test_disk import system

VERDICTS, SECONDS, CLIENTS = 100_000, 60, 5000
WAITING = 4000                                         # so many may wait, and none is lost
RESERVE = 8 << 20


def remembered(exim):
    """Verdicts in all cases."""
    return sum(case["times"] for case in json.loads(exim.wb("--json", "case", "--all", status=None)))


def cpu_s(agent):
    fields = pathlib.Path(f"/proc/{agent.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def written(agent):
    """Until nothing waits any more that was sent before."""
    agent.settle()
    until(lambda: agent.metric("case_verdicts_waiting") == 0)


def size_of(folder):
    return sum(path.stat().st_blocks * 512 for path in folder.iterdir())


def pace(packets, seconds):
    """Gives them one by one, evenly over this time."""
    packets = list(packets)
    start = time.monotonic()
    for number, packet in enumerate(packets):
        left = start + seconds * number / len(packets) - time.monotonic()
        if left > 0.001:
            select.select([], [], [], left)            # the hand of a clock, not a wait for somebody
        yield packet


# ---- Load -----------------------------------------------------------------------------------------------------------------

def test_a_hundred_thousand_in_a_minute(exim):
    exim.configure(SETTINGS)
    path, made = exim.store / "run/events", MadeEvents(CLIENTS)
    with Agent(exim) as agent:
        before, before_s = agent.metric("resident_memory_bytes"), cpu_s(agent)
        assert all(send(path, packet, waits=False) for packet in pace(made.packets(VERDICTS), SECONDS))
        highest = agent.metric("resident_memory_bytes")
        written(agent)
        assert agent.metric("case_verdicts_lost_total") == 0 and agent.metric("case_verdicts_total") == VERDICTS
        print(f"\n{VERDICTS} verdicts of {CLIENTS} clients in {SECONDS} s, and the ends of their connections: {cpu_s(agent) - before_s:.1f} s of CPU, "
              f"{highest / 1e6:.1f} MB in use ({before / 1e6:.1f} at the beginning); {agent.metric('cases_new_total')} cases, {size_of(exim.store / 'cases') / 1e6:.1f} MB on the disk")
        assert highest < 64e6
        assert remembered(exim) == VERDICTS


def test_a_burst_of_what_may_wait(exim):
    """The agent does not run when they come."""
    path, made = exim.store / "run/events", MadeEvents(CLIENTS)
    with Agent(exim) as agent:
        agent.stop()
        packets = list(made.packets(WAITING * 3 // 4))[:WAITING]       # of four the last one is the end of a connection
        assert all(send(path, packet, waits=False) for packet in packets)
        agent.go_on()
        written(agent)
        assert agent.metric("case_verdicts_lost_total") == 0
        assert remembered(exim) == agent.metric("case_verdicts_total") == WAITING * 3 // 4


def test_an_agent_that_is_told_to_end_loses_nothing(exim):
    path, made, sent = exim.store / "run/events", MadeEvents(CLIENTS), 0
    packets = list(made.packets(30_000))
    with Agent(exim) as agent:
        for part in range(10):
            for packet in packets[part * 3000:][:3000]:
                sent += packet[1] == 0 and send(path, packet)
            assert agent.end(signal.SIGTERM) == ""
            agent.start()
        written(agent)
    assert remembered(exim) == sent


def test_an_agent_that_is_killed_loses_what_waited(exim):
    """Killed at any moment: what it had written is there and can be read, and no more is missing than had not been written."""
    path, made, chance = exim.store / "run/events", MadeEvents(CLIENTS), random.Random(1)
    lost = []
    with Agent(exim) as agent:
        for _ in range(20):
            before = remembered(exim)
            verdicts = [packet for packet in made.packets(chance.randrange(300, 3000)) if packet[1] == 0]
            for packet in verdicts:
                send(path, packet)
            was_written = agent.metric("case_verdicts_total")
            agent.kill()
            after = remembered(exim) - before
            assert was_written <= after <= len(verdicts), (was_written, after, len(verdicts))
            lost.append(len(verdicts) - after)
            agent.start()
            exim.wb("verify", status=None)
        send(path, verdicts[0])
        written(agent)
    print(f"\nverdicts that twenty killed agents have taken with them: {lost}")


# ---- Disks ----------------------------------------------------------------------------------------------------------------

class Disk(Exim):
    """Its store lies on a file system of its own."""

    def __init__(self, kind):
        self.kind = kind
        super().__init__()

    def _prepare(self):
        self.top = self.folder / "disk"
        self.top.mkdir()
        self.volume = self.top / "volume"
        image = self.folder / "image"
        if self.kind == "tmpfs":
            system("mount", "-t", "tmpfs", "-o", "size=48m", "none", self.top)
        else:
            with image.open("wb") as file:
                file.truncate((64 if self.kind == "ext4" else 256) << 20)
            system(*(["mkfs.ext4", "-q", "-m", "0"] if self.kind == "ext4" else ["mkfs.btrfs", "-q", "-m", "single"]), image)
            system("mount", "-o", "loop", image, self.top)
        if self.kind in ("btrfs", "quota"):
            system("btrfs", "subvolume", "create", self.volume)
        else:
            self.volume.mkdir()
        if self.kind == "quota":
            system("btrfs", "quota", "enable", self.top)
            system("btrfs", "qgroup", "limit", "48M", self.volume)
        super()._prepare()

    def reset(self):
        self.store = self.volume / "store"
        self.published_key = self.store / "published/reference-1.key"
        super().reset()

    def __exit__(self, *_):
        if self.daemon:
            self.daemon.terminate()
            self.daemon.wait()
        subprocess.run(["umount", "-l", self.top], capture_output=True)
        super().__exit__()

    def fill(self):
        """Somebody else takes what is left."""
        with (self.volume / "filler").open("ab", buffering=0) as filler:
            for size in (1 << 20, 64 << 10, 4096, 512):
                with contextlib.suppress(OSError):
                    while filler.write(os.urandom(size)):
                        pass
            with contextlib.suppress(OSError):
                os.fsync(filler.fileno())

    def make_room(self):
        (self.volume / "filler").unlink()
        os.sync()


KINDS = [kind for kind, tool in (("tmpfs", "mount"), ("ext4", "mkfs.ext4"), ("btrfs", "btrfs"), ("quota", "btrfs")) if shutil.which(tool)]


@pytest.fixture(params=KINDS)
def disk(request):
    with Disk(request.param) as exim:
        yield exim


class Sender:
    """Verdicts, each of a client that was not there before: their cases are known by their order."""

    def __init__(self, exim):
        self.path = exim.store / "run/events"
        self.made = MadeEvents(1)
        self.clients = []

    def send(self, count):
        for _ in range(count):
            number = len(self.clients)
            client = self.made.client(number)
            self.clients.append(str(client.ipv4_mapped or client))
            send(self.path, self.made.verdict(number, 1_790_000_000, client, number))

    def left(self, exim):
        """The clients that still have a case, in the order in which they came."""
        found = {case["client"] for case in json.loads(exim.wb("--json", "case", "--all", status=None))}
        return [client for client in self.clients if client in found]


def is_whole(path):
    return path.exists() and path.stat().st_blocks * 512 >= RESERVE


def test_on_a_full_disk_the_oldest_go_first(disk):
    reserve = disk.store / "cases/reserve"
    with Agent(disk, log=disk.folder / "agent.log") as agent:
        sender = Sender(disk)
        sender.send(2000)
        written(agent)
        until(lambda: is_whole(reserve))
        disk.fill()
        rounds = 0
        while agent.metric("cases_removed_total") < 3000:
            sender.send(400)
            written(agent)
            if disk.kind != "quota":                   # where what is overwritten needs new room, and there is none, cases wait: see below
                disk.fill()                            # who fills it takes what was given back, too
            rounds += 1
            assert agent.metric("case_verdicts_lost_total") == 0
            assert rounds < 100
        left = sender.left(disk)
        assert left == sender.clients[-len(left):] and len(left) >= 400, (len(left), len(sender.clients))
        assert len(left) == len(sender.clients) - agent.metric("cases_removed_total")
        assert disk.hold(disk.kind) == 550
        print(f"\n{disk.kind}: {len(sender.clients)} came, {len(left)} are left, {agent.metric('cases_unwritten_total')} times not written; "
              f"{size_of(disk.store / 'cases') / 1e6:.1f} MB")
        disk.make_room()
        while not is_whole(reserve):                   # btrfs gives room back by and by
            sender.send(1)
            written(agent)
        assert sender.left(disk)[-1] == sender.clients[-1]


def test_a_disk_that_is_full_before_there_are_cases(disk):
    """Nothing can be written, and nothing need be thrown away: what may wait does until there is room."""
    with Agent(disk, log=disk.folder / "agent.log") as agent:
        disk.fill()
        sender = Sender(disk)
        sender.send(WAITING)
        agent.settle()
        assert disk.hold(disk.kind) == 550             # whose verdict is one more
        disk.make_room()
        until(lambda: agent.metric("case_verdicts_waiting") == 0)
        assert agent.metric("case_verdicts_lost_total") == 0
        assert sender.left(disk) == sender.clients


def test_without_the_reserve_on_a_full_disk(disk):
    """Somebody has removed it, and filled what it had: cases wait, or go on in the pages that the file has; the agent serves all else."""
    with Agent(disk, log=disk.folder / "agent.log") as agent:
        sender = Sender(disk)
        sender.send(2000)
        written(agent)
        (disk.store / "cases/reserve").unlink()
        disk.fill()
        sender.send(1500)
        agent.settle()
        assert disk.hold(disk.kind) == 550
        print(f"\n{disk.kind}: {agent.metric('case_verdicts_waiting')} wait, {agent.metric('cases_removed_total')} cases were removed")
        disk.make_room()
        until(lambda: agent.metric("case_verdicts_waiting") == 0)
        assert agent.metric("case_verdicts_lost_total") == 0
        left = sender.left(disk)
        assert left == sender.clients[-len(left):] and len(left) >= 1500


@pytest.mark.parametrize("room", [1200 << 10, 2 << 20, 3 << 20, 5 << 20])
@pytest.mark.parametrize("disk", ["tmpfs"], indirect=True)
def test_a_disk_with_a_little_room(disk, room):
    """There is room for some of what is to be written, and for less than all of it."""
    with Agent(disk, log=disk.folder / "agent.log") as agent:
        sender = Sender(disk)
        sender.send(2000)
        written(agent)
        disk.fill()
        os.truncate(disk.volume / "filler", (disk.volume / "filler").stat().st_size - room)
        while agent.metric("cases_removed_total") == 0:
            sender.send(1000)
            written(agent)
            assert len(sender.clients) < 50_000
        assert agent.metric("case_verdicts_lost_total") == 0
        left = sender.left(disk)
        assert left == sender.clients[-len(left):]


def test_a_store_that_has_become_read_only_and_is_written_again(exim):
    cases = exim.store / "cases"
    with Agent(exim, log=exim.folder / "agent.log") as agent:
        sender = Sender(exim)
        sender.send(100)
        written(agent)
        system("mount", "--bind", cases, cases)
        try:
            system("mount", "-o", "remount,bind,ro", cases)
            sender.send(1000)
            agent.settle()
            until(lambda: agent.metric("cases_unwritten_total") > 0)
            assert exim.hold("read-only") == 550
            exim.list("192.0.2.77", "spam")
        finally:
            system("umount", "-l", cases)
        until(lambda: agent.metric("case_verdicts_waiting") == 0)
        assert [client for client in sender.left(exim)] == sender.clients and agent.metric("cases_removed_total") == 0
