# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Tests of the staff command, with a configuration and a store of its own for each test: env WHYBLOCK (default build/whyblock), and for half of
them WHYBLOCK_PLAIN, if it is set: the same without sanitizers."""

import grp
import json
import os
import pathlib
import subprocess
import sys
import zlib
from typing import NamedTuple

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
import mmdb                                          # noqa: E402
import skipped                                       # noqa: E402
from environment import ENVIRONMENT                  # noqa: E402,F401
from owned_system import system                      # noqa: E402,F401

PLAIN = os.path.abspath(os.environ["WHYBLOCK_PLAIN"]) if "WHYBLOCK_PLAIN" in os.environ else None
OWN_GROUP = grp.getgrgid(os.getegid()).gr_name


class Run(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()


class Whyblock:
    """The command with a configuration and a store in folder."""

    def __init__(self, folder, command=exim_server.WHYBLOCK):
        self.command = command
        self.folder = folder
        self.conf = folder / "whyblock.conf"
        self.store = folder / "store"
        self.key = folder / "reference.key"
        self.configure()

    def configure(self, more="", geoip=exim_server.geoip()):
        self.write_conf(f'store = "{self.store}"\n{exim_server.SITE}{geoip}{more}')

    def write_conf(self, text):
        self.conf.write_text(text)
        self.conf.chmod(0o644)

    def arguments(self, *arguments):
        return [self.command, "-c", self.conf, *arguments]

    def __call__(self, *arguments, input=None, status=0, **options):
        """Runs it; status None: any exit status will do. Text of other bytes than UTF-8 goes both ways as surrogates."""
        options = {"capture_output": True, "env": ENVIRONMENT, "errors": "surrogateescape", **options}
        run = subprocess.run(self.arguments(*arguments), input=input, encoding="utf-8", **options)
        if status is not None and run.returncode != status:
            raise AssertionError(f"whyblock {arguments}: exit {run.returncode}, not {status}\n{run.stdout}{run.stderr}")
        return Run(run.returncode, run.stdout, run.stderr)

    def json(self, *arguments, **options):
        return json.loads(self("--json", *arguments, **options).out)

    def add(self, prefix, category="open-relay", *more, reason="seen by staff", source="staff:ann", **options):
        return self("list", "add", prefix, category, "--reason", reason, "--source", source, *more, **options)

    def load(self, *rows, more=(), **options):
        """`list import` of rows: prefix, category, scope, source, created, expires, reason."""
        text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
        return self("list", "import", "-", *more, input=text, **options)

    def export(self):
        """The rows of `list export`, as lists of fields."""
        return [line.split("\t") for line in self("list", "export").lines[1:]]


@pytest.fixture
def bare(tmp_path, request):
    """Configured, but without a store. Half of the tests, always the same, run the command as it is shipped, which takes a third of the time; those
    beside a SANITIZED look for what only a build with sanitizers finds."""
    is_plain = PLAIN and not hasattr(request.module, "SANITIZED") and zlib.crc32(request.node.nodeid.encode()) % 2
    return Whyblock(tmp_path, PLAIN if is_plain else exim_server.WHYBLOCK)


@pytest.fixture
def wb(bare):
    """With an empty store. Without a reference key, so that replies are the same each time; `init` makes one."""
    bare("init", "--group", OWN_GROUP)
    bare.key.unlink()
    return bare


@pytest.fixture(scope="session")
def geoip_files(tmp_path_factory):
    """{layout: path} of small GeoIP files."""
    if mmdb.missing():
        pytest.skip(mmdb.missing())
    return mmdb.make(tmp_path_factory.mktemp("geoip"))


# The slow ones first: whoever has the last of them would keep the others waiting.
SLOW = {"test_setup.py", "test_setup_hand.py", "test_setup_parts.py", "test_status.py", "test_kill.py", "test_kill_feed.py", "test_removal_decide.py", "test_install.py", "test_leaks.py", "test_stats.py",
        "test_removal_receive.py"}


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in SLOW)


def pytest_terminal_summary(terminalreporter):
    skipped.tell(terminalreporter)
