# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The cases of the staff command about what is listed: list, history, backup, verify, feed."""

from trial import case, cases

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
CATEGORIES = ["open-relay", "open-proxy", "formmail", "virus", "spam", "spam-source", "policy"]
BL = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }'
LATER = "2027-06-01"
MANY = "".join(f"203.0.113.{i}\n" for i in range(100))


# list

@cases([CLIENT, "192.0.2.0/24", "2001:DB8:0::0066", "2001:db8:1::/48", "::ffff:192.0.2.66", "::ffff:192.0.2.0/120", "192.0.2.66/24", "192.0.2.0/33",
        "0.0.0.0/0", "10.0.0.0/7", "2000::/3", "hello", "", "127.0.0.1", "fe80::1%eth0"])
def list_add(trial, prefix):
    trial.list(prefix, record=True)
    trial.list(prefix, "open-relay", "--force", reason="again", record=True)
    trial.run("list", "export")


@cases([("--ttl", "45s"), ("--ttl", "2w"), ("--ttl", "7"), ("--ttl", "99999999w"), ("--expires", "2099-12-24T18:00:00Z"), ("--expires", "2020-01-01"),
        ("--expires", "soon"), ("--scope", "range"), ("--scope", "all"), ("--source", "feed:drop"), ("--source", "report:trap@mx.example.net"),
        ("--source", "a b"), ("--source", "x" * 70), ("--reason", "r" * 255), ("--reason", "r" * 256), ("--reason", ""), ("--reason", "a\nb"),
        ("--reason", "a\x1b[31mb"), ("--reason", "Grüße, 例"), ("--at", LATER)])
def list_add_with(trial, option, value):
    given = {"--reason": "seen", "--source": "staff:ann", option: value}
    for json in ([], ["--json"]):
        trial.run(*json, "list", "add", CLIENT, "spam", *(word for pair in given.items() for word in pair))
    trial.run("list", "dump")


@case()
def list_add_mistakes(trial):
    for arguments in ([CLIENT, "spma", "--reason", "x"], [CLIENT, "spam"], [CLIENT], [], [CLIENT, "spam", "--ttl", "1d", "--expires", LATER, "--reason", "x"],
                      [CLIENT, "allow", "--reason", "x", "--scope", "range"], [CLIENT, "", "--reason", "x"]):
        trial.run("list", "add", *arguments)


@case()
def list_add_beside_an_allow(trial):
    trial.list("192.0.2.0/24", "allow", "--ttl", "90d")
    trial.list(CLIENT, "spam", record=True)
    trial.list("192.0.2.0/25", "spam", record=True)
    trial.run("--json", "list", "add", CLIENT, "virus", "--reason", "x")


@case()
def list_add_what_is_exempt(trial):
    trial.configure('exempt { hosts = {"192.0.2.64/28"} }\n')
    trial.list(CLIENT, record=True)
    trial.list("192.0.2.0/24", record=True)
    trial.list("192.0.2.0/24", "open-relay", "--force", record=True)


@case()
def list_remove(trial):
    for category, source in (("spam", "ann"), ("virus", "ann"), ("spam", "bob")):
        trial.list(CLIENT, category, source=source)
    trial.list("192.0.2.0/24", "spam", source="feed:drop")
    trial.run("list", "remove", CLIENT, "virus", "--reason", "mended")
    trial.run("--json", "list", "remove", CLIENT)
    trial.read("list", "remove", CLIENT)
    trial.run("list", "remove", "192.0.2.0/24", "spma")
    trial.run("list", "remove", "x")
    trial.state()


@case()
def list_show_and_dump(trial):
    trial.read("list", "dump")
    trial.read("list", "show", CLIENT)
    trial.load((CLIENT, "spam", "host", "staff:ann", "2026-01-02T03:04:05Z", "2026-12-24", "Grüße \"quoted\" \\ %s"), ("192.0.2.0/24", "policy", "range"),
               (CLIENT6, "virus"), ("2001:db8::/32", "allow", "host", "staff:eve", "-", "2027-01-01", "-"), ("0.0.0.0/0", "spam", "network"), record=True)
    trial.read("list", "dump")
    for address in (CLIENT, CLIENT6, "11.1.1.1", "192.0.2.0/24", "x"):
        trial.read("list", "show", address)
        trial.read("list", "show", address, "--at", LATER)
    trial.run("list", "expire", "--at", "2026-12-25")
    trial.run("--json", "list", "expire", "--at", LATER)
    trial.state()


ROWS = {
    "all fields": "192.0.2.66\tspam\thost\tstaff:ann\t2026-01-02T03:04:05Z\t2099-01-01T00:00:00Z\ta reason\n",
    "few fields": "192.0.2.66\tspam\n\n# a comment\n2001:db8::/32\tvirus\n",
    "one field": "192.0.2.66\n",
    "too many": "192.0.2.66\tspam\thost\ts:a\t-\t-\tx\ty\n",
    "bad prefix": "192.0.2.0/24\tspam\n192.0.2.66/24\tspam\n",
    "bad category": "192.0.2.66\tspma\n",
    "bad id": "192.0.2.66\tBad Id\n",
    "bad scope": "192.0.2.66\tspam\tall\n",
    "bad source": "192.0.2.66\tspam\thost\ta b\n",
    "bad time": "192.0.2.66\tspam\thost\ts:a\tyesterday\n",
    "bad end": "192.0.2.66\tspam\thost\ts:a\t-\tsoon\n",
    "bad reason": "192.0.2.66\tspam\thost\ts:a\t-\t-\ta\x1bb\n",
    "NUL": "192.0.2.66\tspam\0\n",
    "very wide": "0.0.0.0/0\tspam\n",
    "many mistakes": "x\ty\n" * 30,
    "nothing": "",
    "no end": "192.0.2.66\tspam",
    "CR LF": "192.0.2.66\tspam\r\n",
    "twice": "192.0.2.66\tspam\n192.0.2.66\tspam\n",
}


@cases(ROWS)
def list_import(trial, text):
    path = trial.file("rows.txt", text)
    trial.run("list", "import", path)
    trial.run("--json", "list", "import", "-", "--source", "feed:x", "--force", input=text)
    trial.run("list", "export")


@case()
def list_export(trial):
    trial.load(*((f"192.0.2.{n}", CATEGORIES[n % 7], "host", f"feed:f{n % 3}", "2026-01-01", "-", f"reason {n}") for n in range(40)),
               ("2001:db8::/32", "spam"), ("10.0.0.0/9", "allow"))
    trial.read("list", "export")
    trial.read("list", "export", "--format", "rbldnsd")
    trial.run("list", "export", "--format", "bind")


# history, backup, verify

@case()
def history(trial):
    trial.read("history")
    trial.list(CLIENT, "spam", "--ttl", "3d")
    trial.list(CLIENT, "spam", "--scope", "range", reason="again \"x\"")
    trial.list("192.0.2.0/24", "policy", source="feed:x")
    trial.list("2001:db8::/32", "policy")
    trial.run("list", "remove", CLIENT, "--reason", "mended")
    trial.load(("192.0.2.1", "spam"), ("192.0.2.2", "spam"))
    for asked in ([], [CLIENT], ["192.0.2.0/25"], ["192.0.0.0/16"], ["2001:db8::1"], ["203.0.113.1"], ["x"], ["--since", "1h"], ["--since", LATER],
                  ["--since", "yesterday"], [CLIENT, "--since", "2020-01-01"]):
        trial.read("history", *asked)


@case()
def history_of_a_damaged_store(trial):
    trial.list(CLIENT, reason="MARKED")
    trial.list("192.0.2.67")
    data = trial.store / "listings/data.mdb"
    data.write_bytes(data.read_bytes().replace(b"MARKED", b"MAR\x1bED"))
    for verb in (["history"], ["verify"], ["list", "dump"], ["explain", CLIENT], ["list", "export"]):
        trial.read(*verb)


@case()
def backup(trial):
    trial.list(CLIENT)
    trial.read("backup", trial.folder / "copy")
    trial.read("backup", trial.folder / "copy")
    trial.read("backup", "/nonexistent/copy")
    trial.read("verify")


@cases([["explain", CLIENT], ["list", "dump"], ["list", "add", CLIENT, "spam", "--reason", "x"], ["list", "remove", CLIENT], ["list", "export"],
        ["list", "expire"], ["history"], ["feed", "list"], ["feed", "sync"], ["removal", "list"], ["removal", "show", "1"], ["verify"],
        ["backup", "/nonexistent"], ["dnsbl", "status"], ["dnsbl", "check"], ["check-config"], ["ref", "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G"]])
def without_a_store(trial, arguments):
    trial.configure(f'{BL}\ndns {{ servers = {{"{trial.dns.address}"}} deadline = 0.2 }}\n')
    trial.store.rename(trial.folder / "away")
    trial.run(*arguments)
    trial.store.write_text("")
    trial.run("--json", *arguments)


# feeds

FEEDS = {
    "plain": "192.0.2.0/24 ; SBL1\n198.51.100.0/25 ; SBL2\n2001:db8::/32\n",
    "JSON": '{"cidr":"192.0.2.0/24","sblid":"SBL1"}\n{"type":"metadata","timestamp":1763632800}\n',
    "ranges": "192.0.2.7 - 192.0.2.9\n2001:db8::1-2001:db8::4\n",
    "comments": "# head\n192.0.2.66 # seen\t12 times\n192.0.2.67 # " + "ü" * 300 + "\n",
    "CR LF, BOM": "\ufeff192.0.2.66\r\n192.0.2.67\r\n",
    "nothing": "# empty\n",
    "exempt": MANY + "10.1.2.3\n",
    "wide": MANY + "64.0.0.0/7\n0.0.0.0-127.255.255.255\n",
    "bad lines": MANY + "x\n192.0.2.66/24\n",
    "all bad": "<html>\n<body>\n",
    **{f"bad line {line[:20]!r}": MANY + line + "\n" for line in (
        "192.0.2.66 spam", "192.0.2.9-192.0.2.7", "192.0.2.66\0", "1" * 5000, "192.0.2.66 # a\u202eb", '{"cidr":"192.0.2.66"', '{"cidr":12}')},
}


@cases(FEEDS)
def feed_sync(trial, text):
    path = trial.file("feed.txt", text)
    sync = ["feed", "sync", "drop", path, "--category", "spam"]
    trial.run(*sync, "--ttl", "7d", "--scope", "range")
    trial.run("--json", *sync, "--allow", "empty,change,exempt,wide,lines")
    trial.run(*sync[:3], "-", *sync[4:], input=text)
    trial.state()


@case()
def feed_guard_of_change(trial):
    for text in (MANY, "203.0.113.1\n", MANY + MANY.replace("203.0.113", "198.51.99"), "".join(f"10.0.0.{i}\n" for i in range(44))):
        path = trial.file("feed.txt", text)
        trial.read("feed", "sync", "drop", path, "--category", "spam")
    trial.read("feed", "drop", "drop", "--reason", "no use")
    trial.read("feed", "drop", "drop")
    trial.run("feed", "drop", "a b")
    trial.state()


@case()
def feeds_of_the_configuration(trial):
    feeds = "".join(f'feed "{name}" {{ file = "{trial.folder / name}" category = "spam" {more} }}\n'
                    for name, more in (("a", 'scope = "range" ttl = "7d"'), ("b", ""), ("c", 'allow = {"wide", "exempt"}'), ("d", "")))
    trial.configure(feeds)
    trial.read("feed", "list")
    for name, text in ("a", FEEDS["plain"]), ("b", "10.0.0.1\n"), ("c", "0.0.0.0/0\n"):
        trial.file(name, text)
    trial.read("feed", "sync")
    trial.read("feed", "sync", "b", "--allow", "exempt")
    trial.read("feed", "sync", "nobody")
    trial.read("check-config")
    trial.read("feed", "drop", "a")
    trial.configure()
    trial.read("feed", "sync")
    trial.read("feed", "list")


@cases([["drop", "FILE"], ["drop", "FILE", "--category", "spma"], ["drop"], ["a b", "FILE", "--category", "spam"], ["x" * 60, "FILE", "--category", "spam"],
        ["drop", "FILE", "--category", "spam", "--ttl", "7"], ["drop", "FILE", "--category", "spam", "--scope", "all"], ["--ttl", "7d"],
        ["drop", "/nonexistent", "--category", "spam"], ["drop", "/", "--category", "spam"], ["drop", "FILE", "more"], ["drop", "FILE", "--allow", "all"]])
def feed_sync_mistakes(trial, arguments):
    path = trial.file("feed.txt", MANY)
    trial.read("feed", "sync", *(path if word == "FILE" else word for word in arguments))
