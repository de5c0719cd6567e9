# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`apply`: the configuration becomes the policy in force; a mistake changes nothing, and what is missing waits for a person."""

import json
import os

import exim_server
import private_system
import pytest

ZONE = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "spam" } }\n'


@pytest.fixture
def policy(wb):
    """The bytes of the policy in force."""
    return lambda: (wb.store / "published/policy-1").read_bytes()


def test_init_applies_the_first_configuration(bare, policy):
    said = bare("init").lines
    assert said[-1] == "policy 1 is in force"
    assert bare("apply").lines == [f"{bare.conf}: in force already (policy 1)"]
    assert bare.json("init")["policy"] == 1


def test_what_changes_is_said(wb):
    wb.configure('on_error = "accept"\n')
    assert wb("apply").lines == ['added on_error = "accept"', f"{wb.conf}: in force from the next connection on (policy 2)"]
    wb.configure('on_error = "defer"\ncategory "spam" { threshold = 2 }\n')
    assert wb("apply").lines[:-1] == ['added category "spam"', 'added category "spam" threshold = 2.0', 'changed on_error = "defer" (it was "accept")']
    wb.configure(ZONE)
    assert wb("apply").lines[:-1] == ['removed category "spam"', 'added dnsbl "bl.example.net"', 'added dnsbl "bl.example.net" code "127.0.0.2"',
                                      'added dnsbl "bl.example.net" code "127.0.0.2" category = "spam"', 'removed on_error (it was "defer", now it is the default: "accept")']


def test_what_holds_without_a_setting(wb):
    """Whoever takes out what only says the default is told that it stays so."""
    wb.configure('mode = "enforce"\nexempt { hosts = {"127.0.0.0/8", "::1/128"} }\ndns { deadline = 2.5 edns = no }\ncategory "spam" { threshold = 1.0 }\n')
    wb("apply")
    wb.configure('category "spam" { action = "reject" }\n')
    assert wb("apply").lines[:-1] == ['added category "spam" action = "reject"', 'removed category "spam" threshold (it was 1.0)',
                                      "removed dns deadline (it was 2.5, now it is the default: 3.0)",
                                      "removed dns edns (it was false, which is the default)",
                                      'removed exempt hosts (it was {"127.0.0.0/8", "::1"}, which is the default)',
                                      'removed mode (it was "enforce", which is the default)']


def test_what_no_setting_says(wb):
    """The files of known senders and of rules are parts of the policy: who is none any more could be refused."""
    senders, rules = wb.folder / "senders.conf", wb.folder / "rules.conf"
    senders.write_text('sender "Example Mail" { suffixes = {"mail.example.net"} }\n')
    rules.write_text('rule "cloud" { category = "spam" asn = {64496} weight = 0.5 }\n')
    wb.configure(f'known_senders = "{senders}"\nrules_file = "{rules}"\n')
    wb("apply")
    assert wb("apply", "--auto").lines == [f"{wb.conf}: in force already (policy 2)"]
    senders.write_text("")
    assert wb("apply", "--auto", status=1).lines == []
    assert wb("apply").lines == ['"Example Mail" is no longer a known sender', f"{wb.conf}: in force from the next connection on (policy 3)"]
    rules.write_text("")
    first, last = wb("apply").lines
    assert first.startswith("no setting has changed, but what comes with whyblock has: ") and last.endswith("(policy 4)")
    wb.configure(f'known_senders = "{senders}"\nrules_file = "{rules}"\nexempt {{ hosts = {{"127.0.0.1"}} }}\n')
    said = wb("apply").lines
    assert "127.0.0.0/8 is no longer exempt" in said and 'added exempt hosts = {"127.0.0.1"}' in said
    assert not [line for line in said if line.endswith("is missing")]


def test_for_programs(wb):
    wb.configure('on_error = "defer"\n')
    assert wb.json("apply") == {"file": str(wb.conf), "outcome": "done", "policy": 2, "reasons": [],
                                "geoip": {"country": "unset", "asn": "unset"},
                                "past": None, "changes": [{"change": "added", "name": "on_error", "before": None, "after": '"defer"'}]}
    assert wb.json("apply")["outcome"] == "same"
    wb.configure()
    waits = wb.json("apply", "--auto", status=1)
    assert (waits["outcome"], waits["policy"], waits["reasons"]) == ("waits", 2, ["on_error is missing"])


@pytest.mark.parametrize("check", [("check-config",), ("apply", "--check")])
def test_a_check_changes_nothing(wb, policy, check):
    before = policy()
    wb.configure('on_error = "defer"\nexempt { hosts = {"127.0.0.1"} }\n')
    said = wb(*check).lines
    assert 'note     policy: added on_error = "defer"' in said
    assert "note     policy: waits for whyblock apply: 127.0.0.0/8 is no longer exempt" in said
    assert said[-1] == f"{wb.conf}: good" and policy() == before
    wb("apply")
    assert "note     policy: the file is in force (policy 2)" in wb(*check).lines


def test_without_a_policy_a_check_says_so(bare):
    assert "policy: none is in force, so Exim accepts all mail: run whyblock apply" in bare("check-config").out


@pytest.mark.parametrize("mistake", ["mode = \"enforced\"\n", "site {\n", "\0", 'category "spam" { text = "%{helo} %{sender} %{recipient}" }\n'])
@pytest.mark.parametrize("how", [(), ("--auto",)])
def test_a_mistake_changes_nothing(wb, policy, mistake, how):
    before = policy()
    wb.configure(mistake)
    said = wb("apply", *how, status=78).err
    assert "the policy in force stays" in said and policy() == before


def gone(conf):
    conf.unlink()


def folder(conf):
    conf.unlink()
    conf.mkdir()


def fifo(conf):
    conf.unlink()
    os.mkfifo(conf)


def emptied(conf):
    conf.write_text("")


@pytest.mark.parametrize("change, status", [(gone, 78), (folder, 78), (fifo, 78)])
def test_what_is_no_file_changes_nothing(wb, policy, change, status):
    before = policy()
    change(wb.conf)
    wb("apply", "--auto", status=status)
    assert policy() == before


def test_cut_behind_each_line_the_policy_stays(wb, policy):
    """By --auto: each cut is a mistake, or something is missing."""
    wb.configure('mode = "monitor"\nexempt {\n    hosts = {"127.0.0.0/8",\n        "192.0.2.0/24"}\n    authenticated = true\n}\n' + ZONE +
                 'rule "a" {\n    asn = {64496}\n    category = "spam"\n}\n')
    wb("apply")
    before, lines = policy(), wb.conf.read_text().splitlines(keepends=True)
    outcomes = set()
    for cut in range(1, len(lines)):                     # without its first line it names another store
        wb.write_conf("".join(lines[:cut]))
        outcomes.add(wb("apply", "--auto", status=None).status)
        assert policy() == before, cut
    assert outcomes == {1, 78}


@pytest.mark.parametrize("before, after, says", [
    ('mode = "monitor"\n', 'mode = "enforce"\n', 'mode becomes "enforce": mail would be refused'),
    ('exempt { hosts = {"192.0.2.7", "127.0.0.0/8"} }\n', 'exempt { hosts = {"127.0.0.0/8"} }\n', "192.0.2.7 is no longer exempt"),
    ('exempt { recipients = {"help"} }\n', 'exempt { recipients = {"abuse"} }\n', 'the recipient "help" is no longer exempt'),
    ("", "exempt { authenticated = false }\n", "clients that logged in are no longer exempt"),
    (ZONE, "", 'dnsbl "bl.example.net" is missing'),
    ("dns { edns = true }\n", "dns { deadline = 2 }\n", "dns edns is missing"),
])
def test_what_waits_for_a_person(wb, policy, before, after, says):
    wb.configure(before)
    wb("apply")
    in_force = policy()
    wb.configure(after)
    said = wb("apply", "--auto", status=1).err
    assert f"whyblock: {says}\n" in said and "the policy in force stays: run whyblock apply" in said
    assert policy() == in_force
    wb("apply")
    assert policy() != in_force
    assert wb("apply", "--auto").lines[-1].startswith(f"{wb.conf}: in force already")


def test_additions_and_changed_values_apply_by_themselves(wb, policy):
    before = policy()
    wb.configure('mode = "enforce"\n' + ZONE)
    wb("apply", "--auto")
    wb.configure('mode = "monitor"\n' + ZONE + "dns { edns = true }\n")
    assert wb("apply", "--auto").lines[-1] == f"{wb.conf}: in force from the next connection on (policy 3)"
    assert policy() != before


def test_another_file_needs_another_store(wb, policy):
    before, other = policy(), wb.folder / "other.conf"
    other.write_text(wb.conf.read_text())
    wb.conf = other
    assert "two configurations need two stores" in wb("apply", "--auto", status=1).err
    assert policy() == before


def test_one_step_back(wb):
    assert "there is no previous policy" in wb("apply", "--previous", status=1).err
    wb.configure('on_error = "defer"\n')
    wb("apply")
    assert wb("apply", "--previous").lines == [
        'removed on_error (it was "defer", now it is the default: "accept")', f"the previous policy is in force (as policy 3), whatever {wb.conf} says until it is applied"]
    assert wb("apply", "--previous").lines[0] == 'added on_error = "defer"'
    assert wb("apply").lines == [f"{wb.conf}: in force already (policy 4)"]


def test_history_tells_who_applied_what(wb):
    wb.add("192.0.2.66")
    wb.configure('on_error = "defer"\n')
    wb("apply")
    rows = wb.json("history")
    assert [row["action"] for row in rows] == ["apply", "add", "apply"]
    assert rows[2]["why"] == "on_error" and rows[2]["login"] and (rows[2]["added"], rows[2]["prefix"]) == (1, None)
    assert "on_error [1 added, 0 changed, 0 removed]" in wb("history").lines[-1]
    assert [row["action"] for row in wb.json("history", "192.0.2.66")] == ["add"]


def test_an_account_key_shows_nowhere(wb):
    for key in ("0123456789abcdefghijklmnop", "qrstuvwxyz0123456789abcdef"):
        wb.configure(f'dnsbl "{key}.zen.dq.spamhaus.net" {{}}\n')
        said = wb("apply", "--auto").out
        assert 'dnsbl "zen.dq.spamhaus.net"' in said and key not in said
    assert said.splitlines()[0] == 'changed dnsbl "zen.dq.spamhaus.net": another account key'


def test_a_byte_order_mark_is_forgiven(wb):
    wb.conf.write_bytes(b"\xef\xbb\xbf" + wb.conf.read_bytes())
    assert wb("apply").lines[-1] == f"{wb.conf}: in force already (policy 1)"


def test_explain_tells_that_its_verdict_is_not_yet_exims(wb):
    assert wb("explain", "192.0.2.66").err == ""
    wb.configure('mode = "monitor"\n')
    assert f"{wb.conf} is not in force, and this is what it would do" in wb("explain", "192.0.2.66").err
    wb("apply")
    assert wb("explain", "192.0.2.66").err == ""


@pytest.mark.parametrize("options", [("--check", "--auto"), ("--auto", "--previous")])
def test_one_option_at_most(wb, options):
    wb("apply", *options, status=64)


def test_a_damaged_policy_waits_for_a_person(wb, policy):
    path = wb.store / "published/policy-1"
    good = policy()
    path.write_bytes(good[:-1])
    assert "was cut short" in wb("apply", "--auto", status=1).err
    wb("apply")
    assert len(policy()) == len(good)


@pytest.mark.skipif(bool(private_system.missing()), reason=private_system.missing() or "-")
def test_without_a_store_the_policy_lives_under_the_usual_folder(tmp_path, bare):
    with private_system.PrivateSystem(tmp_path) as system:
        system.write("/etc/whyblock/whyblock.conf", 'store = ""\n')
        for verb in ("init", "apply"):
            said = system(bare.command, verb).stdout.splitlines()
        assert said == ["/etc/whyblock/whyblock.conf: in force already (policy 1)", "1 warning about it: whyblock apply --check"]
        assert system("ls", "/var/lib/whyblock/published").stdout.split() == ["policy-1", "reference-1.key"]


# the mmdb files that it copies

def test_what_is_copied_is_told(wb, geoip_files):
    path = wb.folder / "country.mmdb"
    copy = wb.store / "published/country.mmdb"
    path.write_bytes(geoip_files["maxmind-country"].read_bytes())
    wb.configure(geoip=exim_server.geoip(country=path))
    assert "geoip.country: copied, and asked from the next connection on" in wb("apply").lines
    assert copy.read_bytes() == path.read_bytes()
    assert "geoip" not in wb("apply").out
    path.write_bytes(geoip_files["dbip-country"].read_bytes())
    assert json.loads(wb("--json", "apply", "--auto").out)["geoip"] == {"country": "copied", "asn": "unset"}
    good = path.read_bytes()
    path.write_bytes(b"")
    run = wb("apply", "--auto", status=74)
    assert f"geoip {path}: " in run.err and "geoip.country: the copy of before stays" in run.err
    assert copy.read_bytes() == good
    path.unlink()
    run = wb("apply")
    assert f"geoip {path}: No such file or directory; geoip.country: the copy of before stays" in run.err
    assert copy.read_bytes() == good
    wb.configure()
    assert "geoip.country: not set: the copy was removed" in wb("apply").lines
    assert not copy.exists()


def test_a_bad_file_is_no_failure_of_init(wb):
    wb.configure(geoip=exim_server.geoip(asn=wb.conf))
    assert "geoip.asn: there is no copy: unknown for every client" in wb("init").err


def test_a_check_copies_nothing(wb, geoip_files):
    wb.configure(geoip=exim_server.geoip(country=geoip_files["maxmind-country"]))
    wb("apply", "--check")
    assert not (wb.store / "published/country.mmdb").exists()
