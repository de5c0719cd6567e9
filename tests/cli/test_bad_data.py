# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Bad data: exit 65, a line on standard error with what was found and what was expected, and nothing changes."""

import pytest

CLIENT = "192.0.2.66"
ADDRESSES = ["192.0.2.256", "192.0.2", "0300.0.2.1", "example.org", "", " 192.0.2.66", "192.0.2.66 ", "2001:db8::g", "1:2:3:4:5:6:7:8:9",
             "[2001:db8::1]", "fe80::1%eth0", "192.0.2.66\n", "1" * 100_000]


@pytest.mark.parametrize("verb", [["explain"], ["list", "show"]], ids=" ".join)
@pytest.mark.parametrize("address", [*ADDRESSES, "192.0.2.66/32"], ids=lambda text: repr(text)[:30])
def test_no_address(wb, verb, address):
    if "/" in address and verb != ["explain"]:
        address = "192.0.2.0/33"                         # list show takes a network
        assert '"192.0.2.0/33"' in wb(*verb, address, status=65).err
        return
    run = wb(*verb, address, status=65)
    assert address[:60].replace("\n", r"\n") in run.err and "192.0.2.66 or 2001:db8::66" in run.err
    assert len(run.err) < 300
    assert run.out == ""


@pytest.mark.parametrize("prefix", [*(text for text in ADDRESSES if text[:1] != "["), "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/024", "192.0.2.0/", "192.0.2.0/24/24",
                                    "192.0.2.0/255.0.255.0", "2001:db8::/129", "192.0.2.0/4294967320"],
                         ids=lambda text: repr(text)[:30])
def test_no_prefix(wb, prefix):
    for verb in (["list", "add", prefix, "spam", "--reason", "x"], ["list", "remove", prefix]):
        run = wb(*verb, status=65)
        assert prefix[:60].replace("\n", r"\n") in run.err and run.err.startswith("whyblock: ") and len(run.err) < 300
    assert wb.export() == []


@pytest.mark.parametrize("prefix, network, host", [
    ("192.0.2.66/24",      "192.0.2.0/24",   "192.0.2.66/32"),
    ("192.0.2.1/31",       "192.0.2.0/31",   "192.0.2.1/32"),
    ("2001:db8::66/64",    "2001:db8::/64",  "2001:db8::66/128"),
    ("2001:db8:1:2::/48",  "2001:db8:1::/48", "2001:db8:1:2::/128"),
])
def test_host_bits_are_refused_with_the_network_proposed(wb, prefix, network, host):
    for verb in (["list", "add", prefix, "spam", "--reason", "x", "--force"], ["list", "remove", prefix]):
        error = wb(*verb, status=65).err
        assert prefix in error and f" {network}," in error and host in error


@pytest.mark.parametrize("options, found, right", [
    (["--reason", ""],                          "--reason",      "why"),
    (["--reason", "r" * 256],                   "256 bytes",     "at most 255"),
    (["--reason", "a\nb"],                      "reason",        "printable"),
    (["--reason", "a\x1b[31mb"],                "reason",        "printable"),
    (["--reason", "a\tb"],                      "reason",        "printable"),
    (["--reason", "a\udcffb"],                  "reason",        "UTF-8"),
    (["--ttl", "30"],                           '"30"',          "30d"),
    (["--ttl", "0d"],                           '"0d"',          "30d"),
    (["--ttl", "-1d"],                          '"-1d"',         "30d"),
    (["--ttl", "1.5d"],                         '"1.5d"',        "30d"),
    (["--ttl", "30d "],                         '"30d "',        "30d"),
    (["--ttl", "1y"],                           '"1y"',          "30d"),
    (["--ttl", "99999999999999d"],              '"9999',         "30d"),
    (["--ttl", ""],                             '""',            "30d"),
    (["--ttl", "1d", "--expires", "2099-01-01"], "--ttl and --expires", "one of them"),
    (["--expires", "tomorrow"],                 '"tomorrow"',    "2026-12-24"),
    (["--expires", "2099-02-30"],               '"2099-02-30"',  "2026-12-24"),
    (["--expires", "2099-13-01"],               '"2099-13-01"',  "2026-12-24"),
    (["--expires", "2099-01-01T24:00:00Z"],     '"2099-01-01T24:00:00Z"', "T18:00:00Z"),
    (["--expires", "2099-01-01 12:00:00"],      '"2099-01-01 12:00:00"',  "T18:00:00Z"),
    (["--expires", "99999999999999"],           '"9999',         "Unix seconds"),
    (["--expires", "2020-01-01"],               "2020-01-01 is in the past", "a later time"),
    (["--expires", "0"],                        "\"0\" is no time",  "Unix seconds"),
    (["--scope", "world"],                      '"world"',       "host, range or network"),
    (["--source", "staff:"],                    '"staff:"',      "staff:NAME"),
    (["--source", "staff:a b"],                 '"staff:a b"',   "staff:NAME"),
    (["--source", "staff:" + "a" * 60],         "66 characters", "at most"),
])
def test_no_such_listing(wb, options, found, right):
    error = wb("list", "add", CLIENT, "spam", "--reason", "x", *options, status=65).err
    assert found in error and right in error
    assert wb.export() == []


def test_a_reason_must_be_given(wb):
    assert "--reason" in wb("list", "add", CLIENT, "spam", status=65).err


@pytest.mark.parametrize("category", ["open-relais", "Spam", "", "spam ", "c" * 1000])
def test_unknown_category(wb, category):
    """Refused even when forced; all that are known are named."""
    error = wb("list", "add", CLIENT, category, "--reason", "x", "--force", status=65).err
    assert f'unknown category "{category[:40]}' in error
    if len(category) < 40:
        assert "open-relay, open-proxy, formmail, virus, spam, spam-source, policy" in error and "allow" in error


def test_no_such_group(bare):
    assert '"no-such-group"' in bare("init", "--group", "no-such-group", status=65).err
    assert not bare.store.exists()
