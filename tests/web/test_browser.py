# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The pages in Chromium: axe-core, the strict CSP, requests, small screens, and the keyboard alone."""

import pytest
from conftest import LANGUAGES

import axe

STATIC = ["index.html", "category/open-relay.html", "category/open-proxy.html", "category/formmail.html", "category/virus.html",
          "category/spam.html", "category/spam-source.html", "category/policy.html", "category/own.html"]
PERSONAL = ["overview", "category", "listed", "causes", "grace", "zones", "allowed", "visit", "unknown-now", "unknown-code", "form", "mistakes", "notice", "waiting",
            "open", "approved", "denied", "message"]
PREFIX = {language: "" if language == "en" else f"{language}/" for language in LANGUAGES}
# WCAG 1.4.12: a reader may set the text wider than we did.
SPACING = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
                      + "p {margin-bottom: 2em !important}");
    document.adoptedStyleSheets = [sheet];"""


def urls(server, language):
    return ([server.url + "site/" + PREFIX[language] + name for name in STATIC]
            + [f"{server.url}personal/{name}.{language}.html" for name in PERSONAL])


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(browser, server, language, dark, width):
    if axe.missing():
        pytest.skip(axe.missing())
    browser.look(width=width, dark=dark)
    found = {}
    for url in urls(server, language):
        browser.open(url)
        background = browser.run("return getComputedStyle(document.body).backgroundColor")
        assert background == ("rgb(22, 24, 28)" if dark else "rgb(255, 255, 255)")
        if violations := browser.axe():
            found[url] = violations
    assert found == {}


def test_axe_would_find_something(browser, server):
    """The test can fail: a label is taken away."""
    if axe.missing():
        pytest.skip(axe.missing())
    browser.look()
    browser.open(server.url + "personal/form.en.html")
    browser.run("document.querySelector('label').remove()")
    assert any(violation.startswith("label") for violation in browser.axe())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_complained_about_and_nobody_else_is_asked(browser, server, language):
    browser.look()
    for url in urls(server, language):
        browser.open(url)
        assert browser.complaints() == []
        assert {asked for asked in browser.requests() if not asked.startswith(server.url)} == set()
        assert browser.driver.get_cookies() == [] and browser.run("return document.cookie") == ""


def test_a_breach_of_the_policy_would_be_complained_about(browser, server):
    """The test above can fail."""
    browser.open(server.url + "site/index.html")
    browser.run("document.body.setAttribute('style', 'color: red'); document.body.append(Object.assign(new Image, {src: 'x.png'}))")
    assert len(browser.complaints()) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(browser, server, language):
    browser.look(width=320)
    for url in urls(server, language):
        browser.open(url)
        assert browser.run("return document.documentElement.scrollWidth") <= 320, url
        browser.run(SPACING)
        assert browser.run("return document.documentElement.scrollWidth") <= 320, f"{url} with wider text"


@pytest.mark.parametrize("name", ["personal/mistakes.en.html", "personal/overview.de.html", "site/index.html", "site/fr/category/spam.html"])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(browser, server, name):
    browser.look()
    browser.open(server.url + name)
    wanted = browser.run("return [...document.querySelectorAll('a[href], summary, button:not([hidden]), input:not([type=hidden]), textarea')]"
                         ".map(e => e.textContent.trim() || e.name)")
    walk = browser.focus_walk()
    walk = [row for row in walk if row[0] != "DIV"]          # the summary of mistakes takes the focus from a link, not from Tab
    assert [text for _, text, _ in walk] == wanted
    assert [row for row in walk if not row[2]] == []


def test_the_first_tab_skips_to_the_content(browser, server):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.look(width=375)
    browser.open(server.url + "site/index.html")
    ActionChains(browser.driver).send_keys(Keys.TAB).perform()
    assert browser.run("const box = document.activeElement.getBoundingClientRect(); return [document.activeElement.className, box.left >= 0]") \
        == ["skip", True]
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert browser.run("return document.activeElement.id") == "main"


def test_a_mistake_leads_to_its_field(browser, server):
    browser.look()
    browser.open(server.url + "personal/mistakes.en.html")
    for name in ("ref", "address", "how", "done", "name", "email"):
        browser.run("document.querySelector(arguments[0]).click()", f"#mistakes a[href='#{name}']")
        assert browser.run("return document.activeElement.id") == name


def test_it_works_without_scripts(browser, server):
    browser.look()
    browser.scripts(False)
    try:
        browser.open(server.url + "site/index.html")
        from selenium.webdriver.common.by import By
        browser.driver.find_element(By.LINK_TEXT, "Deutsch").click()
        assert browser.driver.current_url.endswith("/site/de/index.html")
        browser.driver.find_element(By.LINK_TEXT, "Offenes Relay").click()
        assert browser.driver.find_element(By.TAG_NAME, "h1").text == "Offenes Relay"
    finally:
        browser.scripts(True)
