# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Faults in a live Exim: each connection is answered, a clean client is never refused, and a listed one is refused or accepted with a line that
says why. Thousands of connections, root, loop devices: `make check-faults`, not part of check."""

import os
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
import mmdb                                          # noqa: E402
from dnsbl_case import dns, fake_server              # noqa: E402,F401  fixtures for every test here
from owned_system import system                      # noqa: E402,F401

LISTED, CLEAN = "192.0.2.66", "203.0.113.7"


def pytest_collection_modifyitems(items):
    why = exim_server.missing() or ("" if os.geteuid() == 0 else "needs root")
    for item in items if why else []:
        item.add_marker(pytest.mark.skip(reason=why))


class Exim(exim_server.Exim):
    """With what a test of faults asks of each connection."""

    def reset(self):
        super().reset()
        self.list(LISTED, "open-relay")

    def codes(self, address, recipients=1):
        """The codes of so many RCPTs of a connection; it fails when one is not answered."""
        with self.client(address) as client:
            replies = client.say("HELO mail.example.com", "MAIL FROM:<s@example.com>", *["RCPT TO:<user@example.org>"] * recipients)
        return [reply.code for reply in replies[2:]]

    def faults(self):
        return [verdict["fault"] for verdict in self.verdicts() if "fault" in verdict]

    def clear_log(self):
        for path in (self.folder / "log").iterdir():
            os.truncate(path, 0)

    def hold(self, what):
        """Both kinds of client are answered, and rightly: what is wrong softens, and is told."""
        self.clear_log()
        clean, = self.codes(CLEAN)
        listed, = self.codes(LISTED)
        assert clean == 250, (what, clean, self.log())
        assert listed == 550 or (listed == 250 and self.faults()), (what, listed, self.log())
        assert self.panic() == [], (what, self.panic())
        return listed


@pytest.fixture(scope="session")
def daemon():
    with Exim() as exim:
        yield exim


@pytest.fixture
def exim(daemon):
    daemon.reset()
    return daemon


@pytest.fixture(scope="session")
def fail_nth(tmp_path_factory):
    """The object that is preloaded, built."""
    folder = tmp_path_factory.mktemp("fail_nth")
    for path in (folder, *folder.parents[:2]):
        path.chmod(0o755)
    subprocess.run([os.environ.get("CC", "cc"), "-std=gnu11", "-D_GNU_SOURCE", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-o",
                    folder / "fail_nth.so", pathlib.Path(__file__).with_name("fail_nth.c")], check=True)
    return folder / "fail_nth.so"


@pytest.fixture(scope="session")
def geoip_files(tmp_path_factory):
    if mmdb.missing():
        pytest.skip(mmdb.missing())
    return mmdb.make(tmp_path_factory.mktemp("geoip"))
