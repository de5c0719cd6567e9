# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock site: what stands in the folder."""

import json
import os
import re
import resource
import shutil
import stat
import urllib.parse

import pytest
from conftest import LANGUAGES, SITE

import html_check

BUILTIN = ["open-relay", "open-proxy", "formmail", "virus", "spam", "spam-source", "policy"]


def test_every_page_is_small_and_well_formed(site):
    site()
    pages = site.pages()
    assert len(pages) == 3 * (1 + len(BUILTIN) + 1)
    for name, text in pages.items():
        page = html_check.check(text)
        assert page.lang == (name[:2] if name[:3] in ("de/", "fr/") else "en"), name
        assert len(text.encode()) < 50_000, name
        assert page.counts.get("form") is None, "a static site takes no form"
    assert (site.folder / "style.css").stat().st_size < 20_000


def test_every_language_has_every_page(site):
    site()
    pages = {"index.html", *(f"category/{category}.html" for category in [*BUILTIN, "own"])}
    assert set(site.pages()) == {prefix + page for prefix in ("", "de/", "fr/") for page in pages}


def test_every_link_leads_to_a_file(site):
    site()
    external = set()
    for name, text in site.pages().items():
        for tag, link, _ in html_check.check(text).links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme:
                assert tag == "a", f"{name}: <{tag}> asks another site: {link}"
                external.add(link)
            elif parts.path:
                assert (site.folder / name).parent.joinpath(urllib.parse.unquote(parts.path)).resolve().is_file(), f"{name}: {link}"
    assert {link.split("?")[0] for link in external} == {"mailto:postmaster@example.net", "https://example.net/help"}


def test_the_other_languages_are_the_same_page(site):
    site()
    for name, text in site.pages().items():
        alternates = [link for tag, link, rel in html_check.check(text).links if rel == "alternate"]
        targets = {str((site.folder / name).parent.joinpath(link).resolve().relative_to(site.folder)) for link in alternates}
        bare = name.removeprefix("de/").removeprefix("fr/")
        assert targets == {bare, f"de/{bare}", f"fr/{bare}"} - {name}


@pytest.mark.parametrize("hostile", ['<b>"&\'</b>', "</title><script>alert(1)</script>", "100 % %{0} %{ip} &lt;"])
def test_what_the_operator_named_is_text(site, hostile):
    quoted = hostile.replace('"', '\\"')
    site.configure(f'site {{ name = "{quoted}" contacts = {{"{quoted}"}} }}\ncategory "own" {{ title = "{quoted}" }}')
    site()
    for text in site.pages().values():
        page = html_check.Page(text)
        assert [fault for fault in page.faults if "placeholder" not in fault] == []
        assert hostile in page.title
        assert page.counts.get("b") is None


def test_a_contact_cannot_leave_its_link(site):
    site.configure('site { name = "x" contacts = {"a?subject=x&body=y@example.net", "javascript:alert(1)"} }')
    site()
    text = (site.folder / "index.html").read_text()
    assert 'href="mailto:a%3Fsubject%3Dx%26body%3Dy@example.net"' in text
    assert "javascript:alert(1)" in text and 'href="javascript' not in text


def test_categories_that_are_off_are_missing(site):
    site.configure(SITE + 'category "formmail" { action = "off" }\ncategory "virus" { action = "log" }')
    site()
    pages = site.pages()
    assert not any("formmail" in name for name in pages)
    assert not any("category/formmail" in text for text in pages.values())
    assert "category/virus.html" in pages


def test_the_overview_holds_what_the_pages_of_the_categories_hold(site):
    """Each of them folded up, in the order of the table; the size has a bound, so not those of the operator."""
    site()
    pages = site.pages()
    folded = re.findall(r"<details>.*?</details>", pages["index.html"], re.S)
    assert len(folded) == len(BUILTIN)
    for name, text in zip(BUILTIN, folded):
        advice = re.search(r'<section aria-labelledby="users">.*</section>', pages[f"category/{name}.html"], re.S)[0]
        items = re.findall(r"<li>.*?</li>", advice, re.S)
        assert len(items) > 6 and all(item in text for item in items), name


def test_an_own_category_has_its_title(site):
    site()
    assert "<h1>bad manners</h1>" in (site.folder / "category/own.html").read_text()
    assert "bad manners" in (site.folder / "fr/index.html").read_text()


def test_an_own_title_of_a_built_in_category(site):
    site.configure('category "open-relay" { title = "relay for all" }')
    site()
    for language in ("", "de/", "fr/"):
        assert "<h1>relay for all</h1>" in (site.folder / f"{language}category/open-relay.html").read_text()


@pytest.mark.parametrize("config, wanted", [
    ('site { name = "x" }', "<strong>postmaster@</strong>"),
    ('site { name = "x" contacts = {"help@example.net"} }', "mailto:help@example.net?subject=Request%20for%20removal"),
    ('site { name = "x" contacts = {"help@example.net"} }\nremoval { address = "removal@example.net" }', "mailto:removal@example.net?"),
])
def test_whom_to_ask(site, config, wanted):
    site.configure(config)
    site()
    for page in ("index.html", "category/spam.html"):
        assert wanted in (site.folder / page).read_text()


def test_the_operators_colours(site):
    site.configure('site { name = "x" colour = "#7a1fa2" colour_dark = "#e0b3ff" }')
    site()
    style = (site.folder / "style.css").read_text()
    assert "--accent:#7a1fa2" in style.split("prefers-color-scheme")[0] and "--accent:#e0b3ff" in style.split("prefers-color-scheme")[1]
    assert "url(" not in style and "@import" not in style


@pytest.mark.parametrize("umask", [0o077, 0o000])
def test_permissions_whatever_the_umask(site, umask):
    site(preexec_fn=lambda: os.umask(umask))
    for path in [site.folder, *site.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_a_second_run_changes_nothing_and_leaves_what_it_does_not_know(site):
    site()
    first = site.pages()
    (site.folder / "robots.txt").write_text("mine")
    site()
    assert site.pages() == first
    assert (site.folder / "robots.txt").read_text() == "mine"
    assert [path.name for path in site.folder.rglob("*") if path.is_file() and path.suffix not in (".html", ".css", ".txt")] == []


def test_it_says_what_it_wrote(site):
    assert site().stdout.splitlines() == [f"wrote 27 pages and style.css to {site.folder}, in 3 languages",
                                         "https://postmaster.example.net/blocked should show its index.html"]
    names = json.loads(site("--json", "site", site.folder).stdout)
    assert sorted(names) == sorted([*site.pages(), "style.css"])


def test_a_file_in_the_way_is_left_alone(site):
    site.folder.write_text("mine")
    assert "no folder" in site(status=74).stderr
    assert site.folder.read_text() == "mine"


def test_a_file_in_the_way_below(site):
    site.folder.mkdir()
    (site.folder / "de").write_text("mine")
    assert "no folder" in site(status=74).stderr
    assert (site.folder / "de").read_text() == "mine"


def test_no_link_is_followed_below_the_folder(site):
    """Somebody else may write there, and root runs the command."""
    elsewhere = site.top / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("theirs")
    for name in ("de", "category"):
        site.folder.mkdir()
        (site.folder / name).symlink_to(elsewhere)
        assert f"{name} is there and is no folder" in site(status=74).stderr
        shutil.rmtree(site.folder)
    site.folder.mkdir()
    for name in ("index.html", "style.css", ".whyblock-new"):
        (site.folder / name).symlink_to(elsewhere / "index.html")
    site()
    assert [path.name for path in elsewhere.iterdir()] == ["index.html"] and (elsewhere / "index.html").read_text() == "theirs"
    assert not (site.folder / "index.html").is_symlink() and (site.folder / "index.html").read_text().startswith("<!")
    whole = site.pages()
    link = site.top / "link"
    link.symlink_to(site.folder)                       # the folder that is named may be one
    site("site", link)
    assert site.pages() == whole


def test_no_folder_for_the_folder(site):
    assert "No such file" in site("site", site.top / "no/such/folder", status=74).stderr


def test_a_full_disk(site):
    site.folder.mkdir()
    # Python ignores the signal that goes with the limit; so does its child when signals are left alone.
    small = site(status=74, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)), restore_signals=False)
    assert "cannot write" in small.stderr
    assert [path for path in site.folder.rglob("*.*") if path.is_file()] == []


def test_wrong_usage(site):
    assert "site DIR" in site("site", status=64).stderr
    site.configure('site { colour = "#ffff00" }')
    site(status=78)
    assert not site.folder.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_for_one_visitor(written, language):
    pages = {path.name.split(".")[0]: path.read_text() for path in (written / "personal").glob(f"*.{language}.html")}
    assert len(pages) == 18
    for name, text in pages.items():
        page = html_check.check(text)
        assert page.lang == language
        assert len(text.encode()) < 50_000, name
        assert ('<meta name="robots" content="noindex">' in text) == (name not in ("overview", "category")), name
        for tag, link, rel in page.links:
            assert not link.startswith("javascript")
            if link.startswith("https://example.org"):
                assert rel == "noopener noreferrer nofollow" and link == "https://example.org/?a=1&ip=" + {"zones": "2001%3Adb8%3A1%3A2%3A%3A%2F64", "causes": "192.0.2.66"}[name]
            if tag == "a" and language != "en" and ":" not in link and not link.startswith("#") and "lang=" not in link:
                raise AssertionError(f"{name}: {link} forgets the chosen language")
    assert 'id="mistakes" role="alert" tabindex="-1"' in pages["mistakes"] and pages["mistakes"].count('aria-invalid="true"') == 6
    assert 'role="alert"' not in pages["form"]
    assert 'href="remove?ref=8F3K2M4QZ7T5W9XB1C6D0E2G' in pages["listed"]
    assert 'datetime="2026-11-22T14:05:00Z"' in pages["listed"]
    assert {"en": "22 November 2026, 14:05 UTC", "de": "22. November 2026, 14:05 Uhr UTC",
            "fr": "22 novembre 2026 à 14\u00a0h\u00a005 UTC"}[language] in pages["listed"]
    assert {"en": "1 December 2026", "de": "1. Dezember 2026", "fr": "1er décembre 2026"}[language] in pages["listed"]
