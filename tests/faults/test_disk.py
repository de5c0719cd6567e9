# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A store on a disk that is full, on one whose quota is used up, and on one that has become read-only: Exim goes on as before, and the
commands say what is the matter."""

import os
import shutil
import subprocess

import exim_server
import pytest
from conftest import LISTED, Exim

ZONES = 'dns { servers = {"127.0.0.1:1"} deadline = 1 }\ndnsbl "bl.example.net" { code "127.0.0.2" { category = "spam" } }\n'
MISSING = [tool for tool in ("mkfs.btrfs", "btrfs", "mount", "losetup") if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no {' '.join(MISSING)} (Debian: btrfs-progs, mount)")


def system(*command):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


class Btrfs(Exim):
    """Its store is a file system of its own, on a loop device, below a subvolume."""

    def _prepare(self):
        self.image, self.top = self.folder / "image", self.folder / "disk"
        self.top.mkdir()
        with self.image.open("wb") as image:
            image.truncate(256 << 20)
        system("mkfs.btrfs", "-q", "-m", "single", self.image)
        system("mount", "-o", "loop", self.image, self.top)
        system("btrfs", "subvolume", "create", self.top / "volume")
        super()._prepare()

    def reset(self):
        self.store = self.top / "volume/store"
        self.published_key = self.store / "published/reference-1.key"
        super().reset()
        self.configure(ZONES)
        self.wb("dnsbl", "check", status=None)         # so that Exim has states of zones to read

    def __exit__(self, *_):
        if self.daemon:
            self.daemon.terminate()
            self.daemon.wait()
        subprocess.run(["umount", "-l", self.top], capture_output=True)
        super().__exit__()

    def fill(self):
        """Until nothing more is taken, however small."""
        with (self.top / "volume/filler").open("wb", buffering=0) as filler:
            for size in (1 << 20, 64 << 10, 4096, 512):
                try:
                    while True:
                        filler.write(os.urandom(size))
                except OSError:
                    pass
        os.sync()
        for number in range(10_000):
            try:
                (self.top / f"volume/small-{number}").write_bytes(os.urandom(1500))
            except OSError:
                return

    def make_room(self):
        for path in (self.top / "volume").glob("small-*"):
            path.unlink()
        (self.top / "volume/filler").unlink()
        # It is given back by and by.
        while True:
            os.sync()
            try:
                (self.top / "volume/room").write_bytes(os.urandom(8 << 20))
                (self.top / "volume/room").unlink()
                return
            except OSError:
                continue

    def complaint(self, *arguments, statuses, **options):
        """What a command says that ends so; a signal would be a negative number."""
        run = subprocess.run([exim_server.WHYBLOCK, "-c", self.conf, *arguments], capture_output=True, text=True, **options)
        assert run.returncode in statuses, run
        return run.stderr


@pytest.fixture
def btrfs():
    with Btrfs() as exim:
        yield exim


def go_on(exim, words):
    """Fifty connections of each kind, and what each command says."""
    assert all(exim.hold(words[0]) == 550 for _ in range(50))
    said = exim.complaint("list", "add", "192.0.2.77", "spam", "--reason", "test", statuses=[74])
    assert any(word in said for word in words), said
    exim.complaint("list", "show", LISTED, statuses=[0])           # who only reads needs no room
    for command in (["explain", LISTED], ["verify"], ["dnsbl", "check"], ["history"], ["check-config"], ["feed", "list"], ["removal", "list"]):
        exim.complaint(*command, statuses=[0, 1, 74])
    assert exim.hold(words[0]) == 550


def test_a_full_disk(btrfs):
    btrfs.fill()
    go_on(btrfs, ["No space left on device"])
    btrfs.make_room()
    btrfs.wb("list", "add", "192.0.2.77", "spam", "--reason", "room again")
    assert btrfs.codes("192.0.2.77") == [550]


def test_a_quota_that_is_used_up(btrfs):
    system("btrfs", "quota", "enable", btrfs.top)
    system("btrfs", "qgroup", "limit", "40M", btrfs.top / "volume")
    btrfs.fill()
    go_on(btrfs, ["Disk quota exceeded", "No space left on device"])


def test_a_disk_that_has_become_read_only(btrfs):
    system("mount", "-o", "remount,ro", btrfs.top)
    go_on(btrfs, ["Read-only file system"])


def test_a_disk_that_fills_while_it_is_written(btrfs):
    """Listings come until there is no room: each is in force, or its command has said that it is not."""
    with (btrfs.top / "volume/filler").open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, 190 << 20)
    outcomes = {}
    for number in range(40):
        rows = "".join(f"10.{number}.{n >> 8}.{n & 255}\tspam\thost\tstaff:ann\t-\t-\t{'x' * 150}\n" for n in range(3000))
        run = subprocess.run([exim_server.WHYBLOCK, "-c", btrfs.conf, "list", "import", "--force", "-"], input=rows, capture_output=True, text=True)
        outcomes[run.returncode] = outcomes.get(run.returncode, 0) + 1
        code, = btrfs.codes(f"10.{number}.0.1")
        assert (run.returncode, code) in ((0, 550), (74, 250)), (number, run, code)
        assert run.returncode == 0 or "No space left on device" in run.stderr, run
        assert btrfs.hold(number) == 550
    print("imports by exit status:", outcomes)
    assert outcomes[0] > 5 and outcomes[74] > 5
