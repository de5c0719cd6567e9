# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`explain`: the trail from the facts to the very reply; exit 0 when Exim would accept now, 1 when not."""

import pytest
from exim_server import TOP, geoip

CLIENT = "192.0.2.66"
REPLY = [f"550-5.7.1 Server [{CLIENT}] blocked as possible open relay",
         f"550-5.7.1 Client host [{CLIENT}] blocked using Example Internet",
         "550 5.7.1 https://postmaster.example.net/blocked"]
DEFERRED = [line.replace("550", "451").replace("5.7.1", "4.7.1") for line in REPLY]
PHRASES = {
    "open-relay": "blocked as possible open relay",
    "open-proxy": "blocked as possible open proxy",
    "formmail": "blocked as possible insecure FormMail script",
    "virus": "blocked for possible virus or trojan activity",
    "spam": "blocked for deliberate spamming",
    "spam-source": "blocked as a source of spam",
    "policy": "blocked as an end-user address",
}


UNSET = {"tag_at": None, "defer_at": None, "choice": None, "capped": False, "lowered": False, "in_grace": False, "refused_from": None, "guarded": False}     # of a category


def explain(wb, address=CLIENT, *more):
    """--json; checks that the exit status and the text for people say the same."""
    run = wb("--json", "explain", address, *more, status=None)
    assert run.status in (0, 1) and (run.err == "" or "is not in force, and this is what it would do" in run.err)
    found = wb.json("explain", address, *more, status=run.status)
    assert found["accept"] is (run.status == 0)
    text = wb("explain", address, *more, status=run.status).lines
    verdict = next(line for line in text if line.startswith("Verdict"))
    assert ("accept" in verdict) == (run.status == 0) or "monitor mode" in verdict or found["verdict"]["action"] in ("log", "tag")
    assert [line[2:] for line in text[text.index("Reply") + 1:]] == found["reply"] if found["reply"] else "Reply" not in text
    return found


def test_not_listed(wb):
    assert explain(wb) == {"client": CLIENT, "accept": True, "exempt": None, "host": None, "faults": [], "evidence": [], "zones": [], "dnswl": None, "allow_lists": [], "reply": [], "header": None,
                           "verdict": {"action": "accept", "client": CLIENT, "checks": 1, "us": pytest.approx(0, abs=10**7)},
                           "categories": [{**UNSET, "category": category, "score": 0, "threshold": 1, "action": "off", "wanted": "off"}
                                          for category in PHRASES]}


def test_listed(wb):
    wb.add(CLIENT, "open-relay", "--expires", "2099-01-01", reason="relayed for a test")
    found = explain(wb)
    assert found["reply"] == REPLY
    assert found["evidence"][0].pop("since").startswith("20")
    assert found["evidence"] == [{"source": "listing:staff:ann", "category": "open-relay", "scope": "host", "weight": 1,
                                  "expires": "2099-01-01T00:00:00Z", "reason": "relayed for a test", "remedy": "", "detail": "192.0.2.66/32", "counts": True}]
    assert found["categories"][0] == {**UNSET, "category": "open-relay", "score": 1, "threshold": 1, "action": "reject", "wanted": "reject"}
    verdict = found["verdict"]
    assert verdict.pop("us") >= 0
    assert verdict == {"action": "reject", "category": "open-relay", "client": CLIENT, "score": 1, "threshold": 1,
                       "evidence": "listing:staff:ann", "reason": "relayed for a test", "checks": 1}
    assert list(verdict) == ["action", "category", "client", "score", "threshold", "evidence", "reason", "checks"]
    text = wb("explain", CLIENT, status=1).out
    for word in ("listing:staff:ann", "relayed for a test", "2099-01-01T00:00:00Z", "1.0 of 1.0", "reject as open-relay"):
        assert word in text


@pytest.mark.parametrize("category, phrase", PHRASES.items())
@pytest.mark.parametrize("address", [CLIENT, "192.0.2.166", "203.0.113.66", "2001:db8::66"])
def test_reply_of_every_category(wb, category, phrase, address):
    wb.add(address, category)
    lines = explain(wb, address)["reply"]
    assert lines[0] == f"550-5.7.1 Server [{address}] {phrase}"
    if len(address) <= 13:
        assert len(lines) == 3                           # nothing is folded


@pytest.mark.parametrize("address, client", [("::ffff:192.0.2.66", CLIENT), ("2001:DB8:0::66", "2001:db8::66")])
def test_address_is_shown_as_it_is_meant(wb, address, client):
    wb.add(client)
    found = explain(wb, address)
    assert (found["client"], found["accept"]) == (client, False)


# what a category's settings and a listing's scope do

@pytest.mark.parametrize("action, reply", [("off", []), ("log", []), ("tag", []), ("defer", DEFERRED), ("reject", REPLY)])
def test_action(wb, action, reply):
    wb.configure(f'category "open-relay" {{ action = "{action}" }}\n')
    wb.add(CLIENT)
    found = explain(wb)
    assert found["reply"] == reply
    assert found["verdict"]["action"] == ("accept" if action == "off" else action)
    assert found["evidence"][0]["counts"] is (action != "off")


@pytest.mark.parametrize("scope, reply", [("host", REPLY), ("range", DEFERRED), ("network", DEFERRED)])
@pytest.mark.parametrize("prefix", [CLIENT, "192.0.2.0/24"])
def test_scope_range_defers_at_most(wb, prefix, scope, reply):
    wb.add(prefix, "open-relay", "--scope", scope)
    found = explain(wb)
    assert found["reply"] == reply
    assert found["categories"][0]["capped"] is (scope != "host")
    if scope != "host":
        wb.add(CLIENT, "open-relay", source="bob")       # evidence about the host itself joins it
        assert explain(wb)["reply"] == REPLY


def test_scope_range_does_not_lift_a_tag(wb):
    wb.configure('category "open-relay" { action = "tag" }\n')
    wb.add(CLIENT, "open-relay", "--scope", "range")
    assert explain(wb)["verdict"]["action"] == "tag"


@pytest.mark.parametrize("threshold, sources, accept", [("1.0", 1, False), ("1.001", 1, True), ("2.0", 1, True), ("2.0", 2, False), ("3.0", 2, True)])
def test_threshold(wb, threshold, sources, accept):
    wb.configure(f'category "open-relay" {{ threshold = {threshold} }}\n')
    for source in ("ann", "bob")[:sources]:
        wb.add(CLIENT, source=source)
    found = explain(wb)
    assert found["accept"] is accept
    assert found["categories"][0]["score"] == sources


@pytest.mark.parametrize("hosts, client, row", [
    (["192.0.2.1", "192.0.2.2", "192.0.2.3"], CLIENT, ("192.0.2.0/24", "3 or more other hosts of its /24 are listed")),
    (["2001:db8:0:1::1", "2001:db8:0:2::/64", "2001:db8:0:3::1"], "2001:db8::1", ("2001:db8::/48", "3 or more other /64s of its /48 are listed")),
])
def test_neighbours(wb, hosts, client, row):
    wb.configure("neighbours_weight = 1.0\n")
    for host in hosts:
        assert explain(wb, client)["evidence"] == []
        wb.add(host)
    found = explain(wb, client)
    assert found["evidence"] == [{"source": "neighbours", "category": "spam-source", "scope": "range", "weight": 1, "since": None, "expires": None,
                                  "reason": row[1], "remedy": "", "detail": row[0], "counts": True}]
    assert (found["verdict"]["action"], found["verdict"]["reason"]) == ("defer", row[1])
    assert any(line.split()[:4] == ["neighbours", "spam-source", "range", "1.0"] and line.endswith(", ".join(row))
               for line in wb("explain", client, status=1).lines)
    wb.configure("")
    assert explain(wb, client)["evidence"] == []


def test_below_the_threshold_and_by_the_recipients_choice(wb):
    """One policy: what it does at once, and what a recipient's choice makes of it."""
    wb.configure('category "spam" { threshold = 2.5 tag_at = 0.5 defer_at = 1.0 }\n'
                 'recipient "example.org" { category "spam" { action = "tag" } category "policy" { action = "reject" } }\n')
    wb.add(CLIENT, "spam")
    tag = 'action=tag category=spam score=1.0 of 2.5 source="Example Internet"'
    lines = wb("explain", CLIENT, "--recipient", "ann@example.org").lines
    assert "  spam                     1.0 of 2.5  tag, not defer: the recipient's choice, by defer_at = 1.0" in lines
    assert "Verdict    tag as spam; lowered to tag: the recipient's choice (recipient \"example.org\" in whyblock.conf)" in lines
    assert lines[-2:] == ["Header", f"  X-Whyblock: {tag}"]
    found = explain(wb, CLIENT, "--recipient", "ann@example.org")
    assert (found["accept"], found["verdict"]["choice"], found["header"]) == (True, "example.org", tag)
    row, = [row for row in found["categories"] if row["category"] == "spam"]
    assert (row["tag_at"], row["defer_at"], row["action"], row["wanted"], row["choice"]) == (0.5, 1.0, "tag", "defer", "example.org")
    found = explain(wb, CLIENT, "--recipient", "ann@example.net")
    assert (found["verdict"]["action"], found["verdict"].get("choice"), found["header"]) == ("defer", None, None)
    lines = wb("check-config").lines
    assert "note     category spam: reject with 550 5.7.1 from a score of 2.5, tag from 0.5, defer from 1.0" in lines
    assert [line for line in lines if 'recipient "example.org", category "policy": the action reject changes nothing: ' in line]


def test_monitor_mode_blocks_nobody(wb):
    wb.configure('mode = "monitor"\n')
    wb.add(CLIENT)
    found = explain(wb)
    assert (found["accept"], found["reply"]) == (True, [])
    assert (found["verdict"]["action"], found["verdict"]["mode"], found["verdict"]["category"]) == ("reject", "monitor", "open-relay")


def test_the_strictest_action_wins_then_the_score_then_the_order_of_the_table(wb):
    wb.configure('category "formmail" { action = "tag" }\ncategory "virus" { action = "defer" }\n')
    won = []
    for category, source in [("formmail", "a"), ("formmail", "b"), ("virus", "a"), ("policy", "a"), ("spam", "a"), ("policy", "b")]:
        wb.add(CLIENT, category, source=source)
        won.append(explain(wb)["verdict"]["category"])
    assert won == ["formmail", "formmail", "virus", "policy", "spam", "policy"]


def test_all_listings_count_however_many_have_expired(wb):
    """500 sources listed the host for a time that is over; one lists it now."""
    wb.load(*((CLIENT, "spam", "host", f"feed:f{i:03}", "2020-01-01", "2020-02-01", "over") for i in range(500)),
            ("192.0.2.0/24", "open-relay", "host", "staff:ann", "-", "-", "now"))
    assert explain(wb)["reply"] == REPLY


def test_a_listing_of_a_category_that_is_gone_does_not_count(wb):
    wb.configure('category "dynamic" {}\n')
    wb.add(CLIENT, "dynamic")
    wb.configure()
    assert explain(wb)["accept"]
    assert "1 listings of categories that the configuration does not have" in wb("explain", CLIENT).out


# when it counts

@pytest.mark.parametrize("at, reply", [("2099-12-24T17:59:59Z", REPLY), ("2099-12-24T18:00:00Z", []), ("4101818399", REPLY), ("4101818400", []),
                                       ("2099-12-24", REPLY), ("2099-12-25", [])])
def test_at_a_second_either_side_of_the_expiry(wb, at, reply):
    wb.add(CLIENT, "open-relay", "--expires", "2099-12-24T18:00:00Z")
    found = explain(wb, CLIENT, "--at", at)
    assert found["reply"] == reply
    assert found["evidence"][0]["counts"] is bool(reply)
    assert ("does not count: expired" in wb("explain", CLIENT, "--at", at, status=None).out) == (not reply)


# who is never blocked

@pytest.mark.parametrize("recipient, exempt", [
    ("postmaster@example.org",   "recipient postmaster"),
    ("PostMaster@EXAMPLE.net",   "recipient postmaster"),
    ("abuse@example.org",        "recipient abuse"),
    ("postmaster",               "recipient postmaster"),
    ("POSTMASTER",               "recipient postmaster"),
    ("user@example.org",         None),
    ("postmaster2@example.org",  None),
    ("user+abuse@example.org",   None),
    ("user@postmaster",          None),
    ("friend@example.com",       "recipient friend@example.com"),
    ("Friend@Example.Com",       "recipient friend@example.com"),
    ("friend@example.org",       None),
    ("any.body@open.example",    "recipient @open.example"),
    ("any.body@sub.open.example", None),
    ("",                         None),
])
def test_exempt_recipient(wb, recipient, exempt):
    wb.configure('exempt { recipients = {"postmaster", "abuse", "friend@example.com", "@open.example"} }\n')
    wb.add(CLIENT)
    found = explain(wb, CLIENT, "--recipient", recipient)
    assert (found["exempt"], found["accept"]) == (exempt, exempt is not None)


@pytest.mark.parametrize("address, exempt", [("127.0.0.1", "host 127.0.0.0/8"), ("::1", "host ::1/128"), ("127.255.255.255", "host 127.0.0.0/8"),
                                             ("128.0.0.0", None), ("::2", None)])
def test_exempt_host(wb, address, exempt):
    wb.add(address, "open-relay", "--force")
    found = explain(wb, address)
    assert (found["exempt"], found["accept"]) == (exempt, exempt is not None)


@pytest.mark.parametrize("allow", [CLIENT, "192.0.2.0/24", "192.0.0.0/16", "0.0.0.0/0"])
def test_allow_wins(wb, allow):
    wb.add(CLIENT)
    wb.add(CLIENT, "spam", source="bob")
    wb.add(allow, "allow", "--force", "--expires", "2099-01-01", reason="our partner", source="staff:eve")
    found = explain(wb)
    assert found["accept"] and found["reply"] == []
    assert found["exempt"].startswith("allow listing:staff:eve")
    assert [(row["category"], row["source"]) for row in found["evidence"]][0] == ("allow", "listing:staff:eve")
    assert not explain(wb, CLIENT, "--at", "2099-01-01")["accept"]


def test_an_allow_listing_that_is_over_hides_no_other(wb):
    wb.add(CLIENT)
    wb.add(CLIENT, "allow", "--expires", "2099-01-01")
    wb.add("192.0.2.0/24", "allow", "--expires", "2099-02-01")
    for at, accept in (("2098-12-31", True), ("2099-01-15", True), ("2099-02-01", False)):
        assert explain(wb, CLIENT, "--at", at)["accept"] is accept


# facts

def test_country_and_network(wb, geoip_files):
    wb.configure('rule "us" { countries = {"US"} category = "spam" weight = 0.5 }\nrule "as" { asn = {64496} category = "policy" }\n',
                 geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]))
    wb("apply")
    found = explain(wb)
    assert [(row["source"], row["category"], row["scope"], row["weight"]) for row in found["evidence"]] == [
        ("rule:us", "spam", "network", 0.5), ("rule:as", "policy", "network", 1)]
    assert {key: found["verdict"][key] for key in ("action", "category", "country", "asn", "as_org")} == {
        "action": "defer", "category": "policy", "country": "US", "asn": 64496, "as_org": "Example Net"}
    text = wb("explain", CLIENT, status=1).out
    assert "US" in text and "AS64496 Example Net" in text


def test_a_broken_copy_of_a_geoip_file_is_a_fault_and_listings_still_count(wb):
    wb.configure(geoip=geoip(asn=wb.conf))
    (wb.store / "published/asn.mmdb").write_text("?")
    wb.add(CLIENT)
    found = explain(wb)
    assert found["reply"] == REPLY
    assert len(found["faults"]) == 1 and "published/asn.mmdb" in found["faults"][0]
    assert explain(wb, "192.0.2.67")["accept"]


def test_it_says_when_a_copy_is_not_of_the_geoip_file_as_it_is(wb, geoip_files):
    path = wb.folder / "country.mmdb"
    path.write_bytes(geoip_files["maxmind-country"].read_bytes())
    wb.configure(geoip=geoip(country=path))
    assert f"geoip {path}: there is no copy of it" in wb("explain", CLIENT).err
    wb("apply")
    assert "geoip" not in wb("explain", CLIENT).err
    path.write_bytes(geoip_files["dbip-country"].read_bytes())
    assert f"geoip {path}: what is asked is a copy of before: run whyblock apply" in wb("explain", CLIENT).err
    wb("apply")
    assert "geoip" not in wb("explain", CLIENT).err


@pytest.mark.parametrize("option, placeholder, value", [("--helo", "helo", "mail.example.com"), ("--name", "name", "mail.example.com"),
                                                        ("--sender", "sender", "a@example.com"), ("--recipient", "recipient", "b@example.org")])
def test_what_the_client_said(wb, option, placeholder, value):
    wb.configure(f'category "open-relay" {{ text = "{placeholder} %{{{placeholder}}}\\nlast" }}\n')
    wb.add(CLIENT)
    assert explain(wb, CLIENT, option, value, "--no-dns")["reply"] == [f"550-5.7.1 {placeholder} {value}", "550 5.7.1 last"]
    assert explain(wb)["reply"] == ["550 5.7.1 last"]     # a line with nothing to say is left out
    assert value in wb("explain", CLIENT, option, value, status=1).out


SHELL = "X-PHP-Script: www.example.net/wp-content/uploads/x.php for 203.0.113.9\nSubject: x\n\nhello\n"
RULES = f'rules_file = "{TOP / "config/rules.conf"}"\n'


def test_a_mail_is_looked_at_as_exim_would(wb):
    wb.configure(RULES)
    path = wb.folder / "mail.eml"
    path.write_text(SHELL)
    assert wb.json("explain", "192.0.2.66")["verdict"]["action"] == "accept"
    shown = wb.json("explain", "192.0.2.66", "--message", path, status=1)
    assert shown["verdict"]["action"] == "reject" and shown["verdict"]["category"] == "formmail"
    first = shown["evidence"][0]
    assert first["source"] == "rule:form-uploaded-script" and first["detail"] == "www.example.net/wp-content/uploads/x.php for 203.0.113.9"
    assert "folder for uploads" in first["reason"] and "remove the script" in first["remedy"]
    out = wb("explain", "192.0.2.66", "--message", "-", input=SHELL, status=1).out
    assert "what helps: remove the script" in out
    assert "No such file" in wb("explain", "192.0.2.66", "--message", wb.folder / "none", status=74).err
    assert wb("explain", "192.0.2.66", "--message", "/dev/null").out


def test_what_is_known_of_a_host_and_what_is_not(wb):
    assert wb.json("explain", CLIENT, "--helo", "localhost")["host"] is None
    wb.configure(RULES + 'rule "host-name-none" { enabled = true }\n')
    shown = wb.json("explain", CLIENT, "--helo", "localhost", "--no-dns")["host"]
    assert shown["helo"] == ["unqualified", "localhost"] and shown["name"] == []
    assert shown["helo_unknown"] == ["own-name", "unresolved"] and shown["name_unknown"] == ["none", "unconfirmed", "generic"]
    lines = wb("explain", CLIENT, "--helo", "localhost", "--no-dns").lines
    assert "HELO is    unqualified, localhost; not known: own-name" in lines and "Name is    not known: none" in lines
    shown = wb.json("explain", CLIENT, "--helo", "mail.example.org", "--name", "192-0-2-66.dyn.example.net", "--no-dns")["host"]
    assert shown["name"] == ["generic"] and shown["name_unknown"] == []
