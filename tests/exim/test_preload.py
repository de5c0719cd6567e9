# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""acl-snippets/preload.conf: Exim's daemon has files and libraries ready for its children. Whatever it finds it goes on, and its children decide
by what is published when they decide."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest
from conftest import as_new
from exim_server import EXIM, PUBLISHED, TOP, Exim

SNIPPET = (TOP / "acl-snippets/preload.conf").read_text()
LISTED, CLEAN = "192.0.2.66", "203.0.113.7"
RCPT = ["HELO mail.example.com", "MAIL FROM:<s@example.com>", "RCPT TO:<user@example.org>"]
FILES = ("policy-1", "recent-1", "listings-1.")


class PreloadExim(Exim):
    def __init__(self, acl=None, main=SNIPPET):
        super().__init__(acl, main)

    def rcpt(self, address):
        with self.client(address) as client:
            return client.say(*RCPT)[-1].code

    def published(self, name):
        path, = [path for path in (self.store / "published").iterdir() if path.name.startswith(name) and not path.name.endswith(".previous")]
        return path

    def open_files(self, process=None):
        """Where the descriptors of the daemon lead; a file without a name ends with " (deleted)"."""
        found = []
        for entry in os.scandir(f"/proc/{process or self.daemon.pid}/fd"):
            with contextlib.suppress(FileNotFoundError):            # just closed: a daemon that has begun to listen still closes some
                found.append(os.readlink(entry))
        return found

    def kept(self):
        """The published files that the daemon has open."""
        return sorted(path.rpartition("/")[2] for path in self.open_files() if "/published/" in path)

    def mapped(self):
        """The names of the files that the daemon has mapped."""
        with open(f"/proc/{self.daemon.pid}/maps") as maps:
            return {line.rpartition("/")[2].strip() for line in maps if "/" in line}

    def size(self):
        """What must not grow: its descriptors, its mappings, and KiB of its own memory."""
        with open(f"/proc/{self.daemon.pid}/maps") as maps:
            mappings = len(maps.readlines())
        with open(f"/proc/{self.daemon.pid}/status") as status:
            own_kib = int(re.search(r"VmData:\s+(\d+)", status.read())[1])
        return len(self.open_files()), mappings, own_kib

    def faults(self):
        return [verdict["fault"] for verdict in self.verdicts() if "fault" in verdict]


@pytest.fixture(scope="module")
def preload_daemon():
    with PreloadExim() as daemon:
        yield daemon


@pytest.fixture
def exim(preload_daemon):
    pid = preload_daemon.daemon.pid
    yield from as_new(preload_daemon)
    assert preload_daemon.daemon.poll() is None and preload_daemon.daemon.pid == pid


def test_the_files_are_open_before_a_child_is_there(exim):
    exim.list(LISTED, "open-relay")
    with exim.client(LISTED) as client:
        base = exim.published("listings-1.").name
        assert exim.kept() == [base, "policy-1", "recent-1"]
        child, = exim.connections()
        assert set(exim.open_files()) & set(exim.open_files(child.name)) >= {str(exim.published(name)) for name in FILES}
        assert client.say(*RCPT)[-1].code == 550
    assert exim.rcpt(CLEAN) == 250
    assert [verdict["action"] for verdict in exim.verdicts()] == ["reject"]


def test_a_child_reads_what_is_open_already(exim):
    """What its user could not open any more."""
    exim.list(LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 550
    for name in FILES:
        exim.published(name).chmod(0)
    assert exim.rcpt(LISTED) == 550
    exim.list("192.0.2.1", "spam")                      # another recent: the base stays closed to whoever has not opened it
    exim.published("policy-1").chmod(0)
    assert exim.rcpt(LISTED) == 550


def test_each_publication_is_seen_by_the_next_connection(exim):
    for number in range(5):
        exim.list(LISTED, "open-relay")
        assert exim.rcpt(LISTED) == 550, number
        exim.wb("list", "remove", LISTED, "open-relay")
        assert exim.rcpt(LISTED) == 250, number
    exim.list(LISTED, "open-relay")
    for action, code in (("tag", 250), ("defer", 451), ("reject", 550)):
        exim.configure(f'category "open-relay" {{\n action = "{action}"\n}}\n')
        assert exim.rcpt(LISTED) == code, action


def test_what_is_published_between_the_fork_and_the_verdict_counts(exim):
    exim.list(LISTED, "open-relay")
    with exim.client(LISTED) as client:                 # the files are open now
        exim.wb("list", "remove", LISTED, "open-relay")
        assert client.say(*RCPT)[-1].code == 250
    with exim.client(LISTED) as client:
        exim.list(LISTED, "open-relay")
        assert client.say(*RCPT)[-1].code == 550
    with exim.client(LISTED) as client:
        exim.configure('category "open-relay" {\n action = "off"\n}\n')
        assert client.say(*RCPT)[-1].code == 250


def test_a_base_that_is_merged_away(exim):
    """`whyblock verify` compares what is published with the store."""
    exim.list(LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 550
    first = exim.published("listings-1.").name
    for number in range(3):
        exim.import_listings(*((f"11.{number}.{n >> 8}.{n & 255}", "spam", "host", "staff:ann", "-", "-", "r") for n in range(3000)))
        assert exim.rcpt(f"11.{number}.3.4") == 550
        assert exim.rcpt(LISTED) == 550
    assert exim.published("listings-1.").name != first
    assert exim.kept() == [exim.published("listings-1.").name, "policy-1", "recent-1"]


# What may stand in the place of a published file. Each leaves the good bytes with whoever puts them back.

def replaced(path, make):
    path.unlink()
    make(path)


def in_place(path, change):
    data = bytearray(path.read_bytes())
    change(data)
    with path.open("r+b") as file:
        file.truncate(len(data))
        file.write(data)


def other_version(data):
    data[11 if data.startswith(b"WhyPolic") else 8] += 1


def make_unreadable(path):
    path.write_bytes(b"secret")
    path.chmod(0o600)


DAMAGES = {
    "missing": lambda path: path.unlink(),
    "garbage": lambda path: replaced(path, lambda new: new.write_bytes(os.urandom(5000))),
    "garbage in place": lambda path: in_place(path, lambda data: data.__setitem__(slice(None), os.urandom(len(data)))),
    "other version": lambda path: in_place(path, other_version),
    "cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "cut to a head": lambda path: os.truncate(path, 64),
    "empty": lambda path: os.truncate(path, 0),
    "grown": lambda path: os.truncate(path, 1 << 30),
    "folder": lambda path: replaced(path, lambda new: new.mkdir()),
    "FIFO": lambda path: replaced(path, os.mkfifo),
    "link": lambda path: replaced(path, lambda new: new.symlink_to("/etc/passwd")),
    "link to itself": lambda path: replaced(path, lambda new: new.symlink_to(new)),
    "device": lambda path: replaced(path, lambda new: os.mknod(new, 0o20644, os.makedev(1, 5))),
    "unreadable": lambda path: replaced(path, make_unreadable),
}


def put_back(exim, path, data):
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    path.write_bytes(data)
    path.chmod(0o640)
    shutil.chown(path, group=exim.group)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_stands_there(exim, name, damage):
    """As without preload: mail flows, with a line that says why; and what is right again counts again."""
    exim.list(LISTED, "open-relay")
    path = exim.published(name)
    data = path.read_bytes()
    for clears_first in (False, True):
        if clears_first:                                # the daemon has nothing of it open
            path.unlink()
            assert exim.rcpt(CLEAN) == 250
            put_back(exim, path, data)
        else:
            assert exim.rcpt(LISTED) == 550
        DAMAGES[damage](path)                           # before the daemon looks
        for address in (LISTED, CLEAN):
            count = len(exim.faults())
            assert exim.rcpt(address) == 250
            assert len(exim.faults()) == count + 1
        put_back(exim, path, data)
        assert exim.rcpt(LISTED) == 550

        with exim.client(LISTED) as client:             # between the daemon's look and the child's
            count = len(exim.faults())
            DAMAGES[damage](path)
            assert client.say(*RCPT)[-1].code == 250
        assert len(exim.faults()) == count + 1
        put_back(exim, path, data)
        assert exim.rcpt(LISTED) == 550


@pytest.mark.parametrize("what", ["published", "store"])
def test_the_folder_is_gone_for_a_time(exim, what):
    exim.list(LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 550
    folder = exim.store if what == "store" else exim.store / "published"
    folder.rename(exim.folder / "away")
    assert exim.rcpt(LISTED) == 250
    (exim.folder / "away").rename(folder)
    assert exim.rcpt(LISTED) == 550


def test_another_store_is_another_store():
    class OtherStore(PreloadExim):
        def _exim_configuration(self):
            self.main = SNIPPET.replace("{whyblock_preload}{0}}", f"{{whyblock_preload}}{{0}}{{store={self.folder}/other}}}}")
            return super()._exim_configuration()

    with OtherStore() as exim:
        exim.list(LISTED, "open-relay")
        shutil.copytree(exim.store, exim.folder / "other")
        for path in (exim.folder / "other/published", *(exim.folder / "other/published").iterdir()):
            shutil.chown(path, group=exim.group)
        exim.wb("list", "remove", LISTED, "open-relay")
        assert exim.rcpt(LISTED) == 250
        assert {os.path.dirname(path) for path in exim.open_files() if "/published/" in path} == {f"{exim.folder}/other/published"}
        exim.list(LISTED, "open-relay")
        assert exim.rcpt(LISTED) == 550
        assert exim.panic() == []


def test_the_libraries_that_the_policy_needs(exim):
    """A child that needs one finds it loaded."""
    def loaded():
        return {name.partition(".")[0] for name in exim.mapped()} & {"libcares", "libsodium", "libmaxminddb"}
    exim.rcpt(CLEAN)
    before = loaded()
    assert "libsodium" in before                        # who is refused gets a reference
    exim.configure('dnsbl "zen.spamhaus.org" {}\nexempt {\n hosts = {"203.0.113.0/24"}\n}\n')
    exim.rcpt(CLEAN)
    assert loaded() == before | {"libcares"}
    shutil.copyfile("/dev/null", exim.store / "published/country.mmdb")
    exim.list(LISTED, "open-relay")
    exim.rcpt(CLEAN)
    assert loaded() == before | {"libcares", "libmaxminddb"}


# The value, and Exims that are no daemon

@pytest.mark.parametrize("arguments, value", [
    ("{0}", "0"), ("{17}", "17"), ("{0}{store=/nowhere}", "0"), ("{0}{config=/etc/whyblock/whyblock.conf}", "0"), ("{0}{nonsense}", "0"),
    ("{0}{store=}", "0"), ("{0}{store=${sg{${sg{0123456789}{.}{0123456789}}}{.}{/" + "x" * 50 + "}}}", "0"), ("{0}{a}{b}", "0"), ("", ""), ("{ 5 }", " 5 "),
])
def test_the_value_passes_through(exim, arguments, value):
    call = f"${{dlfunc{{{exim.so}}}{{whyblock_preload}}{arguments}}}"
    assert f"<{value}>" in exim.exim("-C", exim.exim_conf, "-be", f"<{call}>")


def test_it_still_is_a_limit():
    with PreloadExim(main=SNIPPET.replace("{0}", "{1}")) as exim:
        while exim.connections():                       # the one that looked whether Exim is up
            os.sched_yield()
        with exim.client(CLEAN) as client:
            client.say("NOOP")
            with socket.create_connection(("127.0.0.1", exim.port)) as second:
                assert second.makefile().readline().startswith("421 Too many concurrent SMTP connections")
            assert client.say(*RCPT)[-1].code == 250


def test_inetd(exim):
    exim.list(LISTED, "open-relay")
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as client:
        connection, _ = listener.accept()
        with connection, subprocess.Popen([EXIM, "-C", exim.exim_conf, "-bs"], stdin=connection, stdout=connection):
            connection.close()
            client.sendall(f"PROXY TCP4 {LISTED} 192.0.2.1 4444 25\r\n".encode())
            replies = client.makefile("rb")
            assert replies.readline()[:3] == b"220"
            for command, code in zip([*RCPT, "QUIT"], (b"250", b"250", b"550", b"221")):
                client.sendall(command.encode() + b"\r\n")
                while (reply := replies.readline())[3:4] == b"-":
                    pass
                assert reply[:3] == code, reply


@pytest.mark.parametrize("arguments", [("-bs", "-oMa", LISTED), ("-bh", LISTED)])
def test_a_dialogue_without_a_daemon(exim, arguments):
    exim.list(LISTED, "open-relay")
    dialogue = exim.exim("-C", exim.exim_conf, *arguments, input="\r\n".join([*RCPT, "QUIT", ""]))
    assert re.findall(r"(?m)^(\d{3}) ", dialogue) == ["220", "250", "250", "550", "221"]


def test_a_queue_runner(exim):
    exim.exim("-C", exim.exim_conf, "-q")


def test_the_object_is_gone_and_comes_back(exim):
    exim.list(LISTED, "open-relay")
    exim.so.rename(exim.folder / "away.so")
    assert exim.rcpt(LISTED) == 250
    (exim.folder / "away.so").rename(exim.so)
    assert exim.rcpt(LISTED) == 550


def test_the_object_is_replaced(exim):
    """As a package does it. The daemon goes on with the one that it has until it is reloaded, which its files are for, too."""
    exim.list(LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 550
    shutil.copyfile(exim.so, exim.folder / "new.so")
    (exim.folder / "new.so").chmod(0o644)
    (exim.folder / "new.so").rename(exim.so)
    assert exim.rcpt(LISTED) == 550
    exim.wb("list", "remove", LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 250


def reload(exim):
    """SIGHUP: the same process starts afresh."""
    def lines():
        return sum("daemon started" in line for line in exim.log())
    count = lines()
    exim.daemon.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 30
    while lines() == count:
        assert time.monotonic() < deadline and exim.daemon.poll() is None
        os.sched_yield()


def test_a_reload(exim):
    exim.list(LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 550
    for _ in range(3):
        reload(exim)
        assert exim.kept() == []
        assert exim.rcpt(LISTED) == 550
        assert len(exim.kept()) == 3
    exim.wb("list", "remove", LISTED, "open-relay")
    assert exim.rcpt(LISTED) == 250
    # A daemon that was started with a file that is not Exim's own says that it is no more root's.
    assert all(line.endswith("exim user lost privilege for using -C option") for line in exim.panic())
    os.truncate(exim.folder / "log/paniclog", 0)


def test_the_daemon_does_not_grow(exim):
    def publish(number):
        exim.list(LISTED, "open-relay")
        assert exim.rcpt(LISTED) == 550
        exim.wb("list", "remove", LISTED, "open-relay")
        if number % 5 == 0:
            exim.configure(f'category "own" {{\n title = "{number}"\n}}\n')
        assert [exim.rcpt(CLEAN), exim.rcpt(LISTED)] == [250, 250]
    for number in range(5):
        publish(number)
    before = exim.size()
    for number in range(15):
        publish(number)
    for _ in range(20):
        exim.rcpt(CLEAN)
    assert exim.size() == before
    assert len(exim.kept()) == 3


def test_it_is_left_out_without_dlfunc():
    """The macro is not defined, and no call is made: Exim says so by the option's value."""
    with Exim({}, SNIPPET.replace("_HAVE_DLFUNC", "_HAVE_NO_SUCH_THING")) as exim:
        assert "whyblock" not in exim.exim("-C", exim.exim_conf, "-bP", "smtp_accept_max_per_host")


def test_the_snippet_stands_beside_the_line():
    assert PUBLISHED.splitlines()[0] in SNIPPET
    assert SNIPPET.count("/usr/lib/exim4/whyblock.so") == 2
