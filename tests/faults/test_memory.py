# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Memory that Exim's process does not get: the n-th allocation for every n, and address space in steps."""

import pathlib

import pytest
from conftest import CLEAN, LISTED, Exim
from exim_server import geoip

STEP = 128 << 10                # bytes
ALLOCATIONS_MAX = 5000          # of one connection; it makes some hundreds


@pytest.fixture(scope="module")
def starved(fail_nth, tmp_path_factory):
    number = fail_nth.with_name("number")
    number.write_text("0")
    number.chmod(0o666)

    class Starved(Exim):
        starter = ["env", f"LD_PRELOAD={fail_nth}", f"FAIL_NTH={number}"]

    with Starved() as exim:
        exim.number = number
        yield exim


def each_allocation(exim, address, sure, most=None):
    """Lets each allocation of a connection fail in turn. sure: the code of what is decided without a failure; most: the worst with one."""
    kinds = {}
    for n in range(1, ALLOCATIONS_MAX):
        exim.clear_log()
        exim.number.write_text(str(n))
        first, second = exim.codes(address, recipients=2)
        if exim.number.read_text() != "failed":
            assert n > 1, "no allocation was counted: is the object preloaded?"
            assert (first, second) == (sure, sure)
            print(f"{address}: {n - 1} allocations, each failed once: {kinds}")
            return n - 1
        told = len(exim.faults())
        kinds[first, second, told] = kinds.get((first, second, told), 0) + 1
        assert first in (250, 451, 550) and first <= (most or sure), (n, first, chr(10).join(exim.log()))
        # It does not stick to the rest of the connection, and does not pass in silence.
        assert second == sure, (n, first, second, chr(10).join(exim.log()))
        assert told <= 1 and (first == sure or told == 1), (n, first, chr(10).join(exim.log()))
        assert exim.panic() == [], (n, exim.panic())
    raise AssertionError("the connection makes allocations without end")


def test_the_nth_allocation_of_a_listed_client(starved):
    starved.reset()
    each_allocation(starved, LISTED, 550)


def test_the_nth_allocation_with_a_reference(starved):
    starved.reset()
    starved.wb("init", "--group", starved.group)
    each_allocation(starved, LISTED, 550)


def test_the_nth_allocation_of_a_clean_client(starved):
    starved.reset()
    each_allocation(starved, CLEAN, 250)


def test_the_nth_allocation_with_zones(starved, dns):
    starved.reset()
    dns.configure(starved, 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }', 'dnsbl "other.example.net" { code "127.0.0.2" { category = "spam" } }')
    dns.play(f"bl.example.net {CLEAN} 127.0.0.2\n")
    each_allocation(starved, CLEAN, 550)


def test_the_nth_allocation_of_a_client_for_whom_an_allow_list_vouches(starved, dns):
    """No answer of the list for want of memory is none: deferred at most, where it would have been accepted."""
    starved.reset()
    dns.configure(starved, 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }', 'dnswl "list.dnswl.org" {}')
    dns.play(f"bl.example.net {CLEAN} 127.0.0.2\nlist.dnswl.org {CLEAN} 127.0.5.3\n")
    each_allocation(starved, CLEAN, 250, most=451)


SENDER = 'sender "Example Mail" { suffixes = {"mail.example.org"} }\n'


def test_the_nth_allocation_of_a_known_senders_host(starved, dns):
    """No name for want of memory is none that was denied: deferred at most, as with the name."""
    starved.reset()
    dns.configure(starved, 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }', more=SENDER)
    dns.play(f"bl.example.net {CLEAN} 127.0.0.2\nin-addr.arpa {CLEAN} ptr=a.mail.example.org ptr=b.mail.example.org\n"
             f"a.mail.example.org @ 198.51.100.99\nb.mail.example.org @ {CLEAN}\n")
    each_allocation(starved, CLEAN, 451)


def test_the_nth_allocation_with_mmdb_files(starved, geoip_files):
    starved.reset()
    starved.configure('rule "far" { category = "spam" countries = {"US"} scope = "host" }\n',
                      geoip=geoip(country=geoip_files["maxmind-country"], asn=geoip_files["maxmind-asn"]))
    starved.wb("list", "remove", LISTED)
    each_allocation(starved, LISTED, 550)


def test_address_space_in_steps(exim):
    """From what Exim needs alone up to what a connection with everything takes. Below it Exim itself gives up."""
    assert exim.hold("unlimited") == 550
    status = pathlib.Path(f"/proc/{exim.daemon.pid}/status").read_text()
    used = int(status.split("VmSize:")[1].split()[0]) << 10
    answered = {}
    for room in range(0, 6 << 20, STEP):
        class Limited(Exim):
            starter = ["prlimit", f"--as={used + room}"]

        try:
            with Limited() as limited:
                alone = plain(limited)
                clean, = limited.codes(CLEAN)
                # Exim has no room to map the object: it says so, and answers 451, as for anything that it cannot expand.
                if alone == 250 and clean == 451 and any("failed to map segment" in line for line in limited.log()):
                    listed = "no object"
                else:
                    listed = limited.hold(f"{room >> 10} KiB more than the daemon has") if alone == 250 else None
        except (RuntimeError, OSError):
            if answered.get(550):
                raise
            listed = None                              # Exim cannot even start, or answer without us
        answered[listed] = answered.get(listed, 0) + 1
    print("answers to a listed client, by step:", answered)
    assert answered.get(550, 0) > 10


def plain(exim):
    """A connection that does not reach our line: what Exim answers to MAIL."""
    with exim.client(CLEAN) as client:
        return client.say("HELO mail.example.com", "MAIL FROM:<s@example.com>")[-1].code
