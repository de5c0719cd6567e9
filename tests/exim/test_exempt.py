# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Who is let through although the host is listed."""

import pytest

CLIENT = "192.0.2.66"
USER, POSTMASTER, ABUSE = "user@example.org", "postmaster@example.org", "abuse@example.org"
SHIPPED = ""
NO_ONE = 'exempt { hosts = {} authenticated = false recipients = {} }\n'

ROWS = [
    # label                     configuration                                          message                         accepted
    ("listed host",             SHIPPED,                                               {},                             False),
    ("authenticated",           SHIPPED,                                               {"login": "ann"},               True),
    ("authenticated, not so",   'exempt { authenticated = false }\n',                  {"login": "ann"},               False),
    ("exempt host",             'exempt { hosts = {"192.0.2.66"} }\n',                 {},                             True),
    ("exempt network",          'exempt { hosts = {"192.0.2.64/28"} }\n',              {},                             True),
    ("another exempt network",  'exempt { hosts = {"192.0.2.80/28"} }\n',              {},                             False),
    ("postmaster",              SHIPPED,                                               {"to": [POSTMASTER]},           True),
    ("abuse",                   SHIPPED,                                               {"to": [ABUSE]},                True),
    ("any case",                SHIPPED,                                               {"to": ["PostMaster@EXAMPLE.com"]}, True),
    ("no domain",               SHIPPED,                                               {"to": ["postmaster"]},         True),
    ("no domain, any case",     SHIPPED,                                               {"to": ["POSTMASTER"]},         True),
    ("begins alike",            SHIPPED,                                               {"to": ["postmaster-x@example.org"]}, False),
    ("domain alike",            SHIPPED,                                               {"to": ["user@postmaster"]},    False),
    ("postmaster, not so",      NO_ONE,                                                {"to": [POSTMASTER]},           False),
    ("address",                 f'exempt {{ recipients = {{"{USER}"}} }}\n',           {"to": ["USER@example.ORG"]},   True),
    ("another address",         f'exempt {{ recipients = {{"{USER}"}} }}\n',           {"to": ["user@example.com"]},   False),
    ("domain",                  'exempt { recipients = {"@help.example.org"} }\n',     {"to": ["x@Help.example.org"]}, True),
    ("another domain",          'exempt { recipients = {"@help.example.org"} }\n',     {"to": ["x@self-help.example.org"]}, False),
]


@pytest.mark.parametrize("configuration, message, accepted", [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_exempt(exim, configuration, message, accepted):
    exim.configure(configuration)
    exim.list(CLIENT, "open-relay", "--force")
    phase, reply = exim.send(CLIENT, **message).end
    assert (phase, reply.code) == (("data", 250) if accepted else ("rcpt", 550))


def test_allow_listing_wins(exim):
    exim.list("192.0.2.0/24", "open-relay")
    exim.list("192.0.2.66", "allow")
    assert exim.send("192.0.2.66").end[1].ok
    assert exim.send("192.0.2.67").end[1].code == 550


def test_each_recipient_is_looked_at(exim):
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        replies = client.say("HELO x", "MAIL FROM:<>", *(f"RCPT TO:<{to}>" for to in (USER, POSTMASTER, USER, ABUSE)))
    assert [reply.code for reply in replies[2:]] == [550, 250, 550, 250]


@pytest.mark.parametrize("to, accepted", [
    ([POSTMASTER], True),
    ([POSTMASTER, ABUSE, "Abuse@example.com"], True),
    ([POSTMASTER, USER], False),
    ([USER, POSTMASTER], False),
    (["postmaster"], True),
])
def test_at_data_every_recipient_must_be_exempt(exim_at_data, to, accepted):
    exim_at_data.list(CLIENT, "open-relay")
    phase, reply = exim_at_data.send(CLIENT, to=to).end
    assert (phase, reply.code) == ("data", 250 if accepted else 550)
