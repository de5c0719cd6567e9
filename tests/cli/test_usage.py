# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Wrong usage: exit 64, a line on standard error that says what is wrong, nothing on standard output. And --help, --version."""

import json
import pathlib
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
    for word in ("init", "check-config", "settings", "explain", "ref", "ref rotate", "list add", "list remove", "list edit", "list show", "list dump", "list import",
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
    (["list", "--help"],                        ["list add", "list remove", "list edit", "list show", "list dump", "list import", "list export", "list expire"]),
    (["list", "bogus", "--help"],               ["list add", "list remove", "list edit", "list show", "list dump", "list import", "list export", "list expire"]),
    (["lis", "--help"],                         None),
    (["bogus", "--help"],                       None),
])
def test_help_of_a_verb(bare, arguments, verbs):
    bare.conf.unlink()
    run = bare(*arguments, status=64 if verbs is None else 0)
    assert re.findall(r"^  ([a-z][a-z-]*(?: [a-z]+)?)", run.out, re.M) == (verbs or [])
    # Of many verbs what they do is cut to a line.
    assert all(line in bare("--help").lines for line in run.lines if line.startswith(" ") and not line.endswith("..."))
    assert [line for line in run.lines if not line.startswith(" ")] == (
        ["Their options: whyblock help list VERB"] if arguments[0] == "list" and len(verbs or []) > 1 else [])


def fits(text):
    """A terminal of 80x24, whose last line has the prompt."""
    return len(text.splitlines()) < 24 and max(map(len, text.splitlines())) <= 80


def verbs(bare):
    return [row["verb"] for row in bare.json("--help")]


def test_the_verbs_of_every_day_fit_a_terminal(bare):
    said = bare(status=64).err
    assert said.splitlines()[0] == "whyblock: no verb given" and fits(said)
    overview = bare("help").out
    assert said.endswith(overview)
    every_day = re.findall(r"^  ([a-z-]+(?: [a-z]+)?)", overview, re.M)
    assert len(every_day) > 10 and set(every_day) <= set(verbs(bare))
    others = re.sub(r"\s+", " ", overview.split("Others:")[1].split("\n\n")[0])
    for verb in set(verbs(bare)) - set(every_day):
        assert re.search(rf"\b{verb.split()[0]}\b" + "".join(rf".*\b{word}\b" for word in verb.split()[1:]), others), verb


def test_the_help_of_each_verb_and_group_fits_a_terminal(bare):
    names = verbs(bare)
    assert len(names) > 30
    for verb in {*names, *(name.split()[0] for name in names)}:
        run = bare("help", *verb.split())
        assert fits(run.out), verb
        if not run.lines[-1].startswith("Their options"):
            assert run.out == bare(*verb.split(), "--help").out
    assert all(len(line) <= 80 for line in bare("--help").lines)


def test_help_for_programs(bare):
    rows = {row["verb"]: row for row in bare.json("--help")}
    assert rows["list add"]["arguments"] == "PREFIX CATEGORY --reason TEXT"
    assert {"option": "ttl", "argument": "TIME", "help": "how long it counts: 45s, 90m, 12h, 30d, 2w"} in rows["list add"]["options"]
    assert [row["verb"] for row in bare.json("help", "ref")] == ["ref rotate", "ref"]


@pytest.mark.parametrize("arguments, says", [
    (["explian", CLIENT],                'unknown verb "explian": did you mean explain?'),
    (["lsit", "add", CLIENT, "spam"],    'unknown verb "lsit add": did you mean list add?'),
    (["list", "remov", CLIENT],          'unknown verb "list remov": did you mean list remove?'),
    (["removl"],                         'did you mean removal?'),
    (["lsit"],                           'did you mean list?'),
    (["add", CLIENT, "spam"],            'did you mean list add?'),
    (["show"],                           'did you mean list show or removal show?'),
    ([CLIENT],                           f'did you mean explain {CLIENT}?'),
    (["explain", CLIENT, "--resaon=x"],  'unknown option "--resaon=x": did you mean --reason?'),
    (["explain", CLIENT, "--jsn"],       "did you mean --json?"),
    (["cases"],                          "  cases import LOGFILE..."),
    (["list"],                           "whyblock: list: expected one of these behind it\n  list add"),
])
def test_what_was_meant(bare, arguments, says):
    assert says in bare(*arguments, status=64).err


@pytest.mark.parametrize("arguments, status, says", [
    (["list", "add", CLIENT, "spma", "--reason", "x"],    65, "did you mean spam?"),
    (["list", "add", CLIENT, "banana", "--reason", "x"],  65, "expected one of"),
    (["feed", "sync", "dorp"],                            64, "did you mean drop?"),
    (["feed", "drop", "dorp"],                            1,  "did you mean drop"),
    (["case", "--source", "bl.exmaple.net"],              1,  "did you mean --source bl.example.net?"),
    (["case", "--category", "spma"],                      1,  "did you mean --category spam?"),
    (["case", "--source", "bl.example"],                  1,  "cases import"),
    (["accuracy", "--source", "bl.exmaple.net"],          0,  "did you mean bl.example.net?"),
])
def test_what_was_meant_of_the_configuration(wb, arguments, status, says):
    wb.configure('feed "drop" { file = "/tmp/none" category = "spam" }\ndnsbl "bl.example.net" { code "127.0.0.2" { category = "spam" } }\n')
    run = wb(*arguments, status=status)
    assert says in run.out + run.err


def test_a_group_alone_says_what_there_is(bare):
    for group in {verb.split()[0] for verb in verbs(bare) if " " in verb} - {"ref"}:
        said = bare(group, status=64).err
        assert said.splitlines()[0] == f"whyblock: {group}: expected one of these behind it" and fits(said)
        assert [line for line in bare("help", group).lines if re.match("  [a-z]", line)] == [line for line in said.splitlines() if re.match("  [a-z]", line)]


def test_all_mistakes_are_said_at_once(wb):
    run = wb("list", "add", "--ttl", "5x", "--name", "x", "--frob", status=64)
    assert run.err.splitlines() == [
        'whyblock: unknown option "--frob"', "whyblock: list add does not take --name",
        'whyblock: --ttl: "5x" is no span of time: expected 45s, 90m, 12h, 30d or 2w',
        "whyblock: usage: whyblock list add PREFIX CATEGORY --reason TEXT, see whyblock help list add"]
    assert wb("list", "add", status=64).err.splitlines()[:-1] == [
        "whyblock: PREFIX is missing", "whyblock: CATEGORY is missing", "whyblock: --reason is missing"]
    run = wb("list", "add", "192.0.2.999", "spma", "--scope", "hots", status=65)
    assert [line.split(":")[1] for line in run.err.splitlines()] == [
        ' "192.0.2.999" is no IP address', ' unknown category "spma"', " --reason is missing", " --scope"]
    assert "did you mean spam?" in run.err


def test_mistakes_for_programs(wb):
    run = wb("--json", "list", "add", "--frob", status=64)
    found = json.loads(run.err)
    assert (found["error"], found["exit"], run.out) == ('unknown option "--frob"', 64, "")
    assert len(found["errors"]) == 2
    found = json.loads(wb("explain", "nonsense", "--json", status=65).err)
    assert found["exit"] == 65 and '"nonsense"' in found["error"] and len(found["errors"]) == 1
    assert "expected one of import behind it" in json.loads(wb("--json", "cases", status=64).err)["error"]
    assert json.loads(wb("--json", "list", "show", "64:ff9b::c000:242", status=1).err) == {"note": "64:ff9b::c000:242 counts as 192.0.2.66"}
    assert wb.json("--version")["version"] == wb("--version").out.split()[1]


def test_version(bare):
    assert bare("--version").out.startswith("whyblock ")


def test_options_may_stand_anywhere(wb):
    run = subprocess.run([wb.command, "list", "--json", "dump", "-c", wb.conf], capture_output=True, text=True)
    assert (run.returncode, run.stdout.split()) == (0, ["[", "]"]) or run.stdout == "[]\n"


def test_what_begins_with_a_dash_is_data_behind_two(wb):
    assert "no IP address" in wb("explain", "--", "-1", status=65).err


def test_what_an_option_means_for_a_verb(wb):
    """Each row is of an option that the verb takes, and the help of that verb says it, and nothing of other verbs."""
    rows = re.findall(r'\{ "([^"]*)", CLI_(\w+),\s*(?:"([^"]*)"|TAKEN) \}', (pathlib.Path(__file__).parents[2] / "module/cli/option_meaning.c").read_text())
    assert len(rows) > 30
    for verb, option, meaning in rows:
        found = next(row for row in wb.json("help", *verb.split()) if row["verb"] == verb)
        helps = {row["option"]: row["help"] for row in found["options"]}
        assert helps[option.lower().replace("_", "-")] == (meaning or "although somebody else has taken it"), verb
