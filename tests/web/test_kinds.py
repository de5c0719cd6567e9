# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What somebody reads who was refused, for each kind of evidence, from a real Exim's reply to the page in Chromium: the first paragraph says what
happened and what to do next, and is true; on a desktop and on a phone, light and dark, and axe-core finds nothing."""

import re
import time

import exim_server
import pytest
from agent import until
from fake_dns import FakeDns
from test_journey import CLIENT, make_reader, make_site  # noqa: F401

LOOKS = [{}, {"dark": True}, {"width": 375}, {"width": 375, "dark": True}]
FORM_MAIL = "X-PHP-Script: www.example.net/wp-content/uploads/2026/x.php for 203.0.113.9\r\n"
RULES = f'rules_file = "{exim_server.TOP / "config/rules.conf"}"\n'
REFUSED, DELAYED = "Why your mail came back", "Why your mail is delayed"


def zones(*names, weight=1.0):
    """Public lists that name the client."""
    rows = "".join(f'dnsbl "{name}" {{ removal = "https://{name}/?ip=%{{ip}}" code "127.0.0.2" {{ category = "open-relay" weight = {weight} }} }}\n'
                   for name in names)
    return rows, "".join(f"{name} {CLIENT} 127.0.0.2\n{name} * NXDOMAIN\n" for name in names) + "in-addr.arpa * NXDOMAIN\n"


def listed(*more, prefix=CLIENT, category="open-relay"):
    return lambda site: site.exim.list(prefix, category, *more)


def imported(source, category="spam-source"):
    return lambda site: site.exim.import_listings((CLIENT, category, "host", source, int(time.time()) - 60, "never", "SBL1"))


def neighbours(site):
    for last in (1, 2, 3):
        site.exim.list(f"192.0.2.{last}", "spam-source")


def removed(site):
    site.exim.wb("list", "remove", CLIENT)


def allowed(site):
    site.exim.list(CLIENT, "allow")


def forgotten(site):
    until(lambda: site.service.agent.metric("case_verdicts_total") > 0)
    site.exim.wb("forget", CLIENT)


class Kind:
    """more: of whyblock.conf; dns: what the zones say; before and after the mail; title and sentences of the first paragraph, and what it ends with."""

    def __init__(self, title, *says, ends, more="", dns=None, before=None, after=None, headers="", helo="mail.example.com", links=()):
        self.title, self.says, self.ends, self.more, self.dns, self.before, self.after = title, says, ends, more, dns, before, after
        self.headers, self.helo, self.links = headers, helo, links


STILL = "It is still blocked. Whoever runs that server has to fix the cause and ask us to lift the block: please send them this page."
THERE = "Whoever runs that server has to ask for removal there, or ask us for an exception: please send them this page."
WAITS = "Your mail is not lost: your server keeps it and tries again by itself. If it has not arrived within a day, send this page to whoever runs that server."
ONE, TWO = zones("one.example.net"), zones("one.example.net", "two.example.net", weight=0.6)
KINDS = {
    "own listing": Kind(REFUSED, "Reason: possible open relay.", "The server was on our own list.", ends=STILL, before=listed()),
    "feed": Kind(REFUSED, "It was on the list “drop”, which others run and we use.", ends=STILL, before=imported("feed:drop")),
    "report": Kind(REFUSED, "Our own servers had recently seen junk mail or attacks from it.", ends=STILL, before=imported("report:trap")),
    "zone": Kind(REFUSED, "It was on one.example.net, a public blocklist that others run.", ends=THERE, more=ONE[0], dns=ONE[1], links=["one.example.net"]),
    "several": Kind(REFUSED, "It was on several blocklists that others run: one.example.net, two.example.net.", ends=THERE, more=TWO[0], dns=TWO[1],
                    links=["one.example.net", "two.example.net"]),
    "network": Kind(DELAYED, "The server was on our own list.", ends=WAITS, before=listed("--scope", "network", prefix="192.0.2.0/24", category="spam-source")),
    "neighbours": Kind(DELAYED, "Other servers in its network were on our list.", ends=WAITS, more="neighbours_weight = 1.0\n", before=neighbours),
    "rule": Kind(REFUSED, "What decided was how the server, or this mail, looked: HELO WIN-12345678", helo="WIN-12345678",
                 ends="Only whoever runs that server can fix this: please send them this page.",
                 more='rule "windows" { helo_pattern = "^win-" category = "virus" remedy = "Look for a program that sends mail by itself." }\n'),
    "form mail": Kind(REFUSED, "Reason: possible insecure FormMail script.", "It seems to come from a script on a web site: www.example.net/wp-content/uploads/2026/x.php", more=RULES, headers=FORM_MAIL,
                      ends="Otherwise send it to whoever runs that server."),
    "deferral": Kind(DELAYED, "told the server 192.0.2.66 to try again later.", ends=WAITS, more='category "spam" { action = "defer" }\n',
                     before=listed(category="spam")),
    "grace": Kind(DELAYED, "Your mail is not refused yet: your server keeps it and tries again by itself.", before=listed(),
                  ends="please send them this page.", more='category "open-relay" { grace = "4h" }\n'),
    "gone": Kind(REFUSED, "The server was on our own list.", ends="The server is no longer on our list: please send your mail again.",
                 before=listed(), after=removed),
    "allowed": Kind(REFUSED, "The server was on our own list.", ends="The server is no longer blocked: please send your mail again.",
                    before=listed(), after=allowed),
    "no case": Kind(REFUSED, "The details of this mail are no longer stored here.", ends=STILL, before=listed(), after=forgotten),
}


@pytest.fixture(scope="module")
def daemon():
    if exim_server.missing():
        pytest.skip(exim_server.missing())
    options = (exim_server.TOP / "acl-snippets/message-options.conf").read_text()
    with exim_server.Exim({"rcpt": exim_server.ONE_LINE, "data": exim_server.ONE_LINE}, main=options) as exim:
        yield exim


def refusal(site, kind):
    """The link of the reply, once the agent has written the case down."""
    reply = site.exim.send(CLIENT, helo=kind.helo, headers=kind.headers).end[1]
    assert reply.code == (550 if kind.title == REFUSED else 451), reply
    until(lambda: site.service.agent.metric("case_verdicts_total") == 1)
    return re.search(rf"{site.top}blocked\?ref=[0-9A-Z]+", "\n".join(reply.text))[0]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_first_paragraph_is_true_and_says_what_to_do(make_site, make_reader, kind):  # noqa: F811
    with FakeDns(kind.dns or "in-addr.arpa * NXDOMAIN\n") as dns:
        site = make_site(kind.more + (f'dns {{ servers = {{"{dns.address}"}} }}\n' if kind.dns else ""))
        if kind.before:
            kind.before(site)
        url = refusal(site, kind)
        if kind.after:
            kind.after(site)
        for look in LOOKS:
            reader = make_reader(site, **look)
            reader.open(url)
            lead = reader.text(".lead")
            assert reader.text("h1") == kind.title
            assert lead.startswith("On ") and CLIENT in lead and lead.endswith(kind.ends), lead
            for sentence in kind.says:
                assert sentence in lead, lead
        links = [link.get_attribute("href") for link in reader.driver.find_elements("css selector", "main a[href^=https]")]
        assert links == [f"https://{name}/?ip={CLIENT}" for name in kind.links]     # lists that matter, and no other
        is_over = kind.ends.endswith("send your mail again.")
        if not is_over:
            ready = reader.driver.find_element("css selector", "a[href^=mailto]").get_attribute("href")
            assert CLIENT in ready and url.split("ref=")[1] in ready                # a mail for whoever runs the server
        assert is_over or "please send them this page" in lead or "to whoever runs that server" in lead


def test_a_code_that_was_forged(make_site, make_reader):  # noqa: F811
    site = make_site()
    for look in LOOKS:
        reader = make_reader(site, **look)
        reader.browser.look(width=reader.width, dark=reader.dark)
        reader.browser.open(f"{site.top}blocked?ref=8F3K2M4QZ7T5W9XB1C6D0E2G")
        assert reader.browser.axe() == []
        lead = reader.text(".lead")
        assert "We have not issued such a reference, or there is a typo in it." in lead
        assert reader.driver.find_element("name", "ref").get_attribute("value") == "8F3K2M4QZ7T5W9XB1C6D0E2G"     # to be corrected


def test_nobody_without_a_code_is_told_that_their_home_is_the_server(make_site, make_reader):  # noqa: F811
    site = make_site()
    site.exim.list("127.0.0.1", "policy", "--force")
    for look in LOOKS:
        reader = make_reader(site, **look)
        reader.open(f"{site.top}blocked")
        assert reader.text("h1") == "Look up your case" and reader.driver.find_element("name", "ref").is_displayed()
        text = reader.text()
        assert "The address you are visiting from" in text and "The server that sends your mail usually has a different one." in text
        assert "Server’s address" not in text
