# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Tests with a real Exim. Where none can be started, all are skipped, aloud."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
from agent import Agent                              # noqa: E402
import mmdb                                          # noqa: E402
from dnsbl_case import dns, fake_server              # noqa: E402,F401  fixtures for every test here
import skipped                                       # noqa: E402

MISSING = exim_server.missing()


def pytest_collection_modifyitems(items):
    if MISSING:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter):
    skipped.tell(terminalreporter, "tests with a real Exim")


@pytest.fixture(scope="session")
def rcpt_daemon():
    with exim_server.Exim() as exim:
        yield exim


@pytest.fixture(scope="session")
def data_daemon():
    with exim_server.Exim({"data": exim_server.ONE_LINE}) as exim:
        yield exim


def as_new(daemon):
    """The daemon with nothing of an earlier test; whatever a test does, Exim has nothing to panic about."""
    daemon.reset()
    yield daemon
    assert daemon.panic() == []


@pytest.fixture
def exim(rcpt_daemon):
    """An Exim with the one line in its RCPT ACL."""
    yield from as_new(rcpt_daemon)


@pytest.fixture
def agent(exim):
    """The agent beside it."""
    with Agent(exim) as agent:
        yield agent


@pytest.fixture
def exim_at_data(data_daemon):
    """An Exim with the one line in its DATA ACL."""
    yield from as_new(data_daemon)


@pytest.fixture(scope="session")
def geoip_files(rcpt_daemon):
    """{layout: path} of small GeoIP files, where Exim's user can read them."""
    if mmdb.missing():
        pytest.skip(mmdb.missing())
    folder = rcpt_daemon.folder / "geoip"
    folder.mkdir()
    return mmdb.make(folder)
