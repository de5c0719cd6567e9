# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`list import` and `list export`: the same text both ways, and all of a file or nothing of it."""

import re

import pytest

HEADER = "# prefix\tcategory\tscope\tsource\tcreated\texpires\treason\tnote\n"
FILE = HEADER + "\n".join("\t".join(row) for row in [
    # in the order of the store
    ("11.0.0.0/8", "spam", "network", "feed:drop", "2026-01-02T03:04:05Z", "-", "SBL1, see https://example.org/?q=1"),
    ("192.0.2.0/24", "policy", "range", "staff:bob", "2026-01-02T03:04:05Z", "2099-01-01T00:00:00Z", "dial-up"),
    ("192.0.2.66/32", "allow", "host", "staff:ann", "2026-01-02T03:04:05Z", "-", "our partner"),
    ("192.0.2.66/32", "open-relay", "host", "staff:ann", "2020-01-02T03:04:05Z", "2020-02-01T00:00:00Z", "long over"),
    ("192.0.2.66/32", "open-relay", "host", "staff:bob", "2026-01-02T03:04:05Z", "-", "-"),
    ("192.0.2.67/32", "virus", "host", "report:trap@mx.example.net", "1970-01-01T00:00:01Z", "9999-12-31T23:59:59Z", 'Grüße "quoted" \\ %s \' # -'),
    ("192.0.2.68/32", "virus", "host", "s:" + "x" * 62, "2026-01-02T03:04:05Z", "-", "r" * 255),
    ("2001:db8::/32", "spam-source", "network", "feed:drop", "2026-01-02T03:04:05Z", "-", "x"),
    ("2001:db8::66/128", "formmail", "host", "staff:ann", "2026-01-02T03:04:05Z", "-", "x"),
]) + "\n"


@pytest.fixture
def full(wb):
    assert wb("list", "import", "-", input=FILE).out == "9 added, 0 replaced\n"
    return wb


def lines(text):
    return sorted(text.splitlines())


def test_round_trip_of_the_same_bytes(full):
    first = full("list", "export").out
    assert lines(first) == lines(FILE)
    assert full("list", "import", "-", input=first).out == "0 added, 9 replaced\n"
    assert full("list", "export").out == first


def test_round_trip_into_another_store(full, tmp_path):
    path = tmp_path / "listings.txt"
    path.write_text(full("list", "export").out)
    before = full.json("list", "dump")
    full.store = tmp_path / "another"
    full.configure()
    full.store.mkdir()
    assert full.json("list", "import", path) == {"added": 9, "replaced": 0, "keep_end": 0}
    assert full.json("list", "dump") == before
    assert full("list", "export").out == path.read_text()


@pytest.mark.parametrize("line, row", [
    ("192.0.2.66\tspam",                         ["192.0.2.66/32", "spam", "host", "NOW", "-", "-"]),
    ("192.0.2.66\tspam\t-\t-\t-\t-\t-",          ["192.0.2.66/32", "spam", "host", "NOW", "-", "-"]),
    ("192.0.2.66\tspam\t\t\t\t\t",               ["192.0.2.66/32", "spam", "host", "NOW", "-", "-"]),
    ("192.0.2.66\tspam\r",                       ["192.0.2.66/32", "spam", "host", "NOW", "-", "-"]),
    ("192.0.2.66\tspam\trange",                  ["192.0.2.66/32", "spam", "range", "NOW", "-", "-"]),
    ("192.0.2.66\tspam\thost\tfeed:x\t1767323045\t4070908800\ta b",
        ["192.0.2.66/32", "spam", "host", "2026-01-02T03:04:05Z", "2099-01-01T00:00:00Z", "a b"]),
    ("192.0.2.66\tspam\thost\tfeed:x\t2026-01-02\t2099-01-01\ta b",
        ["192.0.2.66/32", "spam", "host", "2026-01-02T00:00:00Z", "2099-01-01T00:00:00Z", "a b"]),
])
def test_fields_may_be_left_out(wb, line, row):
    wb("list", "import", "-", "--source", "feed:x", input=f"# a comment\n\n\r\n{line}\n")
    prefix, category, scope, source, created, expires, reason = wb.export()[0]
    assert source == "feed:x"
    assert [prefix, category, scope, "NOW" if "NOW" in row else created, expires, reason] == row
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", created)


def test_the_last_line_needs_no_line_break(wb):
    assert wb("list", "import", "-", input="192.0.2.66\tspam\n192.0.2.67\tspam").out == "2 added, 0 replaced\n"


def test_an_empty_file(wb):
    assert wb("list", "import", "-", input="").out == "0 added, 0 replaced\n"


def test_a_line_given_twice_counts_as_replaced(wb):
    assert wb.load(("192.0.2.66", "spam"), ("192.0.2.66", "spam"), ("192.0.2.66/32", "spam")).out == "1 added, 2 replaced\n"


MISTAKES = [
    # a line                                              what is said of it
    ("192.0.2.66",                                        "no category"),
    ("\tspam",                                            "no category"),
    ("192.0.2.66 spam",                                   "no category"),
    ("192.0.2.999\tspam",                                 '"192.0.2.999"'),
    ("192.0.2.66/24\tspam",                               "the network is 192.0.2.0/24"),
    ("192.0.2.66\topen-relais",                           "open-relay, open-proxy"),
    ("192.0.2.66\tspam\tworld",                           "host, range or network"),
    ("192.0.2.66\tspam\thost\tann",                       "staff:NAME"),
    ("192.0.2.66\tspam\thost\tstaff:ann\ttoday",          '"today"'),
    ("192.0.2.66\tspam\thost\tstaff:ann\tnever",          '"never"'),
    ("192.0.2.66\tspam\thost\tstaff:ann\t-\t2026-02-30",  '"2026-02-30"'),
    ("192.0.2.66\tspam\thost\tstaff:ann\t-\t-\ta\tb\tc",  "more than 8 fields"),
    ("192.0.2.66\tspam\thost\tstaff:ann\t-\t-\t" + "r" * 256, "256 bytes"),
    ("192.0.2.66\tspam\thost\tstaff:ann\t-\t-\ta\x1b[31m", "printable"),
    ("192.0.2.66\tspam\thost\tstaff:ann\t-\t-\ta\udcffb", "UTF-8"),
    ("192.0.2.66\tspam\thost\tstaff:ann\t-\t-\ta\0b",     "NUL"),
    ("192.0.2.66\tspam\t" + "x" * 5000,                   "too long"),
    ("0.0.0.0/0\tspam",                                   "shorter than /8"),
    ("0.0.0.0/0\tallow",                                  "would let in very many hosts"),
    ("127.0.0.1\tspam",                                   "127.0.0.0/8"),
]


@pytest.mark.parametrize("line, says", MISTAKES, ids=[says for _, says in MISTAKES])
def test_a_mistake_changes_nothing_and_names_the_line(full, line, says):
    before = full("list", "export").out
    run = full("list", "import", "-", input=f"192.0.2.70\tspam\n# a comment\n{line}\n192.0.2.71\tspam\n", status=65)
    assert run.out == ""
    assert run.err.startswith("whyblock: -:3: ") and says in run.err
    assert "1 line with mistakes, nothing was imported" in run.err
    assert full("list", "export").out == before


def test_many_mistakes(full):
    """The first ten are shown, all are counted, each by its number in the file that was named."""
    before = full("list", "export").out
    path = full.folder / "feed.txt"
    path.write_text("".join(f"192.0.2.{i}\tspam\n" for i in range(200, 300)))
    run = full("list", "import", path, status=65)
    assert [line.split(": ")[1] for line in run.err.splitlines()[:-1]] == [f"{path}:{number}" for number in range(57, 67)]
    assert run.err.splitlines()[-1] == f"whyblock: {path}: 44 lines with mistakes, nothing was imported"
    assert full("list", "export").out == before


@pytest.mark.parametrize("expires", ["0", "1970-01-01", "1970-01-01T00:00:00Z"])
def test_a_time_long_ago_is_not_without_end(wb, expires):
    """Either it is refused, or it has expired: a listing must not last for ever by mistake."""
    run = wb.load(("192.0.2.66", "spam", "host", "feed:x", "-", expires, "x"), status=None)
    assert run.status == 65 or wb.json("explain", "192.0.2.66", status=None)["accept"]


def test_created_at_the_first_second_of_unix_time_comes_back(wb):
    """Or is refused; it does not turn into the time of the next import."""
    if wb.load(("192.0.2.66", "spam", "host", "feed:x", "0", "-", "x"), status=None).status == 0:
        assert wb.export()[0][4] == "1970-01-01T00:00:00Z"


def test_what_has_grown_is_merged_after_the_answer(wb):
    """Of 2,500 listings recent would have 2,500 rows: after the command it has none, and Exim reads the same."""
    wb("list", "import", "-", input="".join(f"11.0.{i >> 8}.{i & 255}\tspam\n" for i in range(2500)))
    assert (wb.store / "published/recent-1").stat().st_size == 80
    base, = (wb.store / "published").glob("listings-1.*")
    assert base.stat().st_size > 2500 * 56
    wb("explain", "11.0.3.77", status=1)
    wb("verify")


def test_unreadable_records_are_reported_and_skipped(wb):
    """A reason that no command would have written: the rest is still there, and the exit status tells."""
    wb.load(("192.0.2.66", "spam", "host", "feed:x", "-", "-", "MARKED"), ("192.0.2.67", "spam", "host", "feed:x", "-", "-", "good"))
    data = wb.store / "listings/data.mdb"
    data.write_bytes(data.read_bytes().replace(b"MARKED", b"MAR\x1bED"))
    for verb in ("dump", "export"):
        run = wb("list", verb, status=74)
        assert "1 records" in run.err and "192.0.2.67/32" in run.out and "MAR" not in run.out
    assert wb.json("explain", "192.0.2.66", status=1)["faults"] == []         # Exim reads what was published before
    wb("init")
    assert wb.json("explain", "192.0.2.66")["faults"] != []
