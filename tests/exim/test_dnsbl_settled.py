# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Nobody waits for an answer that cannot change the reply; and everybody for one that can. The silent zone's share of the deadline
tells which: waited for in vain, it is a time-out, which is noted."""

import pytest
from dnsbl_case import outcome, status

pytestmark = pytest.mark.usefixtures("agent")          # so that what one connection sees of a zone is known to the next

CLIENT = "192.0.2.66"
ZONE = 'dnsbl "%s.example.net" { code "127.0.0.2" { category = "%s" weight = %s scope = "%s" } }'


def zone(name, category="virus", weight=1.0, scope="host"):
    return ZONE % (name, category, weight, scope)


SETTLED = {
    "as heavy, same category": [zone("bl"), zone("silent")],
    "lighter, same category": [zone("bl"), zone("silent", weight=0.5)],
    "a category that comes later": [zone("bl"), zone("silent", "spam-source")],
    "a category that is only logged": [zone("bl"), zone("silent", "spam", 9)],
    "too light for its threshold": [zone("bl"), zone("silent", "open-relay", 0.5)],
}
OPEN = {
    "as heavy, and first in the file": [zone("silent"), zone("bl")],       # the reply names the first of equals
    "heavier, same category": [zone("bl"), zone("silent", weight=2)],
    "a category that comes first": [zone("bl"), zone("silent", "open-relay")],
    "a category with more score": [zone("bl"), zone("silent", "spam-source", 2)],
    "not enough yet": [zone("bl", weight=0.5), zone("silent", weight=0.5)],
    "rejects what is deferred": [zone("bl", scope="network"), zone("silent")],
    "could exempt": [zone("bl"), 'dnswl "silent.example.net" {}', 'dnswl "list.dnswl.org" {}'],
}
ONLY_LOGGED = 'category "spam" { action = "log" }'


@pytest.mark.parametrize("zones, open_", [(zones, 0) for zones in SETTLED.values()] + [(zones, 1) for zones in OPEN.values()],
                         ids=[*SETTLED, *OPEN])
def test_settled(exim, dns, zones, open_):
    dns.configure(exim, *zones, deadline=0.5 if open_ else 10, more=ONLY_LOGGED)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nsilent.example.net * silence\nlist.dnswl.org * silence")
    codes = {outcome(exim, CLIENT)[0] for _ in range(1 if open_ else 2)}       # of a zone that rests nobody waits
    waited_us = [int(verdict["us"]) for verdict in exim.verdicts(CLIENT)]
    rows = status(exim)
    silent = rows.get("list.dnswl.org", rows["silent.example.net"])["state"]
    if open_:
        assert silent == "suspended" and all(us > 400_000 for us in waited_us)
    else:
        assert codes == {550} and silent == "good" and all(us < 9_000_000 for us in waited_us)


def test_the_heavier_one_is_named_when_it_answers_later(exim, dns):
    dns.configure(exim, zone("bl"), zone("late", weight=2))
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlate.example.net {CLIENT} delay=0.2 127.0.0.2")
    assert any("late.example.net" in line for line in exim.send(CLIENT)["rcpt"].text)


@pytest.mark.parametrize("delays", [(0, 0.2), (0.2, 0), (0, 0)])
@pytest.mark.parametrize("zones", [*SETTLED.values(), *list(OPEN.values())[:-1]], ids=[*SETTLED, *list(OPEN)[:-1]])
def test_the_reply_is_the_same_whichever_answers_first(exim, dns, zones, delays):
    """As if everybody had been waited for, which is what explain does."""
    dns.configure(exim, *zones, deadline=5, more=ONLY_LOGGED)
    dns.play(f"bl.example.net {CLIENT} delay={delays[0]} 127.0.0.2\nsilent.example.net {CLIENT} delay={delays[1]} 127.0.0.2")
    replies = exim.send(CLIENT)
    assert "\n".join(replies["rcpt"].lines) == "\n".join(exim.explain(CLIENT)["reply"])


def test_a_listing_of_ones_own_that_settles_it_asks_no_zone(exim, dns):
    dns.configure(exim, zone("bl", "spam-source"), zone("silent", "virus", 0.5))
    dns.play("bl.example.net * silence\nsilent.example.net * silence")
    exim.list(CLIENT, "open-relay")
    assert outcome(exim, CLIENT) == (550, "open-relay") and dns.queries == []
