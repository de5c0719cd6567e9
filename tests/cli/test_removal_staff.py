# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""How staff work through many requests: filters, several at once, questions, templates, and what is for staff alone."""

import datetime

import pytest
from conftest import ENVIRONMENT
from fake_dns import FakeDns
from removal_case import CLIENT, SENDER, Site


@pytest.fixture
def site(wb, tmp_path):
    return Site(wb, tmp_path)


# filters and pages

@pytest.fixture
def five(site):
    """1 proven and open-relay, 2 virus, 3 German, 4 taken by somebody, 5 denied."""
    site.wb.add(CLIENT)
    site.ask()
    site.ask("192.0.2.67", "virus", "bob@example.com")
    site.ask("192.0.2.68", sender="c@example.com", Content_Language="de")
    site.ask("192.0.2.69", sender="d@example.com")
    site.wb("removal", "take", "4")
    site.ask("192.0.2.70", sender="e@example.com")
    site.wb("removal", "deny", "5", "--reason", "no", "--no-mail")
    return site


@pytest.mark.parametrize("options, numbers", [
    ([], [1, 2, 3, 4]), (["--all"], [1, 2, 3, 4, 5]), (["--state", "denied"], [5]), (["--state", "open"], [1, 2, 3, 4]), (["--state", "waiting"], []),
    (["--category", "virus"], [2]), (["--category", "none"], []), (["--language", "de"], [3]), (["--proof", "reference"], [1, 2, 3, 4]),
    (["--proof", "none"], []), (["--mine"], [4]), (["--assignee", "none"], [1, 2, 3]), (["--assignee", "nobody-of-us"], []),
    (["--newer-than", "1h"], [1, 2, 3, 4]), (["--newer", "1h"], [1, 2, 3, 4]), (["--older-than", "1h"], []), (["--limit", "2"], [1, 2]),
    (["--limit", "2", "--page", "2"], [3, 4]), (["--limit", "2", "--page", "3"], []), (["--all", "--limit", "2", "--page", "3"], [5]),
    (["--would", "remove"], [1]), (["--would", "nothing"], [2, 3, 4]), (["--would", "allow"], []), (["--would", "nothing", "--limit", "1", "--page", "2"], [3]),
], ids=lambda value: " ".join(map(str, value)) or "none")
def test_filters(five, options, numbers):
    assert [row["number"] for row in five.wb.json("removal", "list", *options)] == numbers
    rows = [line.split() for line in five.wb("removal", "list", *options).lines]
    assert [int(row[0]) for row in rows if row[0].isdigit() and row[1] != "to"] == numbers


@pytest.mark.parametrize("silent, says", [
    (["one", "two"], "3 of 4 hosts were looked at without one.example.net, two.example.net, which did not answer"),
    (["two"], "3 of 4 hosts were looked at without two.example.net, which did not answer"),
    (["one", "two", "ok", "."], "3 of 4 hosts were looked at without the DNS, since no name server works"),
    ([], None)])
def test_who_is_silent_is_asked_once_for_a_list(five, silent, says):
    script = "\n".join(f"{name if name == '.' else name + '.example.net'} * {'silence' if name in silent else 'NXDOMAIN'}"
                       for name in ("one", "two", "ok", *(["."] if "." in silent else [])))
    with FakeDns(script) as dns:
        zones = "\n".join(f'dnsbl "{name}.example.net" {{ code "127.0.0.2" {{ category = "open-relay" }} }}' for name in ("one", "two", "ok"))
        five.configure(f'dns {{ servers = {{"{dns.address}"}} deadline = 0.4 }}\n{zones}')
        run = five.wb("removal", "list", "--would", "nothing")
        hosts = {zone: len({name for name, _ in dns.queries if name.endswith(f"{zone}.example.net")}) for zone in ("one", "two", "ok")}
    assert [hosts[zone] for zone in ("one", "two")] == [1 if zone in silent else 4 for zone in ("one", "two")]
    assert hosts["ok"] == (1 if "." in silent else 4)
    numbers = [int(line.split()[0]) for line in run.lines if line.split()[0].isdigit()]
    assert numbers == ([] if silent else [2, 3, 4])         # of a host that may be listed nobody says that nothing is to be done
    assert (says is None and run.err == "") or f"{says}: they may be listed there" in run.err


def test_pages_are_told(five):
    assert five.wb("removal", "list", "--limit", "3").lines[-1] == "1 to 3 of 4; more: --page 2"
    assert five.wb("removal", "list", "--limit", "3", "--page", "2").lines[-1] == "4 to 4 of 4"
    assert five.wb("removal", "list", "--limit", "3", "--page", "3").out == "there is no page 3 of 4 requests\n"
    assert five.wb("removal", "list", "--category", "none").out == "there is no such request\n"
    assert "WITH" in five.wb("removal", "list").out and "WITH" not in five.wb("removal", "list", "--category", "virus").out
    assert five.wb.json("removal", "list", "--would", "remove")[0]["would"] == "remove"


@pytest.mark.parametrize("options, says", [
    (["--state", "x"], "open, waiting, replied"), (["--proof", "x"], "none, visit or reference"), (["--would", "x"], "nothing, remove or allow"),
    (["--limit", "0"], "--limit 0"), (["--page", "-1"], "--page"), (["--limit", "99999999"], "--limit"), (["--newer-than", "soon"], "--newer-than"),
    (["--mine", "--assignee", "x"], "--mine and --assignee"),
])
def test_filters_that_are_none(site, options, says):
    assert says in site.wb("removal", "list", *options, status=64).err


def test_a_line_has_80_columns(site):
    site.configure(removal="per_host = 100")
    for number, client in enumerate(("2001:db8:1111:2222:3333:4444:5555:6666", "192.0.2.1")):
        site.ask(client, sender=f"a-long-name-of-a-person-{number}@a-long-domain-name.example.com")
    site.wb("removal", "take", "1", "2")
    for line in site.wb("removal", "list").lines:
        assert len(line) <= 80, line


# several at once

def test_several(site):
    for number in range(3):
        site.ask(f"192.0.2.{number + 1}", sender=f"a{number}@example.com")
    assert site.wb("removal", "note", "1", "3", "phoned\nthem").out == "request 1: noted\nrequest 3: noted\n"
    assert site.show(3, "--no-dns")["notes"][0]["text"] == "phoned\nthem"
    run = site.wb("removal", "deny", "1", "9", "2", "--reason", "no", "--no-mail", status=1)
    assert [line.split()[1] for line in run.lines if line.startswith("request")] == ["1", "2"]
    assert "there is no request 9" in run.err
    found = site.wb.json("removal", "approve", "3", "9", "--no-mail", status=1)
    assert [(row["number"], row["failed"]) for row in found] == [(3, False), (9, True)]
    assert "no request's number" in site.wb("removal", "approve", "3", "x", status=65).err


# ask and take

def test_ask(site):
    site.ask()
    run = site.wb("removal", "ask", "1", "Which provider?\nSince when?")
    assert run.lines == ["request 1: asked, and waiting for the reply", f"  mail sent to {SENDER}"]
    mail = site.box.last
    assert "Which provider?\nSince when?\n" in mail.text and "question about your request 1" in mail["Subject"] and "/status/" in mail.text
    row, = site.wb.json("removal", "list")
    assert (row["state"], row["question"], bool(row["asked_back"])) == ("waiting", "Which provider?\nSince when?", True)
    assert row["assignee"] and site.show(1, "--no-dns")["notes"][0]["kind"] == "question"
    assert "asked back" in site.wb("removal", "show", "1", "--no-dns").out
    sent = len(site.box.mails)
    assert site.wb.json("removal", "ask", "1", "Which provider?\nSince when?")["repeated"] is True
    assert len(site.box.mails) == sent + 1 and len(site.show(1, "--no-dns")["notes"]) == 1
    site.wb("removal", "deny", "1", "--reason", "no answer")
    assert "was denied" in site.wb("removal", "ask", "1", "And?", status=65).err


def test_ask_says_what_is_missing(site):
    site.ask()
    assert "the question is missing" in site.wb("removal", "ask", "1", status=64).err
    assert "usage" in site.wb("removal", "ask", "Why?", status=64).err
    assert "empty" in site.wb("removal", "ask", "1", "", status=65).err
    assert "empty" in site.wb("removal", "ask", "1", "-", input=" \n", status=65).err
    assert site.wb.json("removal", "list")[0]["state"] == "open"


def test_take(site):
    site.ask()
    taken = site.wb("removal", "take", "1").out
    login = site.wb.json("removal", "list")[0]["assignee"]
    assert taken == f"request 1 is with {login}\n"
    assert f", with {login}" in site.wb("removal", "show", "1", "--no-dns").lines[0]
    assert site.wb("removal", "take", "1", "--undo").out == "request 1 is with nobody\n"
    assert site.wb.json("removal", "list")[0]["assignee"] is None


def test_show_without_a_number_is_the_next(site):
    assert site.wb("removal", "show").out == "no request is open that nobody has taken\n"
    assert site.wb.json("removal", "show") is None
    for number in range(3):
        site.ask(f"192.0.2.{number + 1}", sender=f"a{number}@example.com")
    assert site.wb.json("removal", "show", "--no-dns")["number"] == 1
    site.wb("removal", "ask", "1", "Why?", "--no-mail")
    assert site.wb.json("removal", "show", "--no-dns")["number"] == 2


# answers

@pytest.fixture
def answers(site):
    folder = site.wb.folder / "answers"
    folder.mkdir()
    (folder / "still-relays.en").write_text("It still relays.\n\nClose it first.\n")
    (folder / "still-relays.de").write_text("Er ist noch offen.\n")
    site.configure(removal=f'answers = "{folder}"')
    return site


def test_templates(answers):
    answers.ask()
    answers.ask("192.0.2.67", sender="bob@example.com", Content_Language="de")
    answers.wb("removal", "deny", "1", "2", "--template", "still-relays", "--reason", "Tested today.")
    assert [row["answer"] for row in answers.wb.json("removal", "list", "--all")] == [
        "It still relays.\n\nClose it first.\n\nTested today.", "Er ist noch offen.\n\nTested today."]
    assert "Er ist noch offen.\n\nTested today.\n" in answers.box.last.text
    answers.ask("192.0.2.68", sender="c@example.com")
    assert "there are: still-relays" in answers.wb("removal", "deny", "3", "--template", "none", status=65).err
    answers.wb("removal", "ask", "3", "--template", "still-relays")
    assert answers.wb.json("removal", "list")[0]["question"].startswith("It still relays.")


def test_from_standard_input(site):
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "-", input="\none\r\n\ntwo\n# three\n\n")
    assert site.wb.json("removal", "list", "--all")[0]["answer"] == "one\n\ntwo\n# three"
    assert "one\n\ntwo\n# three\n" in site.box.last.text


def test_from_an_editor(site):
    editor = site.wb.folder / "editor"
    editor.write_text('#!/bin/sh\ncat "$1" >%s/seen\n{ echo "one"; echo; echo "two"; cat "$1"; } >"$1.new" && mv "$1.new" "$1"\n' % site.wb.folder)
    editor.chmod(0o755)
    site.ask()
    site.wb("removal", "deny", "1", "--edit", "--reason", "before", env={**ENVIRONMENT, "EDITOR": str(editor), "TMPDIR": str(site.wb.folder)})
    assert site.wb.json("removal", "list", "--all")[0]["answer"] == "one\n\ntwo\nbefore"
    assert (site.wb.folder / "seen").read_text().startswith("before\n# What you write above")
    assert not list(site.wb.folder.glob("whyblock-*"))
    site.ask("192.0.2.67", sender="b@example.com")
    for failing in ("false", "true"):                     # it fails; nothing is written
        assert "nothing was done" in site.wb("removal", "deny", "2", "--edit", env={**ENVIRONMENT, "EDITOR": failing}, status=None).err
    assert site.wb.json("removal", "list")[0]["state"] == "open"
    assert not list(site.wb.folder.glob("whyblock-*"))


@pytest.mark.parametrize("number, written, why", [
    ("1", "x" * 2000, "2000 bytes: expected at most 1000"), ("9", "no such request", "there is no request 9"),
    ("2", "another reason", "with another reason, which stays")])
def test_what_was_written_is_kept_when_it_cannot_be_used(site, number, written, why):
    site.ask()
    site.ask("192.0.2.67", sender="b@example.com")
    site.wb("removal", "deny", "2", "--reason", "no")
    (site.wb.folder / "text").write_text(written)
    editor = site.wb.folder / "editor"
    editor.write_text('#!/bin/sh\ncat %s/text >"$1"\n' % site.wb.folder)
    editor.chmod(0o755)
    run = site.wb("removal", "deny", number, "--edit", env={**ENVIRONMENT, "EDITOR": str(editor), "TMPDIR": str(site.wb.folder)}, status=None)
    kept, = site.wb.folder.glob("whyblock-*")
    assert kept.read_text() == written and kept.stat().st_mode & 0o777 == 0o600
    assert why in run.err and f"what you wrote is kept in {kept}" in run.err and run.status != 0


@pytest.mark.parametrize("script", ["rm $1; mkfifo $1", "rm $1; ln -s /etc/passwd $1", "rm $1", "rm $1; mkdir $1"])
def test_an_editor_that_leaves_no_file(site, script):
    site.ask()
    editor = site.wb.folder / "editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    site.wb("removal", "deny", "1", "--edit", env={**ENVIRONMENT, "EDITOR": str(editor), "TMPDIR": str(site.wb.folder)}, status=74)
    assert site.wb.json("removal", "list")[0]["state"] == "open"


def test_a_note_is_for_staff_alone(site):
    site.wb.add(CLIENT)
    site.ask()
    site.ask("192.0.2.67", sender="bob@example.com")
    site.wb("removal", "approve", "1", "--reason", "public", "--note", "secret one")
    site.wb("removal", "deny", "2", "--reason", "public", "--note", "secret two")
    assert not any("secret" in mail.text for mail in site.box.mails)
    for number, note in ((1, "secret one"), (2, "secret two")):
        found = site.show(number, "--no-dns")
        assert (found["answer"], found["notes"][0]["text"], found["notes"][0]["kind"]) == ("public", note, "internal")
        assert ", for staff alone" in site.wb("removal", "show", str(number), "--no-dns").out
    assert "--note" in site.wb("removal", "deny", "2", "--reason", "x", "--note", "", status=65).err


def test_deny_warns_when_nothing_blocks(site):
    site.ask()
    run = site.wb("removal", "deny", "1", "--reason", "no")
    assert f"nothing blocks {CLIENT} any more" in run.err and run.lines[0] == f"request 1 about {CLIENT} denied"
    site.wb.add("192.0.2.67")
    site.ask("192.0.2.67", sender="bob@example.com")
    assert site.wb("removal", "deny", "2", "--reason", "no").err == ""


# notify

def test_staff_are_told_by_mail(site):
    site.configure(removal='notify = "staff@example.net"')
    site.ask()
    site.ask("192.0.2.67", sender="bob@example.com")
    sent = len(site.box.mails)
    assert site.wb("removal", "notify").out == "2 new requests for removal: told staff@example.net\n"
    mail = site.box.last
    assert len(site.box.mails) == sent + 1
    assert mail.arguments == ["-oi", "-f", "<>", "--", "staff@example.net"]
    assert mail["Subject"] == "2 new requests for removal" and mail["Auto-Submitted"] == "auto-generated"
    assert "whyblock removal show 1" in mail.text and "192.0.2.67" in mail.text
    assert site.wb.json("removal", "notify") == {"requests": 0, "replies": 0, "held": 0, "told": False}
    assert len(site.box.mails) == sent + 1


def test_a_command_is_told(site):
    command = site.wb.folder / "command"
    command.write_text(f"#!/bin/sh\ncat >{site.wb.folder}/told\necho $# >>{site.wb.folder}/told\n")
    command.chmod(0o755)
    site.configure(removal=f'notify = "{command}"')
    site.ask()
    site.wb("removal", "notify")
    told = (site.wb.folder / "told").read_text()
    assert told.startswith("1 new request for removal:\n") and told.endswith("\n0\n")


def test_what_nobody_took_is_told_again(site):
    site.configure(removal='notify = "/bin/false"')
    site.ask()
    for _ in range(2):
        assert "staff were not told" in site.wb("removal", "notify", status=75).err
    site.configure(removal='notify = ""')
    assert "nobody is told" in site.wb("removal", "notify").out
    site.configure(removal='notify = "staff@example.net"')
    assert "1 new request" in site.wb("removal", "notify").out


def test_whom_nobody_can_tell(site):
    site.configure(removal='notify = "staff"')
    assert 'found removal.notify = "staff": expected a mail address' in site.wb("removal", "list", status=78).err


# the time to answer

def test_stats_say_how_long_people_waited(site):
    log = site.wb.folder / "log"
    log.write_text("")
    assert site.wb.json("stats", log)["requests"]["answered"] == 0
    assert "Requests" not in site.wb("stats", log).out
    site.configure(removal='answer_within = "2d"')
    for number in range(3):
        site.ask(f"192.0.2.{number + 1}", sender=f"a{number}@example.com")
    site.wb("removal", "deny", "1", "--reason", "no", "--no-mail")
    site.wb("removal", "ask", "2", "why?", "--no-mail")
    found = site.wb.json("stats", log)["requests"]
    assert (found["answered"], found["within"], found["open"], found["late"], found["promised"]) == (2, 2, 1, 0, 172800)
    out = site.wb("stats", log).out
    assert "2 answered: half of them within 0 minutes" in out and "2 of them within 2d, as promised: 100.0 %" in out
    assert "1 wait for an answer, the oldest for 0 minutes; 0 longer than promised" in out


# a listing's note

def test_a_note_of_a_listing_is_for_staff_alone(site):
    """Reason and note stand apart wherever staff look, and nobody else gets the note."""
    site.configure('category "open-relay" { text = "%{reason}" }\n')
    site.wb("apply")
    site.wb("list", "add", CLIENT, "open-relay", "--reason", "public words", "--note", "secret words")
    shown = site.wb("list", "show", CLIENT).out
    assert "public words" in shown and "note, for staff alone: secret words" in shown
    assert site.wb.json("list", "show", CLIENT)[0]["note"] == "secret words"
    explained = site.wb("explain", CLIENT, "--no-dns", status=1).out
    assert "note, for staff alone: secret words" in explained
    row = site.wb.json("explain", CLIENT, "--no-dns", status=1)
    assert row["evidence"][0]["note"] == "secret words" and "secret" not in str(row.get("reply"))
    site.ask()
    assert "note, for staff alone: secret words" in site.wb("removal", "show", "1", "--no-dns").out
    for path in (site.wb.store / "published").rglob("*"):
        assert not path.is_file() or b"secret words" not in path.read_bytes(), path
    assert "secret" not in site.wb("list", "export", "--format", "rbldnsd").out
    # Kept until somebody says otherwise, and by export and import.
    site.wb("list", "add", CLIENT, "open-relay", "--reason", "other words")
    exported = site.wb("list", "export").out
    assert "\tother words\tsecret words\n" in exported
    site.wb("list", "add", CLIENT, "open-relay", "--reason", "x", "--note", "")
    assert "secret" not in site.wb("list", "show", CLIENT).out and "\tsecret" not in site.wb("list", "export").out
    (site.wb.folder / "list.txt").write_text(exported)
    site.wb("list", "import", site.wb.folder / "list.txt")
    assert "secret words" in site.wb("list", "show", CLIENT).out
    assert "256" in site.wb("list", "add", CLIENT, "spam", "--reason", "x", "--note", "n" * 256, status=65).err


def test_show_has_what_the_same_person_asked_and_all_of_a_long_text(site):
    site.configure(removal="per_host = 100")
    site.ask()
    site.ask("192.0.2.67", sender=SENDER.upper())
    site.ask("192.0.2.68", sender="bob@example.com")
    out = site.wb("removal", "show", "1", "--no-dns").out
    assert "With this mail address, about other hosts\n  2 " in out and "192.0.2.68" not in out
    assert [row["number"] for row in site.show(1, "--no-dns")["same_email"]] == [2]
    site.receive(site.mail("line\n" * 40 + f"ref {site.code('192.0.2.69')}", From="c@example.com"), "c@example.com")
    assert "(--all shows the rest)" in site.wb("removal", "show", "4", "--no-dns").out
    whole = site.wb("removal", "show", "4", "--no-dns", "--all").out
    assert whole.count("line\n") == 40 and "--all shows" not in whole


def test_a_case_shows_the_note(site):
    site.wb("list", "add", CLIENT, "spam", "--reason", "public words", "--note", "secret words", "--source", "staff:ann")
    log = site.wb.folder / "log"
    stamp = datetime.datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    log.write_text(f"{stamp} whyblock: action=reject category=spam client={CLIENT} evidence=listing:staff:ann\n")
    site.wb("cases", "import", log)
    assert "note, for staff alone: secret words" in site.wb("case", CLIENT, "--no-dns").out


def test_a_reason_that_bounce_parsers_misread(site):
    """It stands in no reply, whatever the template says, and whoever lists is told."""
    site.configure('category "open-relay" { text = "%{reason}\\nblocked [%{ip}]" }\n')
    site.wb("apply")
    run = site.wb("list", "add", CLIENT, "open-relay", "--reason", "the user unknown to us, mailbox full")
    assert "bounce parsers" in run.err
    reply = " ".join(site.wb.json("explain", CLIENT, "--no-dns", status=1)["reply"])
    assert "unknown" not in reply and f"blocked [{CLIENT}]" in reply
    assert site.wb("list", "add", CLIENT, "open-relay", "--reason", "relays").err == ""
    assert "relays" in " ".join(site.wb.json("explain", CLIENT, "--no-dns", status=1)["reply"])
