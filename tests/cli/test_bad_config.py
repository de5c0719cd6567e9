# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Mistakes in the configuration: exit 78, and all of them at once with file, line, what was found and what was expected."""

import os

import pytest

COMMA = 'category "policy" { threshold = 1,5 }'         # grammar for libconfuse: it ends the reading
MISTAKES = [
    # a line of the file                              what is said of it: found, and right
    ('mode = "enforced"',                             'found mode = "enforced": expected enforce or monitor'),
    ('on_error = "reject"',                           'found on_error = "reject": expected accept or defer'),
    ('store = "var/lib"',                             'found store = "var/lib": expected a path that begins with /'),
    ('bogus = 1',                                     'found the unknown name "bogus": expected one of mode, on_error, log_accepts, store'),
    ('site { url = "ftp://x" shade = "red" }',        'found url = "ftp://x": expected a URL'),
    ('geoip { country = "GeoLite2.mmdb" }',           'found country = "GeoLite2.mmdb": expected a path'),
    ('exempt { hosts = {"192.0.2.0/24", "192.0.2.66/24"} authenticated = perhaps }',
                                                      'found authenticated = "perhaps": expected true or false'),
    ('category "spam" { action = "kill" }',           'found action = "kill": expected off, log, tag, defer or reject'),
    ('category "virus" { threshold = 0 }',            'found threshold = "0": expected a number from 0.001 to 1000'),
    (COMMA,                                           "found unexpected token ','"),
    ('category "formmail" { status = "4.7.1" }',      'found status = "4.7.1": expected an enhanced status code of class 5'),
    ('category "open-proxy" { text = "%{nothing}" }', '%{nothing}'),
    ('category "Bad Id" {}',                          'found category "Bad Id": expected an id'),
    ('category "allow" {}',                           'found category "allow": expected an id'),
    ('category "spam" { action = "tag" }',            'found a second section with the title "spam"'),
    ('category "spam-source" { tag_at = 1.0 }',       'found category "spam-source" with tag_at = 1.0: expected less than its threshold, which is 1.0'),
    ('rule "a" { asn = {64496} }',                    'found rule "a" with category = "": expected a category'),
    ('rule "b" { category = "spam" }',                'found rule "b" without a condition'),
    ('rule "c" { category = "spam" asn = {0} }',      'found asn = "0": expected an AS number from 1 to 4294967295'),
    ('rule "d" { category = "spam" countries = {"USA"} }', 'found countries = "USA": expected a country code of two letters'),
    ('feed "a" { category = "spam" }',                'found feed "a" without file: expected the path'),
    ('feed "b" { file = "/x" }',                      'found feed "b" with category = "": expected a category'),
    ('feed "c" { file = "/x" category = "spam" allow = {"wide", "all"} }', 'found feed "c" with allow = "all": expected some of empty, change'),
    ('feed "d e" { file = "/x" category = "spam" }',  'found feed "d e": expected a name'),
    ('feed "f" { file = "/x" category = "spam" ttl = "7" }', 'found ttl = "7": expected a span such as "45s"'),
    ('rule "e f" { category = "spam" asn = {1} }',    'found rule "e f": expected a name'),
    ('rule "g" { category = "spam" asn = {1} weight = 0.5 weight = 0.6 }', 'found weight a second time'),
    ('recipient "example.org" { action = "tag" }',    'found the unknown name "action" in section recipient: expected one of category {}'),
]
# Two in one line; one of them is looked for above.
MORE = [(5, 'found the unknown name "shade" in section site: expected one of name, url, contacts'),
        (7, 'found hosts = "192.0.2.66/24": expected'), (7, "192.0.2.0/24")]


def write(bare, *lines):
    bare.write_conf("".join(f"{line}\n" for line in lines))


def test_all_at_once(bare):
    write(bare, *(line for line, _ in MISTAKES if line != COMMA))
    wanted = list(enumerate((says for line, says in MISTAKES if line != COMMA), 1)) + MORE
    found = [line for line in bare("check-config", status=78).lines if line.startswith("mistake ")]
    for number, says in wanted:
        assert any(line.startswith(f"mistake  {bare.conf}:{number}: ") and says in line for line in found), (number, says)
    assert len(found) >= len(wanted) - 1
    assert [int(line.split(":")[1]) for line in found] == sorted(int(line.split(":")[1]) for line in found)


@pytest.mark.parametrize("line, says", MISTAKES[:14] + MISTAKES[15:], ids=lambda text: text[:40])
def test_one_alone(bare, line, says):
    write(bare, f'store = "{bare.store}"' if "store" not in line else "", "# a comment", "/* another,", "of two lines */", line)
    found = bare("check-config", status=78).lines
    assert any(row.startswith(f"mistake  {bare.conf}:5: ") and says in row for row in found)
    assert found[-1].startswith(f"{bare.conf}: has mistakes")


def test_json(bare):
    write(bare, 'mode = "enforced"', 'on_error = "reject"')
    found = bare.json("check-config", status=78)
    assert (found["file"], found["ok"], found["faults"]) == (str(bare.conf), False, [])
    assert [row.split(": ")[0] for row in found["mistakes"]] == [f"{bare.conf}:1", f"{bare.conf}:2"]


@pytest.mark.parametrize("verb", [["init"], ["explain", "192.0.2.66"], ["list", "show", "192.0.2.66"], ["list", "dump"], ["list", "export"],
                                  ["list", "expire"], ["list", "add", "192.0.2.66", "spam", "--reason", "x"],
                                  ["list", "remove", "192.0.2.66"], ["list", "import", "/dev/null"]], ids=" ".join)
def test_no_verb_works_with_it(bare, verb):
    write(bare, f'store = "{bare.store}"', 'mode = "enforced"', 'on_error = "reject"')
    run = bare(*verb, status=78)
    assert run.out == ""
    assert [line.split(": ")[:2] for line in run.err.splitlines()] == [["whyblock", f"{bare.conf}:2"], ["whyblock", f"{bare.conf}:3"]]
    assert not bare.store.exists()


@pytest.mark.parametrize("line", ['mode = ', 'mode "enforce"', 'site {', '}', 'exempt { hosts = {"127.0.0.1" }', 'mode = "enforce', '/* no end',
                                  'category { action = "tag" }', '= "x"', 'site = "x"', '"', '{}', 'include("/etc/passwd")', '\x01'])
def test_grammar(bare, line):
    """It ends the reading; what stood before it is still reported."""
    write(bare, 'on_error = "reject"', "", line)
    found = bare("check-config", status=78).lines
    assert found[0].startswith(f"mistake  {bare.conf}:1: found on_error = ")
    assert any(row.startswith(f"mistake  {bare.conf}:") and "expected" in row for row in found[1:])


def test_many_mistakes(bare):
    write(bare, *(f'rule "r{i}" {{ asn = {{{i}}} }}' for i in range(1, 401)))
    found = bare("check-config", status=78).lines
    assert 10 < len(found) < 100
    assert found[0].startswith(f"mistake  {bare.conf}:1: ")


def missing(conf):
    conf.unlink()


def directory(conf):
    conf.unlink()
    conf.mkdir()


def fifo(conf):
    conf.unlink()
    os.mkfifo(conf)


def large(conf):
    conf.write_text("#" * (1024 * 1024 + 1))


def writable(conf):
    conf.chmod(0o646)


def zero(conf):
    conf.write_bytes(b'mode = "enforce"\non_error = "acc\0ept"\n')


def of_another_user(conf):
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(conf, 12345, -1)


@pytest.mark.parametrize("broken, says", [(missing, "No such file"), (directory, "not a regular file"), (fifo, "not a regular file"),
                                          (large, "larger than 1 MiB"), (writable, "chmod o-w"), (zero, ":2: found a NUL byte"),
                                          (of_another_user, "chown root")])
def test_file(bare, broken, says):
    broken(bare.conf)
    for run in (bare("check-config", status=78), bare("list", "dump", status=78)):
        assert str(bare.conf) in run.out + run.err and says in run.out + run.err
