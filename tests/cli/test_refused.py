# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`list add` and `list import` refuse what would block everybody or the operator; --force lists it all the same."""

import os
import shutil
import subprocess
import sys

import fake_dns
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
    ("10.1.2.3",           "10.0.0.0/8, private space"),
    ("100.64.0.0/16",      "100.64.0.0/10, private space"),
    ("fd00::/48",          "fc00::/7, private space"),
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


@pytest.mark.parametrize("prefix", ["127.0.0.1", "10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"])
def test_allow_blocks_nobody(wb, prefix):
    wb.add(prefix, "allow")
    assert wb.export()[0][1] == "allow"


def test_an_allow_that_is_far_too_wide(wb):
    for run in (wb.add("0.0.0.0/0", "allow", status=65), wb.load(("0.0.0.0/0", "allow"), status=65)):
        assert "0.0.0.0/0 is shorter than /8 and would let in very many hosts: expected a longer prefix, or --force" in run.err
    wb.add("0.0.0.0/0", "allow", "--force")


# A host of its own: an address, an Exim and a name server that are nobody else's. The last of these prints when it is ready.
HOST = """
ip link set lo up
ip address add 11.0.113.5/32 dev lo
mount --bind "$1" /usr/sbin/exim4
exec "$2" -B "$3" --port 5300 "$4"
"""
EXIM = """#!/bin/sh
test "$*" = "-bP +local_domains primary_hostname" || exit 1
echo "domainlist local_domains = @ : example.org : dsearch;/etc/domains : *.example.com"
echo "primary_hostname = mx.example.net"
"""
ZONES = "example.org @ mx=mail.example.org\nmail.example.org @ 203.0.113.25\nmx.example.net @ 203.0.113.26\n"


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip") or not os.path.exists("/usr/sbin/exim4"),
                    reason="needs root, unshare, ip and an Exim")
def test_addresses_of_the_operators_own(wb, tmp_path):
    exim, zones = tmp_path / "exim", tmp_path / "zones"
    exim.write_text(EXIM)
    exim.chmod(0o755)
    zones.write_text(ZONES)
    host = subprocess.Popen(["unshare", "--mount", "--net", "sh", "-ec", HOST, "sh", exim, sys.executable, fake_dns.__file__, zones],
                            stdout=subprocess.PIPE, text=True)
    try:
        assert host.stdout.readline() == "127.0.0.1:5300\n"
        wb.configure('dns { servers = {"127.0.0.1:5300"} }\n')

        def there(*arguments, input=""):
            return subprocess.run(["nsenter", f"--target={host.pid}", "--mount", "--net", *wb.arguments(*arguments)], capture_output=True, text=True,
                                  input=input)

        add = ["spam", "--reason", "x"]
        for prefix, says in [("203.0.113.24/31", "203.0.113.25 is the MX of example.org: expected a prefix without it, or --force"),
                             ("203.0.113.26/31", "203.0.113.26 is the MX of mx.example.net: expected"),
                             ("11.0.113.5", "11.0.113.5 is an address of this host (lo): expected"),
                             ("11.0.0.0/8", "11.0.113.5 is an address of this host (lo): expected")]:
            run = there("list", "add", prefix, *add)
            assert (run.returncode, says in run.stderr) == (65, True), run
        run = there("list", "import", "-", input="192.0.2.66\tspam\n203.0.113.25\tspam\n")
        assert (run.returncode, "-:2: 203.0.113.25 is the MX of example.org: expected another address, or --force" in run.stderr) == (65, True), run
        assert wb.export() == []
        # Of one host that a program may list Exim is not asked, which takes longer than listing it.
        assert there("list", "add", "203.0.113.25", *add).returncode == 0
        assert there("list", "add", "203.0.113.24/31", *add, "--force").returncode == 0
        # Neither an Exim nor a name server that fails is a reason not to list.
        exim.write_text("#!/bin/sh\nexit 1\n")
        assert there("list", "add", "203.0.113.26/31", *add).stderr == ""
        exim.write_text(EXIM)
        wb.configure('dns { servers = {"127.0.0.1:5301"} }\n')
        assert there("list", "add", "203.0.113.24/31", *add).stderr == ""
    finally:
        host.kill()
        host.wait()


def test_an_exempt_host_is_not_blocked_by_a_forced_listing(wb):
    wb.add("192.0.2.66", "open-relay", "--force")
    assert wb.json("explain", "192.0.2.66")["exempt"] == "host 192.0.2.0/24"
