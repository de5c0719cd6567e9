# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Wrong usage: exit 64, a line on standard error that says what is wrong, nothing on standard output. And --help, --version."""

import re
import subprocess

import pytest

CLIENT = "192.0.2.66"


@pytest.mark.parametrize("arguments, says", [
    ([],                                                    "no verb"),
    (["bogus"],                                             "bogus"),
    (["list"],                                              "list"),
    (["list", "bogus"],                                     "list bogus"),
    (["explain"],                                           "explain ADDRESS"),
    (["explain", CLIENT, CLIENT],                           "explain ADDRESS"),
    (["list", "add", CLIENT],                               "list add PREFIX CATEGORY"),
    (["list", "remove"],                                    "list remove PREFIX"),
    (["list", "remove", CLIENT, "spam", "virus"],           "list remove PREFIX"),
    (["list", "show"],                                      "list show ADDRESS"),
    (["list", "import"],                                    "list import FILE"),
    (["list", "dump", CLIENT],                              "list dump"),
    (["list", "export", "file"],                            "list export"),
    (["list", "expire", CLIENT],                            "list expire"),
    (["removal"],                                           "removal"),
    (["removal", "show", "1", "2"],                         "removal show [NUMBER]"),
    (["removal", "approve"],                                "removal approve NUMBER..."),
    (["removal", "note", "1"],                              "removal note NUMBER... TEXT"),
    (["removal", "ask"],                                    "removal ask NUMBER..."),
    (["removal", "take"],                                   "removal take NUMBER..."),
    (["removal", "deny", "1", "--ttl", "1d"],               "does not take --ttl"),
    (["removal", "receive", "file"],                        "removal receive"),
    (["removal", "drop"],                                   "removal drop NUMBER|all"),
    (["stats"],                                             "stats LOGFILE..."),
    (["stats", "mainlog", "--at", "2030-01-01"],            "does not take --at"),
    (["init", "/tmp"],                                      "init"),
    (["check-config", "file"],                              "check-config"),
    (["settings", "file"],                                  "settings"),
    (["site"],                                              "site DIR"),
    (["site", "a", "b"],                                    "site DIR"),
    (["--bogus", "explain", CLIENT],                        "--bogus"),
    (["explain", CLIENT, "-qz"],                            'option "-q"'),
    (["explain", "--name", "a", CLIENT, "-z"],              'option "-z"'),
    (["explain", CLIENT, "--json=1"],                       'option "--json=1"'),
    (["explain", CLIENT, "--helo"],                         "--helo"),
    (["explain", CLIENT, "--reason", "because"],            "does not take --reason"),
    (["list", "add", CLIENT, "spam", "--at", "2030-01-01"], "does not take --at"),
    (["list", "dump", "--force"],                           "does not take --force"),
    (["explain", CLIENT, "--at", "tomorrow"],               "--at: \"tomorrow\""),
    (["list", "show", CLIENT, "--at", "2030-02-30"],        "--at: \"2030-02-30\""),
    (["list", "expire", "--at", "-1"],                      "--at: \"-1\""),
])
def test_wrong_usage(bare, arguments, says):
    bare.conf.unlink()                                   # it is said before the configuration is read
    run = bare(*arguments, status=64)
    assert says in run.err
    assert run.out == ""


@pytest.mark.parametrize("help", ["--help", "-h"])
def test_help_names_every_verb_option_and_exit_status(bare, help):
    text = bare(help).out
    for word in ("init", "check-config", "settings", "explain", "ref", "ref rotate", "list add", "list remove", "list show", "list dump", "list import",
                 "list export", "list expire", "site DIR", "-c FILE", "--json", "--reason", "--ttl", "--expires", "--source", "--scope",
                 "--force", "--group", "--helo", "--name", "--sender", "--recipient", "--no-dns", "--at", "stats", "--since", "--until", "--prometheus",
                 "removal list", "removal show", "removal approve", "removal deny", "removal ask", "removal take", "removal note", "removal notify", "removal held", "removal drop", "removal receive", "--all", "--no-mail",
                 "0 done", "1 the answer is no", "64 ", "65 ", "74 ", "78 "):
        assert word in text


@pytest.mark.parametrize("arguments, verbs", [
    (["list", "add", "--help"],                 ["list add"]),
    (["--help", "list", "add", CLIENT, "spam"], ["list add"]),
    (["list", "add", "--ttl", "-h"],            None),          # the value of --ttl
    (["explain", "--help"],                     ["explain"]),
    (["explain", CLIENT, "-h"],                 ["explain"]),
    (["ref", "--help"],                         ["ref rotate", "ref"]),
    (["ref", "rotate", "--help"],               ["ref rotate"]),
    (["list", "--help"],                        ["list add", "list remove", "list show", "list dump", "list import", "list export", "list expire"]),
    (["list", "bogus", "--help"],               ["list add", "list remove", "list show", "list dump", "list import", "list export", "list expire"]),
    (["lis", "--help"],                         None),
    (["bogus", "--help"],                       None),
])
def test_help_of_a_verb(bare, arguments, verbs):
    bare.conf.unlink()
    run = bare(*arguments, status=64 if verbs is None else 0)
    assert re.findall(r"^  ([a-z][a-z-]*(?: [a-z]+)?)", run.out, re.M) == (verbs or [])
    assert all(line in bare("--help").lines for line in run.lines)


def test_version(bare):
    assert bare("--version").out.startswith("whyblock ")


def test_options_may_stand_anywhere(wb):
    run = subprocess.run([wb.command, "list", "--json", "dump", "-c", wb.conf], capture_output=True, text=True)
    assert (run.returncode, run.stdout.split()) == (0, ["[", "]"]) or run.stdout == "[]\n"


def test_what_begins_with_a_dash_is_data_behind_two(wb):
    assert "no IP address" in wb("explain", "--", "-1", status=65).err
