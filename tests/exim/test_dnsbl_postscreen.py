# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Postfix's postscreen, whose sites bring their scores along: written down as whyblock.conf(5) has it, they decide alike."""

import pathlib
import random
import re

MANUAL = pathlib.Path(__file__).resolve().parents[2] / "packaging/man/whyblock.conf.5.in"
SITES = "zen.spamhaus.org*3 b.barracudacentral.org*2 bl.spamcop.net*1 list.dnswl.org*-2"
THRESHOLD = 3
CLIENTS = 200
CODES = {
    "zen.spamhaus.org": ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.2 127.0.0.9", "127.0.0.3 127.0.0.4", "127.0.0.10", "127.0.0.11"],
    "b.barracudacentral.org": ["127.0.0.2"],
    "bl.spamcop.net": ["127.0.0.2"],
    "list.dnswl.org": [f"127.0.{kind}.{trust}" for kind in (2, 5, 15) for trust in range(4)],
}


def example():
    """The example below the sites' line in the manual, as an operator would write it."""
    text = MANUAL.read_text().replace("\\-", "-")
    return re.search(re.escape(SITES) + r".*?\.EX\n(.*?)\.EE", text, re.S)[1]


def test_postscreens_scores_can_be_written_down_and_decide_alike(exim, dns):
    weights = {zone: int(weight) for zone, weight in (site.split("*") for site in SITES.split())}
    assert set(weights) == set(CODES)
    chance = random.Random(13)
    dns.configure(exim, example())
    listed = {}
    rows = [f"{zone} * NXDOMAIN" for zone in CODES]
    for number in range(CLIENTS):
        client = f"198.51.100.{number + 1}"
        listed[client] = [zone for zone in CODES if chance.random() < 0.5]
        rows += [f"{zone} {client} {chance.choice(CODES[zone])}" for zone in listed[client]]
    assert len({tuple(zones) for zones in listed.values()}) == 2 ** len(CODES)
    dns.play("\n".join(rows))
    differ = []
    for client, zones in listed.items():
        postscreen = 550 if sum(weights[zone] for zone in zones) >= THRESHOLD else 250
        if (code := exim.send(client).end[1].code) != postscreen:
            differ.append((client, zones, code, postscreen))
    assert differ == []
