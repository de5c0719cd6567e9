# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`setup debian` with --data, --done and --trap, in the made-up systems of test_setup.py: Exim takes the result, and does by it what it should."""

import re
import shutil
import signal

import pytest
from test_setup import OURS, in_style, place, pytestmark, system      # noqa: F401

FILES = {
    "--data": {"whyblock-data-local.conf", "whyblock-message-options.conf"},
    "--done": {"whyblock-done.conf", "whyblock-done-options.conf"},
    "--trap": {"whyblock-done.conf", "whyblock-done-options.conf", "whyblock-trap.conf"},
}
ALL = tuple(FILES)
ALWAYS = {"whyblock-rcpt-local.conf"}
CLIENT = "192.0.2.66"
RULE = 'rule "odd-line" {\n category = "spam"\n weight = 1.0\n body_pattern = "^an odd line$"\n reason = "odd"\n remedy = "none"\n}\n'


def ours(debian):
    return {path.name for path in debian.path("etc/exim4").glob("whyblock-*")}


def config(debian):
    run = debian.exim("-bP", "config")
    assert run.returncode == 0, run
    return re.sub(r"(?m)^(?: *# .*)?\n", "", run.stdout)


def acl(debian, name):
    """What Exim has of it, after macros, conditions and includes."""
    text = re.split(r"(?m)^begin ", config(debian))[1]
    return re.search(rf"(?ms)^  {name}:\n(.*?)(?=^  \w+:\n|\Z)", text)[1]


def define(debian, text):
    """Something of the site's own in the file with its macros."""
    debian.macros.write_text(text)
    debian.update()


def round_trip(debian, *options):
    """As in test_setup.py; returns what is shown, and what Exim has of it."""
    before = debian.files()
    shown = debian(*options).out
    assert debian.files() == before, shown
    debian("--apply", *options)
    applied, made = debian.files(), config(debian)
    assert "already" in debian(*options).out
    debian("--apply", *options)
    assert debian.files() == applied
    debian("--undo")
    assert debian.files() == before
    assert "nothing to take back" in debian("--undo", *options).out
    return shown, made


@pytest.mark.parametrize("options", [["--data"], ["--done"], ["--trap"], ALL], ids=" ".join)
def test_there_and_back(system, options):      # noqa: F811
    shown, made = round_trip(system, *options)
    wanted = ALWAYS.union(*(FILES[option] for option in options))
    assert {name for name in ALWAYS.union(*FILES.values()) if f"make /etc/exim4/{name}\n" in shown} == wanted
    assert ("message_body_newlines = true" in made) == ("--data" in options)
    assert ("acl_smtp_quit = " in made) == ("event_action = " in made) == (options != ["--data"])
    assert ("/etc/whyblock/traps" in made) == ("--trap" in options)


@in_style("split")
def test_one_after_the_other_and_all_back_at_once(system):      # noqa: F811
    before = system.files()
    for options, files in (([], set()), (["--data"], FILES["--data"]), (["--done"], FILES["--done"]), (["--trap"], FILES["--trap"])):
        system("--apply", *options)
        assert files <= ours(system)
    together = config(system)
    assert ours(system) == ALWAYS.union(*FILES.values())
    system("--undo")
    assert system.files() == before
    system("--apply", *ALL)
    assert sorted(config(system).splitlines()) == sorted(together.splitlines()), "in one step it is something else"


@in_style("single")
def test_the_acls_stand_whole_in_the_configuration(system):      # noqa: F811
    names = ("acl_local_deny_exceptions", "acl_check_mail", "acl_check_rcpt", "acl_check_data")
    system("--apply")
    without = {name: acl(system, name) for name in names}
    system("--apply", *ALL)
    found = {name: acl(system, name) for name in names}
    ours = found["acl_check_data"].removeprefix(without["acl_check_data"].rstrip().removesuffix("accept")).split("\n")
    assert [line.split()[0] for line in ours if line.strip()] == ["deny", "!acl", "accept"] and "}{whyblock}" in "".join(ours), found["acl_check_data"]
    assert {name: found[name] for name in names[:3]} == {name: without[name] for name in names[:3]}
    assert acl(system, "acl_whyblock_rcpt").splitlines()[-1].strip().startswith("accept")
    assert acl(system, "acl_whyblock_done").splitlines()[-1].strip() == "accept"


def test_the_operators_file_for_the_data_acl_stays(system):      # noqa: F811
    named = system.path("etc/exim4") / OURS
    named.write_text("  deny condition = ${if eq{$h_subject:}{mine}}")
    define(system, f"CHECK_DATA_LOCAL_ACL_FILE = /etc/exim4/{OURS}\n")
    shown, made = round_trip(system, *ALL)
    assert "+ .include_if_exists /etc/exim4/whyblock-data-local.conf" in shown
    assert "{mine}" in made and made.count("}{whyblock}") == 2


@in_style("split")
def test_one_file_of_the_operators_for_both(system):      # noqa: F811
    named = system.path("etc/exim4") / OURS
    named.write_text("# mine\n")
    define(system, f"CHECK_DATA_LOCAL_ACL_FILE = /etc/exim4/{OURS}\nCHECK_RCPT_LOCAL_ACL_FILE = /etc/exim4/{OURS}\n")
    shown, made = round_trip(system, "--data")
    assert shown.count(f"change /etc/exim4/{OURS}") == 1 and made.count("}{whyblock}") == 4


@pytest.mark.parametrize("text, said, written", [
    ("message_body_newlines = true\n",                              None,                                   {"message_body_visible"}),
    ("message_body_newlines\nmessage_body_visible = 8K\n",          None,                                   set()),
    ("message_body_visible=3000\n",                                 "write message_body_visible = 5000",    {"message_body_newlines"}),
    ("no_message_body_newlines\n",                                  "write message_body_newlines = true",   {"message_body_visible"}),
], ids=["one is", "both are", "less of the body", "no line ends"])
@in_style("single")
def test_an_option_that_is_set_already_is_not_written_twice(system, text, said, written):      # noqa: F811
    define(system, text)
    before = system.files()
    status = 1 if said else 0
    for options in ([], ["--apply"], ["--apply"]):
        run = system("--data", *options, status=status)
        assert (said or "") in run.out and ("and stays" in run.out) == bool(said), run
    path = system.path("etc/exim4/whyblock-message-options.conf")
    options = {line.split()[0] for line in path.read_text().splitlines() if line.startswith("  ")} if path.exists() else set()
    assert options == written and "{whyblock}" in acl(system, "acl_check_data")
    assert bool(said) == any("and stays" in text for text in system.json("--data", status=status)["notes"])
    system("--undo")
    assert system.files() == before


@in_style("single")
def test_an_event_action_of_the_site_stays(system):      # noqa: F811
    mine = "event_action = ${if eq{$event_name}{msg:complete}{}}\n"
    define(system, mine)
    before = system.files()
    system("--apply", "--done")
    made = config(system)
    assert [line for line in made.splitlines() if line.startswith("event_action")] == [mine.strip()] and "acl_smtp_quit = " in made
    system("--undo")
    assert system.files() == before


@pytest.mark.parametrize("text, said", [
    ("MAIN_ACL_CHECK_RCPT = acl_mine\n",                                            'acl_smtp_rcpt = acl_mine" is the site\'s own'),
    ("acl_smtp_quit = acl_mine\n",                                                  'acl_smtp_quit = acl_mine" is the site\'s own'),
    ("acl_smtp_notquit = acl_mine\n",                                               'acl_smtp_notquit = acl_mine" is the site\'s own'),
    ("WHITELIST_LOCAL_DENY_LOCAL_ACL_FILE = {folder}/local_acl.conf\n",             "WHITELIST_LOCAL_DENY_LOCAL_ACL_FILE is the site's own"),
], ids=["RCPT", "quit", "notquit", "the macro"])
@in_style("split")
def test_what_is_the_sites_own_is_left_to_the_operator(system, text, said):      # noqa: F811
    """The rest is done, and the exit status says that something is left."""
    (system.path("etc/exim4") / OURS).write_text("# mine\n")
    define(system, text.format(folder="/etc/exim4"))
    before = system.files()
    run = system("--apply", *ALL, status=1)
    assert said in run.out and "do by hand what acl-snippets/done.conf says" in run.out
    assert ours(system) == ALWAYS | FILES["--data"] and "acl_whyblock" not in config(system)
    system("--undo")
    assert system.files() == before


@in_style("single")
def test_a_template_without_the_hooks(system):      # noqa: F811
    template = system.path("etc/exim4/exim4.conf.template")
    text = re.sub(r"(?m)^ *\.include (CHECK_DATA|WHITELIST_LOCAL_DENY)_LOCAL_ACL_FILE\n", "", template.read_text())
    template.write_text(text)
    system.update()
    run = system("--apply", *ALL, status=1)
    assert "CHECK_DATA_LOCAL_ACL_FILE any more" in run.out and "not in Exim's configuration any more" in run.out
    assert ours(system) == ALWAYS and system.asks()


@in_style("split")
def test_copies_made_by_hand_are_not_made_twice_and_are_taken_back(system):      # noqa: F811
    """As the snippets explain it."""
    before = system.files()
    folder = system.path("etc/exim4")
    for snippet in ("debian-done-options.conf", "done.conf", "trap.conf"):
        shutil.copy(system.path(f"usr/share/whyblock/acl-snippets/{snippet}"), folder / f"whyblock-{snippet.replace('debian-', '')}")
    define(system, ".include_if_exists /etc/exim4/whyblock-done-options.conf\nWHITELIST_LOCAL_DENY_LOCAL_ACL_FILE = /etc/exim4/whyblock-done.conf\n")
    by_hand = system.files()
    system("--apply", "--trap")
    assert ours(system) == ALWAYS | FILES["--trap"]
    assert {name: system.files()[name] for name in by_hand if "whyblock-" in name} == {name: by_hand[name] for name in by_hand if "whyblock-" in name}
    system("--undo")
    assert ours(system) == set() and system.macros.read_text() == ""
    system.macros.unlink()
    system.update()
    assert system.files() == before


@pytest.mark.parametrize("options", [["--apply", *ALL], ["--undo"]], ids=" ".join)
@in_style("single")
def test_killed_before_exim_has_it(system, options):      # noqa: F811
    """Exim's configuration is good at that moment, and the next run ends the work."""
    before = system.files()
    if options == ["--undo"]:
        system("--apply", *ALL)
    real = system.path("usr/sbin/update-exim4.conf")
    text = real.read_text()
    real.write_text(text.replace("set -e\n", "set -e\nif test $# -eq 0; then kill -KILL $PPID; exit; fi\n", 1))
    assert system(*options, status=-signal.SIGKILL)
    config(system)
    real.write_text(text)
    system.update()
    config(system)
    system(*options)
    assert ours(system) == (set() if options == ["--undo"] else ALWAYS.union(*FILES.values()))
    system("--undo")
    assert system.files() == before


@in_style("split")
def test_an_update_that_fails_puts_everything_back(system):      # noqa: F811
    kept = "/usr/sbin/real-update-exim4.conf"
    system.program("update-exim4.conf", f"#!/bin/sh\ntest $# -eq 0 && {{ echo the disk is full; exit 1; }}\nexec {kept} \"$@\"\n")
    before = system.files()
    assert "the disk is full" in system("--apply", *ALL, status=65).err and system.files() == before


# What Exim does by it

@pytest.fixture
def served(system, place):      # noqa: F811
    """A system with all of it, and a rule; a function that has Exim take a dialogue, and returns its replies and what it did in its ACLs."""
    conf = system.path("etc/whyblock/whyblock.conf")
    text = conf.read_text()
    conf.write_text(text + RULE)
    system.run("whyblock", "apply", check=True)
    define(system, "host_lookup_order =\nMAIN_HARDCODE_PRIMARY_HOSTNAME = mx.example.net\nMAIN_RELAY_NETS = 127.0.0.1 : 192.0.2.7\n"
                   "message_body_newlines\n")
    system("--apply", *ALL)

    def talk(client, *said):
        run = system.run("exim4", "-bh", client, input="\r\n".join(["EHLO mail.example.com", *said, "QUIT", ""]))
        return re.findall(r"(?m)^(\d{3}) (.*)", run.stdout), run.stderr
    yield system, talk
    conf.write_text(text)
    system.run("whyblock", "apply", "--yes")
    system.run("whyblock", "list", "remove", CLIENT, "--reason", "test")


def mail(*body, to="root@localhost"):
    return ["MAIL FROM:<a@example.com>", f"RCPT TO:<{to}>", "DATA", "From: a@example.com", "Subject: x", "", *body, "."]


def counts(done):
    """The counters as they were set last."""
    return {name: int(value) for name, value in re.findall(r"check set acl_c_whyblock_(\w+) = \$\{eval10.*\n>>> +.*?(\d+)\n", done)}


def test_exim_refuses_by_the_message_and_counts(served):
    debian, talk = served
    replies, done = talk(CLIENT, *mail("hello", "an odd line", "bye"))
    assert [code for code, text in replies] == ["220", "250", "250", "250", "354", "550", "221"], replies
    assert counts(done) == {"asked": 1, "accepted": 1}
    replies, done = talk(CLIENT, *mail("hello", "an even line", "bye"))
    assert [code for code, text in replies][-3:] == ["354", "250", "221"], replies
    replies, done = talk("192.0.2.7", *mail("an odd line"))
    assert [code for code, text in replies][-3:] == ["354", "250", "221"], "a host that may relay was refused"
    replies, done = talk(CLIENT, "MAIL FROM:<a@example.com>", "RCPT TO:<root@localhost>", "RCPT TO:<nobody-at-all@localhost>")
    assert [code for code, text in replies] == ["220", "250", "250", "250", "550", "221"], replies
    assert counts(done) == {"asked": 2, "accepted": 1, "unknown": 1}
    debian.run("whyblock", "list", "add", CLIENT, "open-relay", "--reason", "test", check=True)
    replies, done = talk(CLIENT, "MAIL FROM:<a@example.com>", "RCPT TO:<root@localhost>")
    assert [code for code, text in replies] == ["220", "250", "250", "550", "221"], replies
    assert counts(done) == {"asked": 1}
