# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What a sender reads."""

import pytest
from exim_server import geoip

CLIENT = "203.0.113.222"                             # 13 characters
URL = "https://postmaster.example.net/blocked"
LINE_1 = {
    "open-relay": "blocked as possible open relay",
    "open-proxy": "blocked as possible open proxy",
    "formmail": "blocked as possible insecure FormMail script",
    "virus": "blocked for possible virus or trojan activity",
    "spam": "blocked for deliberate spamming",
    "spam-source": "blocked as a source of spam",
    "policy": "blocked as an end-user address",
}


def refusal(exim, client=CLIENT, **message):
    phase, reply = exim.send(client, **message).end
    assert (phase, reply.code) == ("rcpt", 550)
    return reply


@pytest.mark.parametrize("category", LINE_1)
def test_shipped_text_of_each_category(exim, category):
    exim.configure(f'category "{category}" {{ action = "reject" }}\n')
    exim.list(CLIENT, category)
    assert refusal(exim).lines == [               # as they came: nothing is folded
        f"550-5.7.1 Server [{CLIENT}] {LINE_1[category]}",
        f"550-5.7.1 Client host [{CLIENT}] blocked using Example Internet",
        f"550 5.7.1 {URL}",
    ]


def test_without_a_site_url_the_line_is_left_out(exim):
    exim.configure(site='site { name = "Example Internet" }\n')
    exim.list(CLIENT, "spam")
    assert len(refusal(exim).text) == 2


def test_status_of_the_page_this_grew_out_of(exim):
    exim.configure('category "open-relay" { status = "5.0.0" }\n')
    exim.list("192.0.2.66", "open-relay")
    assert refusal(exim, "192.0.2.66").lines[0] == "550-5.0.0 Server [192.0.2.66] blocked as possible open relay"


def test_status_changes_its_first_digit_under_defer(exim):
    exim.configure('category "open-relay" { action = "defer" status = "5.7.9" }\n')
    exim.list(CLIENT, "open-relay")
    reply = exim.send(CLIENT)["rcpt"]
    assert reply.code == 451 and all(line.startswith("4.7.9 ") for line in reply.text)


PLACEHOLDERS = [
    # a line of the template                       what the sender reads
    ("%{ip} %{helo}",                              "192.0.2.66 h.example.com"),
    ("%{sender} %{recipient}",                     "s@example.com r@example.org"),
    ("%{category} %{country} %{asn} %{as_org}",    "open-relay US AS64496 Example Net"),
    ("%{source} %{reason}",                        "Example Internet relayed a test"),
    ("%{url}",                                     URL),
    ("%{site} 100%%",                              "Example Internet 100%"),
    ("%{contact}",                                 "abuse@example.net"),
    ("%{ref}",                                     None),              # no reference: the line is left out
]


def test_placeholders(exim, geoip_files):
    text = "\\n".join(line for line, _ in PLACEHOLDERS)
    exim.configure(f'category "open-relay" {{ text = "{text}" }}\n',
                   geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]),
                   site=f'site {{ name = "Example Internet" url = "{URL}" contacts = {{"abuse@example.net"}} }}\n')
    exim.list("192.0.2.66", "open-relay", reason="relayed a test")
    reply = refusal(exim, "192.0.2.66", helo="h.example.com", sender="s@example.com", to=["r@example.org"])
    assert reply.text == [f"5.7.1 {wanted}" for _, wanted in PLACEHOLDERS if wanted]


TEXTS = {
    "shipped": None,
    "74 and 75 characters": "\\n".join("x" * (length - 6) for length in (74, 75)),
    "76 and more": "\\n".join("word " * n for n in (14, 15, 30, 60)).replace(" \\n", "\\n").strip(),
    "no space to fold at": "y" * 200,
    "colon early": "why: " + "word " * 20 + "end",
    "colon in the window": "the reason for this refusal, in full, is: " + "word " * 20 + "end",
    "two colons": "the reason for this refusal, in full, is: listed here: " + "word " * 20 + "end",
    "colon late": "word " * 15 + "end: more",
}


@pytest.mark.parametrize("client", [CLIENT, "192.0.2.1", "2001:db8:1111:2222:3333:4444:5555:6666"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_explain_tells_the_reply_as_exim_sends_it(exim, text, client):
    exim.configure(f'category "spam" {{ text = "{text}" }}\n' if text else "")
    exim.list(client, "spam")
    assert exim.explain(client)["reply"] == refusal(exim, client).lines
