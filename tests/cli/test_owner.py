# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The store belongs to a user of its own: root becomes that user, staff come in by sudo, Exim's user reads what is published and nothing
else. On a private system, where the command is /usr/bin/whyblock and the configuration is the usual one."""

import os
import pathlib
import pwd

import pytest
from owned_system import CONF, KEY, STORE, needs_private_system

EXIM = "/usr/sbin/exim4"
pytestmark = needs_private_system
needs_sudo = pytest.mark.skipif(not os.path.exists("/usr/bin/sudo"), reason="no sudo")
needs_exim = pytest.mark.skipif(not os.path.exists(EXIM), reason="no Exim of Debian's")


def exim_user():
    for name in ("Debian-exim", "exim"):
        if name in [user.pw_name for user in pwd.getpwall()]:
            return name
    return "exim"


def test_root_becomes_the_owner(system):
    system.whyblock("list", "add", "192.0.2.66", "spam", "--reason", "test")
    system.whyblock("dnsbl", "check", status=None)
    owners = system.owners()
    assert {rights.split(":")[0] for rights in owners.values()} == {"whyblock"}, owners
    assert owners[""] == "whyblock:whyblock 751" and owners["listings"] == "whyblock:whyblock 750"
    assert {row["uid"] for row in system.history()} == {0}


@needs_exim
def test_exim_reads_what_is_published_and_nothing_else(system):
    system("usermod", "-aG", "whyblock", exim_user())
    system("gpasswd", "-d", exim_user(), "whyblock")      # as the package does it
    system.whyblock("list", "add", "192.0.2.66", "spam", "--reason", "test")
    owners = system.owners()
    files = {name for name, rights in owners.items() if rights.rsplit(" ", 1)[1][-3] == "6"}
    for name in files:
        for probe, allowed in (("-r", name.startswith("published/")), ("-w", False)):
            run = system("test", probe, f"{STORE}/{name}", user=exim_user(), status=None)
            assert (run.returncode == 0) == allowed, (name, probe, owners[name])
    for folder in ("", "listings", "requests", "published"):
        system("touch", f"{STORE}/{folder}/new", user=exim_user(), status=1)
    system("ls", STORE, user=exim_user(), status=2)
    system("cat", KEY, user=exim_user(), status=1)
    system("cat", CONF, user=exim_user(), status=1)


@needs_sudo
def test_staff_come_in_by_sudo(system):
    system.whyblock("list", "add", "192.0.2.66", "spam", "--reason", "from ann", user="ann")
    row = system.history()[-1]
    assert row["login"] == "ann" and row["uid"] == int(system("id", "-u", "ann").stdout)
    assert "staff:ann" in system.whyblock("list", "show", "192.0.2.66", user="ann").stdout
    assert {rights.split(":")[0] for rights in system.owners().values()} == {"whyblock"}
    # The answer "no" and a mistake come through as they are.
    assert system.whyblock("list", "show", "192.0.2.1", user="ann", status=1).stderr == ""
    assert "unknown category" in system.whyblock("list", "add", "192.0.2.1", "nonsense", "--reason", "test", user="ann", status=65).stderr


@needs_sudo
def test_a_file_is_opened_by_whoever_names_it(system):
    home = pathlib.Path("/var/lib/home-ann")
    system.write(home / "list.txt", "192.0.2.66\tspam\n192.0.2.67\tnonsense\n", 0o600)
    system("chown", "ann:", home / "list.txt")
    run = system.whyblock("list", "import", home / "list.txt", user="ann", status=65)
    assert f"{home}/list.txt:2: " in run.stderr
    system.write(home / "list.txt", "192.0.2.66\tspam\n", 0o600)
    assert "1 added" in system.whyblock("list", "import", home / "list.txt", user="ann").stdout
    assert "1 added" in system.whyblock("list", "import", "-", user="ann", input="192.0.2.68\tspam\n").stdout
    system.write(home / "feed.txt", "198.51.100.0/24\n", 0o600)
    system("chown", "ann:", home / "feed.txt")
    assert "1 added" in system.whyblock("feed", "sync", "drop", home / "feed.txt", "--category", "spam", user="ann").stdout
    # What is written is the caller's, too, and whole or not there.
    system.whyblock("backup", home / "copy.mdb", user="ann")
    assert system("stat", "-c", "%U %a", home / "copy.mdb").stdout == "ann 640\n"
    assert system("od", "-An", "-tx4", "-j16", "-N4", home / "copy.mdb").stdout.strip() == "beefc0de"      # LMDB's magic
    assert "Permission denied" in system.whyblock("backup", "/etc/copy.mdb", user="ann", status=74).stderr
    assert "No such file" in system.whyblock("list", "import", home / "none", user="ann", status=74).stderr
    system.write("/root/list.txt", "192.0.2.69\tspam\n", 0o600)
    assert "1 added" in system.whyblock("list", "import", "/root/list.txt").stdout
    assert "Permission denied" in system.whyblock("list", "import", "/root/list.txt", user="ann", status=74).stderr
    system.whyblock("backup", "/root/copy.mdb")
    assert system("stat", "-c", "%U %a", "/root/copy.mdb").stdout == "root 640\n"
    system.whyblock("verify")


@needs_sudo
def test_logs_are_read_by_whoever_names_them(system):
    """However many there are: a process with the caller's rights hands their lines on."""
    home = pathlib.Path("/var/lib/home-ann")
    text = "2026-11-22 00:54:17 whyblock: action=reject category=spam client={} score=1.0 threshold=1.0 evidence=listing:staff:ann checks=1 us=9\n"
    for number in (1, 2):
        system.write(home / f"log.{number}", text.format(f"192.0.2.{number}"), 0o600)
        system("chown", "ann:", home / f"log.{number}")
    assert '"lines":2' in system.whyblock("--json", "cases", "import", home / "log.1", home / "log.2", user="ann").stdout.replace(" ", "")
    assert {rights.split(":")[0] for rights in system.owners().values()} == {"whyblock"}
    assert "192.0.2.2" in system.whyblock("case", "192.0.2.2", "--no-dns", user="ann").stdout
    system.whyblock("apply")
    assert "2 verdicts of the logs" in system.whyblock("replay", home / "log.1", home / "log.2", user="ann").stdout
    assert "1 verdicts of the logs" in system.whyblock("replay", "-", user="ann", input=text.format("192.0.2.3")).stdout
    # What is wrong with a file is told as it would be without sudo, and no other file is reached.
    assert "No such file" in system.whyblock("cases", "import", home / "log.1", home / "none", user="ann", status=74).stderr
    system.write(home / "noise", "nothing of a log\n", 0o600)
    system("chown", "ann:", home / "noise")
    assert "none of its 1 lines is a log's" in system.whyblock("cases", "import", home / "noise", user="ann", status=65).stderr
    system.write("/root/log", text.format("192.0.2.4"), 0o600)
    assert "Permission denied" in system.whyblock("replay", "/root/log", user="ann", status=74).stderr
    assert "1 verdicts of the logs" in system.whyblock("replay", "/root/log").stdout


@needs_sudo
@pytest.mark.parametrize("arguments", [
    ["-c", "/var/lib/home-ann/own.conf", "list", "dump"], ["list", "import", CONF], ["feed", "sync", "drop", CONF, "--category", "spam"],
    ["backup", f"{STORE}/published/policy-1"], ["site", "/var/lib/home-ann"], ["stats", KEY], ["stats", "-", "--prometheus", f"{STORE}/published/recent-1"],
    ["check-config", "--root", "/var/lib/home-ann"], ["apply", "--check", "--root", "/var/lib/home-ann"], ["setup", "debian", "--root", "/var/lib/home-ann"]], ids=" ".join)
def test_sudo_by_hand_opens_no_file(system, arguments):
    before = system.owners()
    run = system("sudo", "-n", "-u", "whyblock", "/usr/bin/whyblock", *arguments, user="ann", status=64)
    assert "is not opened with the rights of the store's owner" in run.stderr
    assert system.owners() == before


@needs_sudo
def test_an_editor_runs_with_the_rights_of_its_user(system):
    """What an editor may start must not be the store's owner; what was written in it goes through sudo."""
    home = pathlib.Path("/var/lib/home-ann")
    system.write(home / "editor", f'#!/bin/sh\nid -un >>{home}/who\n[ $# = 1 ] && echo "because" >"$1"\n', 0o755)
    system("chown", "-R", "ann:", home)
    deny = ("/usr/bin/whyblock", "removal", "deny", "1", "--edit")
    run = system("env", f"EDITOR={home}/editor", *deny, user="ann", status=1)
    assert "there is no request 1" in run.stderr and "empty" not in run.stderr
    assert system("cat", home / "who").stdout == "ann\n"
    run = system("sudo", "-n", "-u", "whyblock", *deny, user="ann", status=64)
    assert "an editor is not run by sudo" in run.stderr
    assert system("cat", home / "who").stdout == "ann\n"


@needs_sudo
def test_who_may_not(system):
    run = system.whyblock("list", "dump", user="bob", status=74)
    assert "Permission denied" in run.stderr               # the configuration is staff's
    system("chmod", "644", CONF)
    run = system.whyblock("list", "dump", user="bob", status=74)
    assert "belongs to user whyblock" in run.stderr and "members of group whyblock, of which you are none: as root, usermod -aG whyblock bob, and log in again" in run.stderr
    if exim_user() in [user.pw_name for user in pwd.getpwall()]:
        system("usermod", "-aG", "whyblock", exim_user())
        assert "password" in system.whyblock("list", "dump", user=exim_user(), status=1).stderr
        system("gpasswd", "-d", exim_user(), "whyblock")
        run = system.whyblock("removal", "receive", user=exim_user(), status=75, input="Subject: remove\n\n192.0.2.66\n")
        assert "expected the line user = whyblock" in run.stderr
    run = system.whyblock("-c", "/var/lib/home-ann/own.conf", "list", "dump", user="ann", status=78)
    system("cp", CONF, "/var/lib/home-ann/own.conf")
    system("chown", "ann", "/var/lib/home-ann/own.conf")
    assert "with -c, root and that user alone" in system.whyblock("-c", "/var/lib/home-ann/own.conf", "list", "dump", user="ann", status=74).stderr
    system("rm", "/usr/bin/sudo")
    assert "without sudo, which is not installed" in system.whyblock("list", "dump", user="ann", status=74).stderr


def test_a_new_key_is_published(system):
    before = system.read(f"{STORE}/published/reference-1.key")
    assert before.split() == [word for word in system.read(KEY).split() if len(word) == 64]
    system.whyblock("ref", "rotate")
    after = system.read(f"{STORE}/published/reference-1.key").split()
    assert after[1:] == before.split() and after == [word for word in system.read(KEY).split() if len(word) == 64]
    assert system.owners()["published/reference-1.key"].startswith("whyblock:")
    system("rm", KEY)
    system.whyblock("apply")
    assert "published/reference-1.key" not in system.owners()


def test_a_private_store_needs_no_user(system):
    system.write("/etc/whyblock/own.conf", 'store = "/var/lib/own"\n', 0o600)
    system.whyblock("-c", "/etc/whyblock/own.conf", "init", "--group", "root")
    system.whyblock("-c", "/etc/whyblock/own.conf", "list", "add", "192.0.2.66", "spam", "--reason", "test")
    assert set(system("find", "/var/lib/own", "-printf", "%u\n").stdout.split()) == {"root"}
    system("chown", "ann:", "/var/lib/own")
    system.whyblock("-c", "/etc/whyblock/own.conf", "init", "--group", "root", status=None)
    system.whyblock("-c", "/etc/whyblock/own.conf", "list", "add", "192.0.2.67", "spam", "--reason", "test")
    assert set(system("find", "/var/lib/own", "-printf", "%u\n").stdout.split()) == {"ann"}
