# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`list add` and `list import` refuse what would block everybody or the operator; --force lists it all the same."""

import pytest

EXEMPT = 'exempt { hosts = {"192.0.2.0/24", "2001:db8:5::/48", "198.51.100.7"} }\n'      # without loopback: it needs no word
REFUSED = [
    # prefix               because of
    ("0.0.0.0/0",          "shorter than /8"),
    ("10.0.0.0/7",         "shorter than /8"),
    ("::ffff:10.0.0.0/103", "shorter than /8"),
    ("::ffff:0:0/96",      "shorter than /8"),
    ("::/0",               "shorter than /19"),
    ("2000::/18",          "shorter than /19"),
    ("127.0.0.1",          "127.0.0.0/8"),
    ("127.0.0.0/8",        "127.0.0.0/8"),
    ("::ffff:127.0.0.1",   "127.0.0.0/8"),
    ("::1",                "::1/128"),
    ("::/64",              "::1/128"),
    ("192.0.2.66",         "192.0.2.0/24"),                 # inside of what is exempt
    ("192.0.2.0/24",       "192.0.2.0/24"),
    ("192.0.0.0/16",       "192.0.2.0/24"),                 # around it
    ("::ffff:192.0.2.66",  "192.0.2.0/24"),
    ("198.51.100.0/24",    "198.51.100.7/32"),
    ("2001:db8:5::66",     "2001:db8:5::/48"),
    ("2001:db8::/32",      "2001:db8:5::/48"),
]
ACCEPTED = ["11.0.0.0/8", "128.0.0.0/8", "2002::/19", "192.0.3.0/24", "198.51.100.8", "2001:db8:6::/48", "126.255.255.255"]


@pytest.fixture
def wb(wb):
    wb.configure(EXEMPT)
    return wb


@pytest.mark.parametrize("prefix, because", REFUSED)
def test_refused_unless_forced(wb, prefix, because):
    for run in (wb.add(prefix, status=65), wb.load((prefix, "open-relay"), status=65)):
        assert because in run.err and "--force" in run.err
    assert wb.export() == []
    wb.add(prefix, "open-relay", "--force")
    wb.load((prefix, "spam"), more=["--force"])
    assert [row[1] for row in wb.export()] == ["open-relay", "spam"]


@pytest.mark.parametrize("prefix", ACCEPTED)
def test_accepted(wb, prefix):
    wb.add(prefix)
    wb.load((prefix, "spam"))
    assert len(wb.export()) == 2


@pytest.mark.parametrize("prefix", ["127.0.0.1", "192.0.2.0/24", "2001:db8::/32"])
def test_allow_blocks_nobody(wb, prefix):
    wb.add(prefix, "allow")
    assert wb.export()[0][1] == "allow"


def test_an_exempt_host_is_not_blocked_by_a_forced_listing(wb):
    wb.add("192.0.2.66", "open-relay", "--force")
    assert wb.json("explain", "192.0.2.66")["exempt"] == "host 192.0.2.0/24"
