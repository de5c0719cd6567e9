# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Whatever stands in the place of a published file, and whatever is done to whyblock.conf: the connection is answered, and a clean client is
not refused."""

import os
import random
import shutil
import subprocess
import sys

import exim_server
import pytest
from conftest import CLEAN, LISTED
from exim_server import geoip

sys.path.append(str(exim_server.TOP / "tests/cli"))
import test_bad_config                                  # noqa: E402

# But for the one that is none without the others.
MISTAKES = [row[0] for row in test_bad_config.MISTAKES if row[0] != 'category "spam" { action = "tag" }']

FLIPS, CUTS = 400, 200                                   # of each file


@pytest.fixture
def full(exim, geoip_files):
    """With something of each kind published."""
    exim.configure('rule "far" { category = "spam" countries = {"ZZ"} }\n', geoip=geoip(country=geoip_files["maxmind-country"], asn=geoip_files["maxmind-asn"]))
    exim.wb("init", "--group", exim.group)
    exim.import_listings(*((f"11.{n >> 8}.{n & 255}.0/24", "spam", "host", "staff:ann", "-", "-", "r") for n in range(5000)))
    exim.list("192.0.2.99", "spam")
    return exim


def published(exim):
    return [path for path in (exim.store / "published").iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("name", ["policy-1", "recent-1", "listings-1.", "country.mmdb", "asn.mmdb", "reference-1.key"])
def test_bits_are_flipped_and_files_are_cut(full, name):
    path, = [path for path in published(full) if path.name.startswith(name) and not path.name.endswith(".previous")]
    good = path.read_bytes()
    chance = random.Random(name)
    answers = {}
    for step in range(FLIPS + CUTS):
        data = bytearray(good)
        if step < FLIPS:
            at = chance.randrange(len(data)) if step % 2 else step * len(data) // FLIPS
            data[at] ^= 1 << chance.randrange(8)
        else:
            del data[chance.randrange(len(data)):]
        path.with_name(".damaged").write_bytes(data)
        shutil.copystat(path, path.with_name(".damaged"))
        shutil.chown(path.with_name(".damaged"), group=full.group)
        path.with_name(".damaged").rename(path)
        listed = full.hold((name, step)) if name.startswith(("recent", "listings", "policy")) else decided(full, (name, step))
        answers[listed] = answers.get(listed, 0) + 1
    path.write_bytes(good)
    print(f"{name} of {len(good)} bytes, damaged {FLIPS + CUTS} times: answers to a listed client {answers}")
    assert full.hold("mended") == 550


def decided(exim, what):
    """What is wrong has nothing to do with listings."""
    listed = exim.hold(what)
    assert listed == 550, (what, exim.log())
    return listed


def test_a_mmdb_file_is_written_in_place_and_replaced_under_load(full, geoip_files):
    """The updater's file, which Exim does not read; and its copy, which apply replaces meanwhile."""
    source = full.folder / "country.mmdb"
    source.write_bytes(geoip_files["maxmind-country"].read_bytes())
    full.configure('rule "far" { category = "spam" countries = {"US"} scope = "host" }\n', geoip=geoip(country=source))
    full.wb("list", "remove", LISTED)
    other = geoip_files["dbip-country"].read_bytes()
    for number in range(300):
        with source.open("r+b") as file:
            file.truncate(100 if number % 3 == 0 else None)
            file.write(other if number % 2 else geoip_files["maxmind-country"].read_bytes())
        if number % 10 == 0:
            full.wb("apply", "--auto", status=None)
        assert full.codes(LISTED) == [550] and full.codes(CLEAN) == [250], number


def auto(exim):
    run = subprocess.run([exim_server.WHYBLOCK, "-c", exim.conf, "apply", "--auto"], capture_output=True, text=True)
    assert run.returncode in (0, 1, 74, 78), run
    return run.returncode


SETTINGS = 'mode = "enforce"\nhistory_keep = "30d"\nexempt {\n  hosts = {"198.51.100.1"}\n}\ncategory "own" {\n  action = "tag"\n}\nrule "far" {\n  category = "spam"\n  countries = {"ZZ"}\n}\n'


def test_the_configuration_is_cut_at_each_line(exim):
    exim.configure(SETTINGS)
    text = exim.conf.read_text()
    lines = text.splitlines(True)
    for count in range(len(lines)):
        for end in ("", lines[count][:len(lines[count]) // 2]):
            cut = "".join(lines[:count]) + end
            if cut.rstrip() == text.rstrip():
                continue                               # nothing but the end of the last line is missing
            exim.conf.write_text(cut)
            assert auto(exim) != 0, (count, end)
            assert exim.hold((count, end)) == 550
    exim.conf.write_text(text)
    assert auto(exim) == 0


def test_each_mistake(exim):
    for line in MISTAKES:
        exim.write_conf(line + "\n")
        assert auto(exim) == 78, line
        assert exim.hold(line) == 550


@pytest.mark.parametrize("what", ["nothing", "folder", "FIFO", "link", "empty", "unreadable"])
def test_something_else_in_its_place(exim, what):
    text = exim.conf.read_text()
    exim.conf.unlink()
    if what == "folder":
        exim.conf.mkdir()
    elif what == "FIFO":
        os.mkfifo(exim.conf)
    elif what == "link":
        exim.conf.symlink_to("/etc/shadow")
    elif what == "empty":
        exim.conf.write_text("")
    elif what == "unreadable":
        exim.conf.write_text(text)
        exim.conf.chmod(0o666)
    assert auto(exim) != 0
    assert exim.hold(what) == 550
    if what == "folder":
        exim.conf.rmdir()
    elif what != "nothing":
        exim.conf.unlink()
