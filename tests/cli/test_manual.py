# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The manual pages: groff and mandoc have nothing to complain of, and whatever the program's tables hold stands in its page."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["whyblock.8", "whyblock.conf.5", "whyblock-exim.7", "whyblock-web.8", "whyblock-agent.8"]
MAKEFILE = (TOP / "Makefile").read_text()
VERSION = re.search(r"^VERSION\s*:=\s*(\S+)$", MAKEFILE, re.M)[1]


def path(page):
    return TOP / "build/man" / page


def source(page):
    """The page's roff, with the characters that were escaped as the reader will see them."""
    text = path(page).read_text()
    for roff, shown in (("\\-", "-"), ("\\(aq", "'"), ("\\e", "\\"), ("\\&", "")):
        text = text.replace(roff, shown)
    return text


def examine(page, *command):
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed (Debian: man-db, groff-base, mandoc)")
    return subprocess.run([*command, path(page)], capture_output=True, text=True, env=dict(os.environ, MANWIDTH="80"))


@pytest.mark.parametrize("page", PAGES)
def test_man_shows_it_without_a_warning(page):
    run = examine(page, "man", "--warnings", "-E", "UTF-8", "-Tutf8", "-l")
    assert (run.returncode, run.stderr) == (0, "")
    assert max(len(line) for line in re.sub(r"\x1b\[[0-9;]*m|.\x08", "", run.stdout).splitlines()) <= 80


@pytest.mark.parametrize("page", PAGES)
def test_groff_has_no_warning_of_any_kind(page):
    run = examine(page, "groff", "-man", "-Tutf8", "-ww", "-z")
    assert (run.returncode, run.stdout + run.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES)
def test_mandoc_has_no_warning(page):
    run = examine(page, "mandoc", "-Tlint", "-Wwarning")
    assert (run.returncode, run.stdout + run.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES)
def test_the_title_names_the_version_and_the_date_of_the_newest_change(page):
    date = re.search(r"^## .* - (\d{4}-\d\d-\d\d)$", (TOP / "CHANGELOG.md").read_text(), re.M)[1]
    assert f'"{date}" "whyblock {VERSION}"' in source(page).splitlines()[0]


def test_every_verb_and_option_stands_in_the_commands_page(bare):
    page = source("whyblock.8")
    verb = None
    verbs = options = 0
    for line in bare("--help").lines:
        if found := re.match(r"  ([a-z][a-z-]*(?: [a-z]+)*)", line):
            verb = re.search(rf"^\\fB{found[1]}\\fR.*", page, re.M)
            assert verb, found[1]
            verbs += 1
        elif found := re.match(r"      (--[a-z-]+)", line):
            assert found[1] in verb[0]
            assert re.search(rf"^\.TP\n\\fB{found[1]}\\fR", page, re.M), found[1]
            options += 1
        elif found := re.match(r"exit status: (.*)", line):
            for number in re.findall(r"\d+", found[1]):
                assert f".TP\n\\fB{number}\\fR\n" in page
    assert (verbs > 20, options > 20) == (True, True)


def test_every_setting_stands_in_its_section_with_its_default(bare):
    # By name and by the section that it stands in: two may share a name.
    sections = {(name, parent): text for name, parent, text in re.findall(
        r"^\.SS\n(\w+)[^\n]*?(?:, in a section (\w+))?\n(.*?)(?=^\.S[SH])", source("whyblock.conf.5"), re.M | re.S)}
    open_sections = []
    settings = 0
    for line in bare("settings").lines:
        # A section with a title is commented out as a whole: "#" stands before it, and nothing between.
        if found := re.match(r"#?(?: {4})*([a-z]+)(?: \".*\")? \{$", line):
            open_sections.append(found[1])
        elif re.match(r"#?(?: {4})*\}$", line):
            open_sections.pop()
        elif found := re.match(r"#?(?: {4})*(\w+) = (.*)$", line):
            name, parent = (["", "Outside", *open_sections])[-1:-3:-1]
            section = sections[name, parent if len(open_sections) > 1 else ""]
            assert f"\\fB{found[1]}\\fR = {found[2]}\n" in section, line
            settings += 1
    assert open_sections == [] and settings > 30


def test_check_config_likes_the_pages_examples(bare):
    examples = re.findall(r"^\.EX\n(.*?)^\.EE$", source("whyblock.conf.5"), re.M | re.S)
    assert len(examples) >= 5
    for example in examples:
        bare.write_conf(f'rules_file = "{TOP / "config/rules.conf"}"\n{example}')
        assert "good" in bare("check-config").out


def test_every_placeholder_stands_in_both_pages(bare):
    bare.configure('category "spam" { text = "%{bogus}" }')
    run = bare("check-config", status=78)
    names = set(re.findall(r"%\{(\w+)\}", run.out + run.err)) - {"bogus"}
    assert len(names) > 10
    for page in ("whyblock.conf.5", "whyblock-exim.7"):
        for name in names:
            assert f"\\fB%{{{name}}}\\fR\n" in source(page)


def test_every_category_stands_in_both_pages(wb):
    names = re.findall(r"category ([a-z-]+):", wb("check-config").out)
    assert len(names) >= 7
    for page in ("whyblock.8", "whyblock.conf.5"):
        for name in names:
            assert f".TP\n\\fB{name}\\fR\n" in source(page)


def test_every_log_field_stands_in_the_modules_page(wb):
    wb("init")
    wb.add("192.0.2.66", "spam")
    wb.configure("mode = \"monitor\"")
    named = re.findall(r"^\\fB(\w+)\\fR$", wb("manual", "fields").out, re.M)
    page = source("whyblock-exim.7")
    verdict = wb.json("explain", "192.0.2.66", status=None)["verdict"]
    assert set(verdict) <= set(named) and {"mode", "category", "evidence", "reason"} <= set(verdict)
    for name in named:
        assert f".TP\n\\fB{name}\\fR\n" in page


def test_an_unknown_part_is_wrong_usage(bare):
    assert "expected one of verbs" in bare("manual", "bogus", status=64).err


def sources():
    """The files of the sources, as git knows them or, without git, as they lie there."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "-C", TOP, "ls-files"], capture_output=True, text=True)
        if listed.returncode == 0 and listed.stdout:
            return [TOP / name for name in listed.stdout.splitlines()]
    return [file for file in TOP.rglob("*") if not {"build", ".git"} & set(file.relative_to(TOP).parts)]


def test_the_version_stands_in_the_makefile_alone(bare):
    assert bare("--version").out == f"whyblock {VERSION}\n"
    newest = re.search(r"^## \[(.*?)\]", (TOP / "CHANGELOG.md").read_text(), re.M)[1]
    assert newest in (VERSION, "Unreleased")             # a history of versions names them: the one file that has to
    alone = re.compile(rf"(?<![\d.]){re.escape(VERSION)}(?![\d.])".encode())
    found = {str(file.relative_to(TOP)) for file in sources() if file.is_file() and alone.search(file.read_bytes())}
    assert found - {"CHANGELOG.md"} == {"Makefile"}
