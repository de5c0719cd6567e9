# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The TXT record of a hit: asked only where somebody reads it, and harmless whatever it says."""

import pytest
from dnsbl_case import BL

CLIENT = "192.0.2.66"
REASONED = 'category "open-relay" { text = "Server [%{ip}] blocked\\nlisted: %{reason}" }'


def texts_asked(dns):
    return [name for name, type_ in dns.queries if type_ == "TXT"]


@pytest.mark.parametrize("more, wanted", [
    (REASONED, True), ("", False), (REASONED.replace("%{reason}", "%{source}"), False)])
def test_asked_only_for_hits_and_only_where_a_reply_uses_it(exim, dns, more, wanted):
    dns.configure(exim, BL, BL.replace("bl.", "other."), more=more)
    dns.play(f'bl.example.net {CLIENT} 127.0.0.2 "open since May"\nother.example.net {CLIENT} NXDOMAIN "not listed"')
    assert exim.send("192.0.2.1").end[1].code == 250
    assert texts_asked(dns) == []
    replies = exim.send(CLIENT)
    assert texts_asked(dns) == ["66.2.0.192.bl.example.net"] * wanted
    assert replies["rcpt"].code == 550 and ("5.7.1 listed: open since May" in replies["rcpt"].text) == wanted
    assert (exim.verdicts(CLIENT)[0].get("reason") == "open since May") == wanted


def test_explain_asks(exim, dns):
    dns.configure(exim, BL)
    dns.play(f'bl.example.net {CLIENT} 127.0.0.2 "open since May"')
    assert "open since May" in exim.wb("explain", CLIENT, status=1)
    assert texts_asked(dns) == ["66.2.0.192.bl.example.net"]


@pytest.mark.parametrize("rows", [
    'bl.example.net {client} delay=0.1 127.0.0.2 "open since May"',       # after the probe's answer
    'bl.example.net {client} 127.0.0.2 "open since May"\nbl.example.net * delay=0.1 NXDOMAIN',
    'bl.example.net {client} 127.0.0.2 "open since May" truncate',
])
def test_the_reply_waits_for_the_text_that_it_holds(exim, dns, rows):
    dns.configure(exim, BL, more=REASONED)
    dns.play(rows.format(client=CLIENT))
    assert "5.7.1 listed: open since May" in exim.send(CLIENT)["rcpt"].text


@pytest.mark.parametrize("answer", ["127.0.0.2", '127.0.0.2 ""'])
def test_without_a_text_the_line_is_left_out(exim, dns, answer):
    dns.configure(exim, BL, more=REASONED)
    dns.play(f"bl.example.net {CLIENT} {answer}")
    assert exim.send(CLIENT)["rcpt"].text == ["5.7.1 Server [192.0.2.66] blocked"]


HOSTILE = {
    "control bytes": (r"a\013\010550 5.1.1 no such user\007\027[31m", ["550 5.1.1", "\x1b", "\x07"]),
    "NUL": (r"before\000 user unknown", ["user unknown"]),
    "8-bit": (r"r\195\169seau \255", ["\xc3", "\xff", "\\xc3"]),
    "user unknown": ("User  unknown. user unknown", ["user unknown"]),
    "user unknown, upper case": ("550 USER UNKNOWN", ["USER UNKNOWN"]),
    "mailbox": ("Mailbox unavailable", ["Mailbox unavailable"]),
    "expansion": ("${run{/bin/touch /tmp/whyblock-text}} $tod_full %{ip} %s%n", ["1970"]),
    "quotes": (r'\" action=accept category=\"x\\', []),
    "CRLF injection": (r"x\013\010250 OK\013\010250 OK", ["250 OK"]),
    "long": ("x" * 250, []),
}


@pytest.mark.parametrize("text, never", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_never_in_the_reply_or_the_log(exim, dns, text, never):
    dns.configure(exim, BL, more=REASONED)
    dns.play(f'bl.example.net {CLIENT} 127.0.0.2 "{text}"')
    reply = exim.send(CLIENT)["rcpt"]
    assert reply.code == 550 and reply.text[0] == "5.7.1 Server [192.0.2.66] blocked"
    assert all(line.startswith(("550-", "550 ")) and line.isascii() and line.isprintable() and len(line) < 510 for line in reply.lines)
    verdict, = exim.verdicts(CLIENT)                   # one line, which can be read
    assert (verdict["action"], verdict["category"]) == ("reject", "open-relay")
    said = "\n".join(reply.lines + exim.log() + [exim.wb("explain", CLIENT, status=1)])
    assert all(line.isascii() and line.isprintable() for line in said.split("\n"))
    assert not [word for word in never if word in said]


@pytest.mark.parametrize("size", [255, 256, 2000, 60000])
def test_a_text_of_any_length(exim, dns, size):
    dns.configure(exim, BL, more=REASONED)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2 longtxt={size}")
    reply = exim.send(CLIENT)["rcpt"]
    assert reply.code == 550 and len("".join(reply.lines)) < 1000
