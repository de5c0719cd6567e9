# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`removal approve` and `deny`: what becomes of the listings, of the request, and of the mail about it."""

import fcntl
import re
import signal
import subprocess
import threading
import time

import pytest
from conftest import ENVIRONMENT
from environment import KILLS
from fake_dns import FakeDns
from removal_case import CLIENT, CLIENT6, SENDER, Site, in_days

FEED = ("192.0.2.0/24", "spam", "feed:drop")


@pytest.fixture
def site(wb, tmp_path):
    return Site(wb, tmp_path)


def listed(site):
    return [row[:3] for row in site.dump()]


def approve(site, number=1, *more, **options):
    return site.wb.json("removal", "approve", str(number), *more, **options)


# approve

def test_staff_listed_the_host(site):
    site.wb.add(CLIENT)
    site.ask()
    run = site.wb("removal", "approve", "1")
    assert run.lines == [f"request 1 about {CLIENT} approved", f"  removed the listing of {CLIENT}/32 as open-relay by staff:ann",
                         f"  mail sent to {SENDER}"]
    assert site.dump() == []
    last = site.wb.json("history", CLIENT)[-1]
    assert (last["action"], last["source"], last["why"]) == ("remove", "staff:ann", "removal request 1")
    row, = site.wb.json("removal", "list", "--all")
    assert (row["state"], row["answer"], row["allowed"], row["allowed_until"]) == ("approved", None, False, None)
    assert row["decided"] and row["decided_by"]
    assert site.wb.json("explain", CLIENT)["accept"] is True


def test_a_listing_after_a_removal_lasts_longer(site):
    """Twice as long for each removal on request; --expires is taken at its word, and allow is no punishment."""
    for number, days, says in ((1, 30, ""), (2, 60, "60 days instead of 30: removed on request once before (request 1, "),
                               (3, 120, "120 days instead of 30: removed on request twice before (the last time by request 2, ")):
        added = site.wb.add(CLIENT, "open-relay", "--ttl", "30d").out
        assert says in added and ("removed on request" in added) == (number > 1)
        assert in_days(site.dump()[0][3]) == days
        site.ask()
        approve(site, number)
    assert site.wb.json("list", "add", CLIENT, "spam", "--reason", "x", "--ttl", "1d")["earlier_removals"] == 3
    added = site.wb.add(CLIENT, "virus", "--expires", "2099-01-01").out
    assert "until 2099-01-01T00:00:00Z; removed on request 3 times before (the last time by request 3, " in added
    assert "removed on request" not in site.wb.add(CLIENT, "allow", "--ttl", "30d").out
    assert "removed on request" not in site.wb.add("192.0.2.67", "spam", "--ttl", "30d").out


def test_a_denied_request_makes_nothing_longer(site):
    site.wb.add(CLIENT, "open-relay", "--ttl", "30d")
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "no")
    assert "instead of" not in site.wb.add(CLIENT, "open-relay", "--ttl", "30d").out


def test_an_approval_that_changed_nothing_makes_nothing_longer(site):
    """Anybody can ask about a host that is not blocked, as often as they like."""
    site.ask()
    approve(site, 1)
    site.wb.add(CLIENT, "allow", "--ttl", "30d")
    site.ask()
    approve(site, 2)
    assert "removed on request" not in site.wb.add(CLIENT, "open-relay", "--ttl", "30d").out


def test_a_listing_after_an_allowance_ends_it(site):
    """Who relapses is not let in for the rest of the time; what somebody allowed by hand wins, and that is told."""
    site.wb.load(("192.0.2.0/24", "open-relay", "host", "feed:drop", "-", "-", "-"))
    site.ask()
    until = approve(site)["until"]
    added = site.wb.add(CLIENT, "open-relay", "--ttl", "30d").lines
    assert "60 days instead of 30" in added[0] and len(added) == 2
    assert re.fullmatch(rf"ended: {CLIENT}/32 was allowed by staff:\S+ for removal request 1, until {until}", added[1])
    assert not site.wb.json("explain", CLIENT, status=1)["accept"]
    last = site.wb.json("history", CLIENT)[-1]
    assert (last["action"], last["category"], last["why"]) == ("remove", "allow", f"{CLIENT}/32 is listed again as open-relay by staff:ann")
    site.ask()
    approve(site, 2)
    ended = site.wb.json("list", "add", "192.0.2.0/24", "spam", "--reason", "x")
    assert [row["reason"] for row in ended["ended"]] == ["removal request 2"] and ended["ended_count"] == 1
    site.wb.add(CLIENT, "allow")
    added = site.wb.add(CLIENT, "virus").lines
    assert added[1].startswith(f"it does not count while {CLIENT}/32 is allowed by staff:ann")


@pytest.mark.parametrize("ttl, more, days", [("", [], 90), ("", ["--ttl", "10d"], 10), ('allow_ttl = "7d"', [], 7), ('allow_ttl = ""', [], None)])
def test_a_network_is_listed(site, ttl, more, days):
    site.configure(removal=ttl)
    site.wb.load(("192.0.2.0/24", "open-relay", "host", "staff:bob", "-", "-", "-"))
    site.ask()
    done = approve(site, 1, *more)
    assert (done["removes"], done["allows"], done["why"]) == ([], True, "192.0.2.0/24 stays listed as open-relay by staff:bob")
    assert (done["until"] and in_days(done["until"])) == days
    assert (done["state"], done["allowed"], done["allowed_until"], done["mailed"]) == ("approved", True, done["until"], True)
    allow = next(row for row in site.dump() if row[1] == "allow")
    assert allow[0] == f"{CLIENT}/32" and allow[2].startswith("staff:") and allow[4] == "removal request 1"
    assert allow[3] == (done["until"] or "-")
    assert ("192.0.2.0/24", "open-relay", "staff:bob") in listed(site)
    assert site.wb.json("explain", CLIENT)["accept"] is True
    assert [row["action"] for row in site.wb.json("history", CLIENT)][-1] == "add"
    run = site.wb("removal", "list", "--all")
    assert "approved" in run.out


def test_a_feed_keeps_its_listing_of_the_same_name(site):
    site.wb.load(*((f"{CLIENT}/32", "open-relay", "host", source, "-", "-", "-") for source in ("staff:ann", "feed:drop")))
    site.ask()
    run = site.wb("removal", "approve", "1", "--no-mail")
    assert run.lines[1] == f"  removed the listing of {CLIENT}/32 as open-relay by staff:ann"
    assert re.fullmatch(rf"  added allow for {CLIENT}/32 until \S+Z: {CLIENT}/32 stays listed as open-relay by feed:drop", run.lines[2])
    assert run.lines[3:] == ["  no mail sent"]
    assert [row[1:] for row in listed(site)][0][0] == "allow"
    assert (f"{CLIENT}/32", "open-relay", "feed:drop") in listed(site) and len(listed(site)) == 2
    assert site.box.mails[1:] == []                      # the first answered the request


def test_a_dnsbl_lists_it(site):
    with FakeDns(f"bl.example.net {CLIENT} 127.0.0.2") as dns:
        zone = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }\n'
        site.configure(f'dns {{ servers = {{"{dns.address}"}} deadline = 0.5 }}\n{zone}')
        site.ask()
        assert "bl.example.net lists it as open-relay" in site.wb("removal", "approve", "1").out
        assert listed(site)[0][:2] == (f"{CLIENT}/32", "allow")


def test_nothing_blocks_it(site):
    site.ask()
    assert site.wb("removal", "approve", "1").lines[1] == "  changed nothing: nothing blocks it now"
    assert site.dump() == [] and {row["action"] for row in site.wb.json("history")} == {"apply"}


def test_an_ipv6_host(site):
    site.wb.add(CLIENT6)
    site.wb.add("2001:db8:1:2::67", "virus")
    site.ask(CLIENT6)
    assert approve(site)["allows"] is False
    assert listed(site) == [("2001:db8:1:2::67/128", "virus", "staff:ann")]


def test_an_ipv6_64(site):
    site.wb.add("2001:db8:1::/48", source="feed:drop")
    site.ask(CLIENT6, subnet=True)
    approve(site)
    assert ("2001:db8:1:2::/64", "allow") in [row[:2] for row in listed(site)]


def test_an_ipv6_host_in_a_listed_network(site):
    site.wb.add("2001:db8:1::/48", source="feed:drop")
    site.ask(CLIENT6)
    approve(site)
    assert (f"{CLIENT6}/128", "allow") in [row[:2] for row in listed(site)]


def test_the_reason_is_kept_and_shown(site):
    site.wb.add(CLIENT)
    site.ask()
    site.wb("removal", "approve", "1", "--reason", "thank you for mending it")
    assert site.wb.json("removal", "list", "--all")[0]["answer"] == "thank you for mending it"
    assert "thank you for mending it" in site.wb("removal", "show", "1", "--no-dns").out


@pytest.mark.parametrize("more, says", [(["--ttl", "soon"], "--ttl"), (["--reason", "x" * 1001], "--reason"), (["--reason", "a\x07b"], "--reason")])
def test_what_it_refuses(site, more, says):
    site.wb.add(CLIENT)
    site.ask()
    assert says in site.wb("removal", "approve", "1", *more, status=65).err
    assert len(site.dump()) == 1 and site.wb.json("removal", "list")[0]["state"] == "open"


# deny

def test_deny(site):
    site.wb.add(CLIENT)
    site.ask()
    assert "--reason is missing" in site.wb("removal", "deny", "1", status=65).err
    assert "--reason is missing" in site.wb("removal", "deny", "1", "--reason", "", status=65).err
    run = site.wb("removal", "deny", "1", "--reason", "it still relays")
    assert run.lines == [f"request 1 about {CLIENT} denied", f"  mail sent to {SENDER}"]
    assert listed(site) == [(f"{CLIENT}/32", "open-relay", "staff:ann")]
    row, = site.wb.json("removal", "list", "--all")
    assert (row["state"], row["answer"]) == ("denied", "it still relays")
    assert "it still relays" in site.box.last.text


# again, at the same time, interrupted

def test_again_only_the_mail_is_sent(site):
    site.wb.load((*FEED[:2], "host", FEED[2], "-", "-", "-"))
    site.ask()
    first = approve(site, 1, "--reason", "fine")
    before, history = site.dump(), site.wb.json("history")
    # It would tell something else than its writer thinks.
    assert "another reason" in site.wb("removal", "approve", "1", "--reason", "another", status=65).err
    assert "no template" in site.wb("removal", "approve", "1", "--template", "none", status=65).err
    assert len(site.box.mails) == 2
    again = site.wb("removal", "approve", "1", "--reason", "fine", "--ttl", "1d")
    assert re.fullmatch(rf"request 1 about {CLIENT} was approved already, by \S+ at \S+Z: nothing is changed", again.lines[0])
    assert (site.dump(), site.wb.json("history")) == (before, history)
    assert len(site.box.mails) == 3 and site.box.mails[1].text == site.box.mails[2].text
    assert approve(site)["repeated"] is True and first["repeated"] is False
    site.ask("192.0.2.67", sender="bob@example.com")
    site.wb("removal", "deny", "2", "--reason", "no")
    site.wb("removal", "deny", "2")                      # the first reason counts
    assert site.box.mails[-1].text == site.box.mails[-2].text
    sent = len(site.box.mails)
    error = site.wb("removal", "deny", "2", "--reason", "yes", status=65).err
    assert "with another reason, which stays: no mail was sent" in error and len(site.box.mails) == sent
    site.ask("192.0.2.68", sender="carl@example.com")
    approve(site, 3)
    assert "without a reason, which stays so" in site.wb("removal", "approve", "3", "--reason", "fine", status=65).err


def test_a_number_that_is_given_twice_counts_once(site):
    site.ask()
    run = site.wb("removal", "approve", "1", "01", "1")
    assert len(run.lines) == 3 and len(site.box.mails) == 2
    assert [row["number"] for row in site.wb.json("removal", "approve", "1", "1")] == [1] and len(site.box.mails) == 3


def test_again_the_mail_says_the_same(site):
    """Whether a listing was removed, or there was nothing to remove."""
    for number, listed in ((1, True), (2, False)):
        if listed:
            site.wb.add(CLIENT)
        site.ask()
        for _ in range(2):
            approve(site, number)
        assert site.box.mails[-1].text == site.box.mails[-2].text
        assert ("We have removed this" in site.box.last.text) is listed


def test_what_is_decided_is_not_decided_otherwise(site):
    site.wb.add(CLIENT)
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "no")
    assert re.search(r"was denied by \S+ at ", site.wb("removal", "approve", "1", status=65).err)
    assert len(site.dump()) == 1 and len(site.box.mails) == 2
    site.ask("192.0.2.67", sender="bob@example.com")
    site.wb("removal", "approve", "2")
    assert re.search(r"was approved by \S+ at ", site.wb("removal", "deny", "2", "--reason", "no", status=65).err)


def test_two_of_staff_at_once(site):
    """Either all agree, or the second is told what the first has decided; the listing is what the request says."""
    for number in range(1, 9):
        host = f"192.0.2.{number}"
        site.wb.add(host)
        site.ask(host, sender=f"ann{number}@example.com")
        runs = [subprocess.Popen(site.wb.arguments("removal", *verb, "--no-mail"), env=ENVIRONMENT, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
                for verb in (["approve", str(number)], ["deny", str(number), "--reason", "no"], ["approve", str(number)])]
        outs = [run.communicate()[0] for run in runs]
        state = site.show(number, "--no-dns")["state"]
        assert [run.returncode for run in runs] == ([0, 65, 0] if state == "approved" else [65, 0, 65])
        assert any(row[0] == f"{host}/32" for row in site.dump()) == (state == "denied")
        if state == "approved":
            assert sum("removed the listing" in out for out in outs) == 1


def test_killed_in_the_middle(site):
    """At whatever moment: the same command, run again, leaves all as if nothing had happened."""
    site.ask("192.0.2.200", sender="first@example.com")
    started = time.monotonic()
    site.wb("removal", "approve", "1")
    span, found_states = 0.5 * (time.monotonic() - started), []     # the mail takes the other half
    for number in range(2, 2 + KILLS):
        host = f"192.0.2.{number}"
        site.wb.load((f"{host}/32", "open-relay", "host", "staff:ann", "-", "-", "-"), (f"{host}/32", "spam", "host", "feed:drop", "-", "-", "-"))
        site.ask(host, sender=f"ann{number}@example.com")
        run = subprocess.Popen(site.wb.arguments("removal", "approve", str(number)), env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        killer = threading.Timer(span * (number % 8) / 8, run.kill)
        killer.start()
        run.wait()
        killer.cancel()
        span *= 0.7 if run.returncode == 0 else 1.1      # how busy the machine is changes meanwhile
        left = {(row[1], row[2].split(":")[0]) for row in site.dump() if row[0] == f"{host}/32"}
        before, after = {("open-relay", "staff"), ("spam", "feed")}, {("allow", "staff"), ("spam", "feed")}
        assert left in (before, after)                   # never one of the changes alone
        found_states.append((left == after, site.show(number, "--no-dns")["state"], run.returncode))
        assert found_states[-1][:2] != (False, "approved")
        site.wb("removal", "approve", str(number))
        found = site.show(number, "--no-dns")
        assert (found["state"], found["allowed"]) == ("approved", True)
        assert {(row[1], row[2].split(":")[0]) for row in site.dump() if row[0] == f"{host}/32"} == after
    assert len(set(found_states)) > 1                    # the moments were not all the same one


def cut_off(site, *more):
    """Approves request 1, and kills that between its two writes: the listings are changed, the decision waits for another writer."""
    before = site.dump()
    with open(site.wb.store / "requests/write.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.Popen(site.wb.arguments("removal", "approve", "1", *more), env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        while site.dump() == before:
            assert run.poll() is None
        run.kill()
        assert run.wait() == -signal.SIGKILL
    assert site.show(1, "--no-dns")["state"] == "open" and len(site.box.mails) == 1        # the first answered the request


def test_killed_between_its_two_writes(site):
    """The person is told what was done, and the history has it once."""
    site.wb.add(CLIENT)
    site.ask()
    cut_off(site)
    changed = site.dump(), site.wb.json("history")
    run = site.wb("removal", "approve", "1")
    assert run.lines[0] == f"request 1 about {CLIENT} approved"
    assert run.lines[1] == f"  removed the listing of {CLIENT}/32 as open-relay by staff:ann"
    assert re.fullmatch(r"  note: \S+ had begun it at \S+Z, and it was cut off", run.lines[2])
    assert "We have removed this" in site.box.last.text
    assert (site.dump(), site.wb.json("history")) == changed
    assert "60 days instead of 30: removed on request once before" in site.wb.add(CLIENT, "open-relay", "--ttl", "30d").out


def test_killed_between_the_two_writes_of_an_allowance(site):
    """What was allowed, and until when, was said by the first; the answer by who finishes it."""
    site.wb.load((*FEED[:2], "host", FEED[2], "-", "-", "-"))
    site.ask()
    cut_off(site, "--ttl", "10d", "--reason", "one")
    changed = site.dump(), site.wb.json("history")
    done = approve(site, 1, "--ttl", "20d", "--reason", "two")
    assert (done["state"], done["repeated"], done["removes"], done["allows"], done["allowed"]) == ("approved", False, [], True, True)
    assert (site.dump(), site.wb.json("history")) == changed
    until, = [row[3] for row in site.dump() if row[1] == "allow"]
    assert done["until"] == done["allowed_until"] == until and in_days(until) == 10
    assert f"{until[:10]} {until[11:16]} UTC" in site.box.last.text and "two" in site.box.last.text


def test_killed_between_its_two_writes_it_is_not_denied(site):
    """What is listed is what an approval made of it: the person must not be told the contrary."""
    site.wb.add(CLIENT)
    site.ask()
    cut_off(site)
    run = site.wb("removal", "deny", "1", "--reason", "no", status=65)
    assert re.search(r"\S+ had begun to approve request 1 at \S+Z, and has changed what is listed: "
                     "whyblock removal approve 1 finishes it", run.err)
    assert site.show(1, "--no-dns")["state"] == "open"
    site.wb.add(CLIENT)                                  # after that it may be
    site.wb("removal", "deny", "1", "--reason", "no")
    assert listed(site) == [(f"{CLIENT}/32", "open-relay", "staff:ann")]


# the mail system

@pytest.mark.parametrize("script, says", [
    (None, "No such file"),
    ("#!/bin/sh\nexit 3\n", "exit status 3"),
    ("#!/bin/sh\nkill -9 $$\n", "signal 9"),
    ("#!/nowhere\n", "No such file"),
    ("no script", "Exec format"),
])
def test_sendmail_fails(site, script, says):
    site.wb.add(CLIENT)
    site.ask()
    site.box.play(script or "")
    if script is None:
        site.box.command.unlink()
    run = site.wb("removal", "approve", "1", status=74)
    assert says in run.err and "whyblock removal approve 1 sends it" in run.err
    assert run.lines[0] == f"request 1 about {CLIENT} approved"                 # the decision stands
    assert site.dump() == []
    assert site.wb.json("removal", "approve", "1", status=74)["mailed"] is False


def test_sendmail_hangs(site):
    site.ask()
    site.box.play("#!/bin/sh\ncat /dev/null\nexec tail -f /dev/null\n")
    assert "had not ended after 20 s, and was killed" in site.wb("removal", "deny", "1", "--reason", "no", status=74).err


def test_sendmail_reads_nothing(site):
    site.ask()
    site.box.play("#!/bin/sh\nexit 0\n")
    site.wb("removal", "deny", "1", "--reason", "no")


@pytest.mark.parametrize("settings, says", [
    ('removal { address = "removal@example.net" sendmail = "" }', "removal.sendmail is empty"),
    ('removal { address = "" }', "no address to send it from"),
    ('removal { address = "not an address" }', "no address to send it from"),
])
def test_no_mail_can_be_sent(site, settings, says):
    site.ask()
    site.wb.configure(settings)
    assert says in site.wb("removal", "deny", "1", "--reason", "no", status=74).err
    assert site.wb.json("removal", "list", "--all")[0]["state"] == "denied"
    site.wb("removal", "deny", "1", "--no-mail")


def test_no_mail_says_that_a_host_is_free_while_it_is_not(site):
    """Approved, and not yet published: the same command publishes it and sends the mail."""
    site.wb.add(CLIENT)
    site.ask()
    blocked = site.wb.store / "published/.new-recent-1"                       # a folder in the place of the file to be written
    blocked.mkdir()
    for says in ("approved, not yet in force: ", "not yet in force: "):
        run = site.wb("removal", "approve", "1", status=74)
        assert says in run.err and len(site.box.mails) == 1
    assert site.wb.json("removal", "list", "--all")[0]["state"] == "approved"
    site.wb("explain", CLIENT, status=1)
    blocked.rmdir()
    site.wb("removal", "approve", "1")
    assert "We have removed this" in site.box.last.text
    site.wb("explain", CLIENT)


def test_no_store_of_listings(site):
    """What is listed is not known: nothing is decided."""
    site.wb.add(CLIENT)
    site.ask()
    (site.wb.store / "listings/data.mdb").write_bytes(b"broken" * 1000)
    assert site.wb("removal", "approve", "1", status=74).err
    assert site.wb.json("removal", "list")[0]["state"] == "open"
