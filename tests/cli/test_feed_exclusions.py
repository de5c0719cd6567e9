# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What a list says of hosts that are not on it: it is applied, or nothing of the list is taken."""

import pytest

from test_feed_formats import MANY, MANY_PREFIXES, listed, order, sync

NETWORK = ["203.0.113.0/29", "203.0.113.8/32", "203.0.113.10/31", "203.0.113.12/30", "203.0.113.16/28", "203.0.113.32/27", "203.0.113.64/26",
           "203.0.113.128/25"]                       # 203.0.113.0/24 without 203.0.113.9
# label: the file, its prefixes, options
EXCLUDED = {
    "rbldnsd":               (MANY + "203.0.113.0/24\n!203.0.113.9\n", [*MANY_PREFIXES, *NETWORK]),
    "in front of what it is of": ("!203.0.113.9\n203.0.113.0/24\n", NETWORK),
    "a network":             ("203.0.113.0/24\n! 203.0.113.128/25\n", ["203.0.113.0/25"]),
    "a range":               ("203.0.113.0-203.0.113.9\n!203.0.113.8-203.0.113.9\n", ["203.0.113.0/29"]),
    "in several networks":   ("203.0.112.0/23\n203.0.113.0/24\n203.0.113.9\n!203.0.113.9\n", ["203.0.112.0/24", *NETWORK]),
    "of IPv6":               ("2001:db8::/126\n!2001:db8::1\n", ["2001:db8::/128", "2001:db8::2/127"]),
    "mapped exclusion":      ("203.0.113.0/24\n!::ffff:203.0.113.9\n", NETWORK),
    "a zone":                ("$SOA 3000 ns.example. hostmaster.example. 0 600 300 86400 300\n$NS 3000 ns.example.\n:127.0.0.2:Listed, see http://x/$\n"
                              "203.0.113 :4:dial-up\n198.51.100.7-9\n!203.0.113.9\n", ["198.51.100.7/32", "198.51.100.8/31", *NETWORK]),
    "a zone of many kinds":  ("$DATASET dnset:names @\nexample.com\n.example.net :1:x\n$DATASET ip4trie:ip @\n203.0.113.9 x\n"
                              "$DATASET ip6trie:six @\n2001:db8::/32 :127.0.0.2:x\n", ["203.0.113.9/32", "2001:db8::/32"]),
    "ipset":                 ("create bad hash:net family inet hashsize 1024 maxelem 65536\nadd bad 203.0.113.0/24 timeout 300\n"
                              "add bad 203.0.113.9 nomatch\nadd bad 198.51.100.7,tcp:25 comment \"a # b\"\n", ["198.51.100.7/32", *NETWORK]),
    "Postfix":               ("203.0.113.9 OK\n203.0.113.0/24 REJECT see http://example.com/?x=1\n2001:db8::/32\t550 5.7.1 no\n",
                              [*NETWORK, "2001:db8::/32"]),
    "Postfix, lower case":   ("203.0.113.9\tdunno\n203.0.113.0/24\treject\n", NETWORK),
    "Postfix, no rejection": ("203.0.113.9 permit_mynetworks\n203.0.113.0/24 reject_unauth_pipelining\n", NETWORK),
    "Postfix, a warning":    ("203.0.113.9/32 WARN seen\n203.0.113.0/24 REJECT\n", NETWORK),
    "in quotes":             ('203.0.113.0/24\n"!203.0.113.9"\n', NETWORK),
    "behind a no-break space": ("203.0.113.0/24\n\u00a0!203.0.113.9\n", NETWORK),
    "fullwidth":             ("203.0.113.0/24\n\uff01203.0.113.9\n", NETWORK),
    "fullwidth in UTF-16":   ("203.0.113.0/24\n\uff01203.0.113.9\n".encode("utf-16"), NETWORK),
    "by SPF":                ("v=spf1 -ip4:203.0.113.9 ip4:203.0.113.0/24 -all\n", NETWORK),
    "by SPF in a line":      ("ip4:203.0.113.0/24\n-ip4:203.0.113.9\n", NETWORK),
    "by SPF and !":          ("203.0.113.0/24\n!ip4:203.0.113.9\n", NETWORK),
    "in a column by name":   ("ip,note\n203.0.113.0/24,x\n!203.0.113.9,x\n", NETWORK, "--column", "ip"),
    "in a column by number": ("203.0.113.0/24,x\n!203.0.113.9,x\n", NETWORK, "--column", "1"),
    "in quotes in a column": ('x,203.0.113.0/24\nx,"!203.0.113.9"\n', NETWORK, "--column", "2"),
    "in a column of its own": ("x,203.0.113.0/24\n!,203.0.113.9\n", NETWORK, "--column", "2"),
    "in JSON":               ('{"cidr":"203.0.113.0/24"}\n{"cidr":"!203.0.113.9"}\n', NETWORK),
    "in an array of JSON":   ('["203.0.113.0/24","!203.0.113.9"]', NETWORK),
    "! in words":            ("203.0.113.5 Yahoo! Inc\n203.0.113.6 # !203.0.113.5\n", ["203.0.113.5/32", "203.0.113.6/32"]),
}


@pytest.mark.parametrize("row", EXCLUDED.values(), ids=EXCLUDED)
def test_an_exclusion(wb, row):
    data, prefixes, *options = row
    run = sync(wb, data, *options)
    assert "bad" not in run.out + run.err
    assert listed(wb) == order(prefixes)


@pytest.mark.parametrize("row", EXCLUDED.values(), ids=EXCLUDED)
def test_list_import_reads_the_same(wb, row):
    data, prefixes, *options = row
    path = wb.folder / "list.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(errors="surrogateescape"))
    wb("list", "import", path, "--category", "spam", "--source", "staff:ann", *options)
    assert listed(wb, "staff:ann") == order(prefixes)


AROUND = "203.0.113.0/24,y\n" + "".join(f"198.18.0.{i},y\n" for i in range(1, 201))
JSON_AROUND = '{"cidr":"203.0.113.0/24"}\n' + "".join(f'{{"cidr":"198.18.0.{i}"}}\n' for i in range(1, 201))
# label: the line that should keep a host from being listed, and cannot be read; options
LOST = {
    "a mistake":              ("!203.0.113.x\n",),
    "too long":               ("!203.0.113.9 " + "x" * 5000 + "\n",),
    "a NUL byte":             ("!203.0.113.9\0\n",),
    "a NUL byte in front":    ("\0!203.0.113.9\n",),
    "a NUL byte and a comment": ("!203.0.113.9\0 # x\n",),
    "two addresses":          ("!203.0.113.9 203.0.113.99\n",),
    "two of them":            ("!203.0.113.5, !203.0.113.9\n",),
    "behind another one":     ("203.0.113.0/25, !203.0.113.9\n",),
    "twice":                  ("!!203.0.113.9\n",),
    "fullwidth":              ("\uff01203.0.113.x\n",),
    "in quotes":              ('"!203.0.113.x"\n',),
    "ipset":                  ("add s 203.0.113.09x nomatch\n",),
    "ipset, taken out":       ("del s 203.0.113.9\n",),
    "SPF":                    ("-ip4:203.0.113.x\n",),
    "Postfix":                ("203.0.113.x permit_mynetworks\n",),
    "Postfix, its next line": ("203.0.113.9\n  permit_mynetworks\n",),
    "a column by number":     ("!203.0.113.x,y\n", "--column", "1"),
    "too few columns":        ("!203.0.113.9\n", "--column", "2"),
    "another column":         ("203.0.113.5,!203.0.113.9\n", "--column", "1"),
    "JSON":                   ('{"cidr":"!203.0.113.x"}\n',),
    "JSON, another member":   ('{"cidr":"203.0.113.5","but":"!203.0.113.9"}\n',),
    "JSON, too long":         ('{"cidr":"!203.0.113.9' + " " * 200 + '"}\n',),
    "JSON, damaged":          ('{"cidr":"!203.0.113.9"\n',),
    "text in JSON":           ("!203.0.113.x\n",),
}


@pytest.mark.parametrize("row", LOST.items(), ids=LOST)
def test_an_exclusion_that_cannot_be_read_changes_nothing(wb, row):
    label, (line, *options) = row
    text = (JSON_AROUND if "JSON" in label else AROUND) + line
    run = sync(wb, text, *options, status=65)
    assert '1 line with "!" cannot be read' in run.err and "nothing was changed" in run.err
    path = wb.folder / "list.txt"
    path.write_text(text)
    run = wb("list", "import", path, "--category", "spam", *options, status=65)
    assert "nothing was changed" in run.err
    assert wb("list", "dump").out == "nothing is listed\n"
