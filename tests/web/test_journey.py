# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The whole way of a blocked sender, in Chromium and with the real programs: Exim's refusal names a page, the page leads to a request,
staff decide it at the command line, the answer comes by mail, and the next connection is what they decided."""

import dataclasses
import datetime
import json
import re

import exim_server
import pytest
import web_service
from fake_dns import FakeDns
from mailbox import Mailbox, settings

import axe

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
SENDER = "ann@example.com"
HOW, DONE, NAME = "by our own server\nand by hand", "closed the relay, müde & <fertig>", "Änne Example"
NOTE = "relayed a test"

# What a reader looks for, and the greeting of the mail.
WORDS = {
    "en": {"reason": "possible open relay", "listed": "The block still stands.", "not listed": "The server is not on our own list now.",
           "open": "It is not decided yet.", "approved": "Granted.", "denied": "Declined.", "mail": "Hello,", "number": "Request %d"},
    "de": {"reason": "vermutlich ein offenes Relay", "listed": "Die Sperre besteht noch.",
           "not listed": "Der Server steht jetzt nicht auf unserer eigenen Liste.", "open": "Sie ist noch nicht entschieden.", "approved": "Bewilligt.",
           "denied": "Abgelehnt.", "mail": "Guten Tag,", "number": "Anfrage %d"},
    "fr": {"reason": "probablement un relais ouvert", "listed": "Le blocage est encore en place.",
           "not listed": "Le serveur n’est pas sur notre propre liste en ce moment.", "open": "Elle attend encore une décision.",
           "approved": "Acceptée.", "denied": "Refusée.", "mail": "Bonjour,", "number": "Demande %d"},
}


# the mail server, its page, and staff

class Beside(web_service.Service):
    """The service with the configuration, the store and the key of an Exim."""

    def __init__(self, exim, log):
        self.conf, self.store, self.log, self.program, self.prefix, self.options = exim.conf, exim.store, log, web_service.WHYBLOCK_WEB, (), ()
        self.start()


class Site:
    def __init__(self, exim, folder, more=""):
        self.exim = exim
        self.box = Mailbox(folder)
        more += settings(self.box)
        exim.configure(more)
        exim.wb("init", "--group", exim.group)                      # with a reference key
        self.service = Beside(exim, folder / "service.log")
        self.top = f"http://127.0.0.1:{self.service.port}/"
        exim.configure(more, site=f'site {{ name = "Example Internet" url = "{self.top}blocked" contacts = {{"postmaster@example.net"}} }}\n')

    def refusal(self, client):
        """The link of a reply, as a mail program would find it in the bounce: joined, when Exim has folded the line."""
        reply = self.exim.send(client)["rcpt"]
        assert reply.code == 550
        line, = [line for line in reply.text if "http" in line]
        return re.search(rf"{self.top}blocked\?ref=[0-9A-Z]+", line)[0]

    def accepts(self, client):
        return self.exim.send(client)["rcpt"].code == 250

    def staff(self, *verb, **options):
        return self.exim.wb("removal", *verb, **options)

    def show(self, number):
        return json.loads(self.exim.wb("--json", "removal", "show", str(number)))


@pytest.fixture(scope="module")
def daemon():
    if exim_server.missing():
        pytest.skip(exim_server.missing())
    with exim_server.Exim() as exim:
        yield exim


@pytest.fixture
def make_site(daemon, tmp_path):
    """Site(exim, folder, more of whyblock.conf)."""
    made = []

    def make(more=""):
        daemon.reset()
        made.append(Site(daemon, tmp_path, more))
        return made[-1]

    yield make
    for site in made:
        site.service.__exit__()
        assert site.service.log.read_text().replace(f"whyblock-agent: {daemon.conf} has changed: read again\n", "") == ""
    assert daemon.panic() == []


# the visitor

@dataclasses.dataclass
class Reader:
    """Somebody with a browser. Each page that is reached is looked at: axe-core, the console, cookies, who was asked."""

    browser: object
    top: str
    script: bool = True
    keyboard: bool = False
    width: int = 1280
    dark: bool = False
    language: str = "en"
    chosen: bool = False        # by a link of the page, while the browser asks for another

    @property
    def driver(self):
        return self.browser.driver

    def open(self, url):
        self.browser.look(width=self.width, dark=self.dark)
        self.browser.speak("en" if self.chosen else self.language)
        self.browser.scripts(self.script)
        self.browser.open(url)
        if self.chosen and "lang=" not in url:
            self.follow(f"nav a[hreflang={self.language}]")
        else:
            self.examine()

    def examine(self, refused=False):
        """refused: the page answers a form with mistakes, and the browser notes its status."""
        driver = self.driver
        complaints = self.browser.complaints()
        assert (len(complaints), all("status of 422" in complaint for complaint in complaints)) == (int(refused), True), complaints
        asked = self.browser.requests()
        assert asked and [url for url in asked if not url.startswith(self.top)] == []
        assert driver.get_cookies() == []
        assert driver.find_element("tag name", "html").get_attribute("lang") == self.language
        if self.script:
            assert self.browser.run("return document.documentElement.scrollWidth <= window.innerWidth")
            assert self.browser.run("return [document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
        self.browser.scripts(True)                                  # axe-core is one; the pages have none
        assert self.browser.axe() == []
        self.browser.scripts(self.script)

    def text(self, selector="main"):
        return self.driver.find_element("css selector", selector).text

    def facts(self):
        """{what is said: text} in the order of the page, and every moment on it."""
        rows = self.driver.find_elements("css selector", "dl.facts > div")
        return [row.find_element("tag name", "dd").text for row in rows], [
            moment.get_attribute("datetime") for moment in self.driver.find_elements("css selector", "dl.facts time")]

    def find(self, selector):
        """The element: with the keyboard alone, it is where Tab leads, and shows that it has the focus."""
        wanted = self.driver.find_element("css selector", selector)
        for _ in range(100 if self.keyboard else 0):
            if self.driver.switch_to.active_element == wanted:
                assert wanted.value_of_css_property("outline-style") != "none"
                return wanted
            self.press("TAB")
        assert not self.keyboard, f"Tab does not reach {selector}"
        return wanted

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        ActionChains(self.driver).send_keys(*(getattr(Keys, key, key) for key in keys)).perform()

    def fill(self, name, text):
        field = self.find(f"[name={name}]")
        if self.keyboard:
            self.press(*text.replace("\n", "\ue007"))                # Enter
        else:
            field.send_keys(text)

    def jump(self, selector, name):
        """By the keyboard, to a field of the same page that a link leads to."""
        from selenium.webdriver.support.wait import WebDriverWait

        self.find(selector)
        self.press("ENTER")
        field = self.driver.find_element("name", name)
        WebDriverWait(self.driver, web_service.PATIENCE_S).until(lambda driver: driver.switch_to.active_element == field)

    def follow(self, selector, **what):
        """To the page that a link or button leads to."""
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.support.wait import WebDriverWait

        before = self.driver.find_element("tag name", "html")
        element = self.find(selector)
        if self.keyboard:
            self.press("ENTER")
        else:
            element.click()
        # While one page gives way to the next, the browser may answer with an error.
        WebDriverWait(self.driver, web_service.PATIENCE_S, ignored_exceptions=[WebDriverException]).until(
            lambda driver: driver.find_element("tag name", "html") != before and self.browser.run("return document.readyState") == "complete")
        self.examine(**what)


@pytest.fixture
def make_reader(browser):
    if axe.missing():
        pytest.skip(axe.missing())
    yield lambda site, **how: Reader(browser, site.top, **how)
    browser.scripts(True)
    browser.speak("en")
    browser.look()


# the parts of the way

def read_why(reader, client, words, listed="listed", until=None):
    """The page of the reply's link: which server, why, until when."""
    facts, moments = reader.facts()
    assert facts[0] == client and words["reason"] in facts
    assert words[listed] in reader.text(".banner") and words["reason"] in reader.text(".lead") and client in reader.text(".lead")
    assert (NOTE in facts) == (listed == "listed")
    assert until is None or until in moments


def ask(reader, url, words, number=1):
    """From the page to the request's own page; returns the address of that."""
    reader.follow("main a.button[href*=remove]")
    assert reader.driver.find_element("name", "ref").get_attribute("value") == url.split("?ref=")[1]
    for name, text in (("how", HOW), ("done", DONE), ("name", NAME), ("email", SENDER)):
        reader.fill(name, text)
    reader.follow("main button[type=submit]")
    assert reader.text("h1") == words["number"] % number
    assert words["open"] in reader.text(".banner")
    return reader.driver.current_url


def read_request(site, client, language, number=1):
    """What staff see."""
    listed = site.staff("list")
    assert client in listed and SENDER in listed and "open-relay" in listed
    found = site.show(number)
    assert {name: found[name] for name in ("client", "category", "state", "by", "visitor", "language", "name", "email", "how", "done")} == {
        "client": client, "category": "open-relay", "state": "open", "by": "web", "visitor": "127.0.0.1", "language": language,
        "name": NAME, "email": SENDER, "how": HOW, "done": DONE}
    assert found["proof"]["reference"]["category"] == "open-relay" and found["proof"]["reference"]["action"] == "reject"
    screen = site.staff("show", str(number))
    for text in (client, NAME, SENDER, "closed the relay", "whyblock removal approve"):
        assert text in screen, text
    return found


def read_mail(site, words, *texts):
    mail, = site.box.mails
    assert (mail["To"], mail.arguments[-1]) == (SENDER, SENDER) and mail.text.startswith(words["mail"])
    for text in texts:
        assert text in mail.text, text
    return mail


def read_status(reader, url, words, state, *texts):
    reader.open(url)
    assert words[state] in reader.text(".banner")
    for text in texts:
        assert text in reader.text(), text


# the ways

WAYS = {
    "mouse": {},
    "without script": {"script": False},
    "phone": {"width": 375},
    "keyboard alone": {"keyboard": True},
    "keyboard alone without script on a dark phone": {"keyboard": True, "script": False, "width": 375, "dark": True},
    "German": {"language": "de", "width": 375, "script": False},
    "French": {"language": "fr", "dark": True, "keyboard": True},
    "German by the page's link": {"language": "de", "chosen": True},
}


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS)
def test_from_the_refusal_to_the_next_mail(make_site, make_reader, how):
    site = make_site()
    reader = make_reader(site, **how)
    words = WORDS[reader.language]
    site.exim.list(CLIENT, "open-relay", "--ttl", "30d", reason=NOTE)
    until = json.loads(site.exim.wb("--json", "list", "show", CLIENT))[0]["expires"]
    url = site.refusal(CLIENT)
    reader.open(url)
    read_why(reader, CLIENT, words, until=until)
    status = ask(reader, url, words)
    assert [row["category"] for row in read_request(site, CLIENT, reader.language)["approve"]["removes"]] == ["open-relay"]
    assert not site.accepts(CLIENT)
    site.staff("approve", "1", "--reason", "merci für müde Füße")
    read_mail(site, words, CLIENT, "merci für müde Füße")
    read_status(reader, status, words, "approved", CLIENT, "merci für müde Füße")
    assert site.accepts(CLIENT)


@pytest.mark.parametrize("language", WORDS)
def test_a_request_that_is_denied(make_site, make_reader, language):
    site = make_site()
    reader = make_reader(site, language=language)
    words = WORDS[language]
    site.exim.list(CLIENT, "open-relay", reason=NOTE)
    url = site.refusal(CLIENT)
    reader.open(url)
    read_why(reader, CLIENT, words)
    status = ask(reader, url, words)
    site.staff("deny", "1", "--reason", "it still relays: tested on <Monday>")
    read_mail(site, words, CLIENT, "it still relays: tested on <Monday>")
    read_status(reader, status, words, "denied", "it still relays: tested on <Monday>")
    again = site.refusal(CLIENT)                                    # still refused
    reader.open(again)
    reader.follow("main a.button[href*=remove]")                    # and may ask again


def test_a_host_with_ipv6(make_site, make_reader):
    """The code says which, and so does the request."""
    site = make_site()
    reader = make_reader(site, width=375)
    words = WORDS["en"]
    site.exim.list(CLIENT6, "open-relay", reason=NOTE)
    url = site.refusal(CLIENT6)
    reader.open(url)
    read_why(reader, CLIENT6, words)
    status = ask(reader, url, words)
    assert [row["prefix"] for row in read_request(site, CLIENT6, "en")["approve"]["removes"]] == [f"{CLIENT6}/128"]
    site.staff("approve", "1")
    read_mail(site, words, CLIENT6)
    read_status(reader, status, words, "approved", CLIENT6)
    assert site.accepts(CLIENT6)


def test_a_public_list_names_it(make_site, make_reader):
    """The page leads to that list, too; approved, the host is let through for a time although it is still listed there."""
    with FakeDns(f"bl.example.net {CLIENT} 127.0.0.2") as dns:
        site = make_site(f"""
            dns {{ servers = {{"{dns.address}"}} deadline = 2 }}
            dnsbl "bl.example.net" {{ removal = "https://bl.example.net/remove?ip=%{{ip}}" code "127.0.0.2" {{ category = "open-relay" }} }}
        """)
        reader = make_reader(site, keyboard=True)
        words = WORDS["en"]
        url = site.refusal(CLIENT)
        reader.open(url)
        read_why(reader, CLIENT, words, "not listed")
        link = reader.find("main a[href*='bl.example.net']")
        assert link.get_attribute("href") == f"https://bl.example.net/remove?ip={CLIENT}" and "bl.example.net" in link.text
        asked = len(dns.queries)
        status = ask(reader, url, words)
        assert len(dns.queries) == asked                            # the service asks no DNS
        plan = read_request(site, CLIENT, "en")["approve"]
        assert (plan["removes"], plan["allows"], plan["why"]) == ([], True, "bl.example.net lists it as open-relay")
        assert not site.accepts(CLIENT)
        site.staff("approve", "1", "--ttl", "10d")
        until = datetime.datetime.fromisoformat(site.show(1)["allowed_until"].replace("Z", "+00:00"))
        read_mail(site, words, CLIENT, f"{until:%Y-%m-%d %H:%M} UTC")
        read_status(reader, status, words, "approved", f"{until:%B} {until:%Y}, {until:%H:%M} UTC")
        assert site.accepts(CLIENT)
        assert json.loads(site.exim.wb("--json", "list", "show", CLIENT))[0]["category"] == "allow"


def test_a_request_by_mail_has_its_page(make_site, make_reader):
    """The answer has the link; the page speaks the language of the mail that asked, when its reader's browser does."""
    site = make_site()
    site.exim.list(CLIENT, "open-relay", reason=NOTE)
    reply = "\n".join(site.exim.send(CLIENT)["rcpt"].lines)
    site.staff("receive", "--sender", SENDER,
               input=f"From: {SENDER}\nSubject: Blocked\nMessage-ID: <1@example.com>\nAccept-Language: de\n\nPlease remove us.\n{reply}\n")
    mail = read_mail(site, WORDS["de"], CLIENT)
    reader = make_reader(site, language="de")
    read_status(reader, re.search(rf"{site.top}status/\w+", mail.text)[0], WORDS["de"], "open", CLIENT)
    site.staff("approve", "1")
    read_status(reader, reader.driver.current_url, WORDS["de"], "approved")
    assert site.accepts(CLIENT)


def test_the_form_asks_again_for_what_is_missing(make_site, make_reader):
    """With the keyboard alone, from the summary of mistakes to the field, and nothing has to be typed twice."""
    site = make_site()
    reader = make_reader(site, keyboard=True, script=False, width=375)
    site.exim.list(CLIENT, "open-relay", reason=NOTE)
    reader.open(site.refusal(CLIENT))
    reader.follow("main a.button[href*=remove]")
    reader.fill("how", HOW)
    reader.fill("email", "ann at home")
    reader.follow("main button[type=submit]", refused=True)
    assert [link.get_attribute("hash") for link in reader.driver.find_elements("css selector", "#mistakes a")] == ["#done", "#email"]
    reader.jump("#mistakes a[href='#email']", "email")
    reader.press("END", *["BACKSPACE"] * len("ann at home"), SENDER)
    reader.jump("#mistakes a[href='#done']", "done")
    reader.press(DONE)
    reader.follow("main button[type=submit]")
    assert reader.text("h1") == "Request 1"
    assert {name: site.show(1)[name] for name in ("how", "done", "email")} == {"how": HOW, "done": DONE, "email": SENDER}
