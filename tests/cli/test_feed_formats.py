# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Lists as others publish them: for each the addresses that `feed sync`, `list import --category` and `list add` make of it."""

import gzip
import ipaddress
import lzma
import shutil
import subprocess

import pytest

MANY = "".join(f"198.18.0.{i}\n" for i in range(1, 201))
MANY_PREFIXES = [f"198.18.0.{i}/32" for i in range(1, 201)]


def sync(wb, data, *more, name="list", **options):
    path = wb.folder / "feed.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(errors="surrogateescape"))
    return wb("feed", "sync", name, path, "--category", "spam", *more, **options)


def listed(wb, source="feed:list"):
    return [row["prefix"] for row in wb.json("list", "dump") if row["source"] == source]


def order(prefixes):
    return sorted(prefixes, key=lambda prefix: (ipaddress.ip_network(prefix).version, ipaddress.ip_network(prefix)))


# label: the file, its prefixes, options
FORMATS = {
    # two columns and more: IPsum and its kin
    "IPsum":                 ("198.51.100.20\t10\n", ["198.51.100.20/32"]),
    "a count behind blanks": ("198.51.100.20   10\n203.0.113.0/24 3 5\n", ["198.51.100.20/32", "203.0.113.0/24"]),
    "CSV, address first":    ("198.51.100.20,10,spam\n", ["198.51.100.20/32"]),
    "quoted":                ('"198.51.100.20","10","spam, and more"\n', ["198.51.100.20/32"]),
    "a bar":                 ("198.51.100.20|10\n198.51.100.21 | 64496 | x\n", ["198.51.100.20/32", "198.51.100.21/32"]),
    "IPv6 and a column":     ("2001:db8::20\t10\n", ["2001:db8::20/128"]),
    "a word behind a hyphen": ("198.51.100.20 - seen twice\n", ["198.51.100.20/32"]),
    "a country with a hyphen": ("198.51.100.20\tUS-CA\t-\n", ["198.51.100.20/32"]),
    "a return code":         ("198.51.100.20 127.0.0.2\n", ["198.51.100.20/32"]),
    # start and end: DShield
    "DShield":               ("#   DShield.org Recommended Block List\n# Start End Netblock Attacks Name Country email\n"
                              "Start\tEnd\tNetmask\tAttacks\tName\tCountry\temail\n"
                              "198.51.100.0\t198.51.100.255\t24\t6531\tEXAMPLE\tUS\tabuse@example.com\n"
                              "203.0.113.0\t203.0.113.255\t24\t6531\tEXAMPLE\tUS\tabuse@example.com\n", ["198.51.100.0/24", "203.0.113.0/24"]),
    "DShield without heading": ("198.51.100.0\t198.51.100.255\t24\t6531\n", ["198.51.100.0/24"]),
    "start,end as CSV":      ("start_ip,end_ip,country\n198.51.100.7,198.51.100.9,NL\n", ["198.51.100.7/32", "198.51.100.8/31"]),
    "start and end, blanks": ("198.51.100.0 198.51.100.255 x\n", ["198.51.100.0/24"]),
    "DShield of old":        ("198.051.100.000\t198.051.100.255\t24\n", ["198.51.100.0/24"]),
    # netmasks, host bits, wildcards, zeros, brackets, ranges
    "netmask":               ("198.51.100.0/255.255.255.0\n", ["198.51.100.0/24"]),
    "netmask in a column":   ("198.51.100.0 255.255.255.128\n198.51.101.0\t255.255.255.0\tx\n", ["198.51.100.0/25", "198.51.101.0/24"]),
    "netmask of a host":     ("198.51.100.7/255.255.255.255\n", ["198.51.100.7/32"]),
    "host bits":             ("198.51.100.7/24\n2001:db8::7/32\n", ["198.51.100.0/24", "2001:db8::/32"]),
    "wildcards":             ("198.51.100.*\n203.0.*.*\n192.0.2.\n11.*\n", ["11.0.0.0/8", "192.0.2.0/24", "198.51.100.0/24", "203.0.0.0/16"]),
    "padded":                ("198.051.100.007\n", ["198.51.100.7/32"]),
    "short":                 ("198.51.100/24\n11/8\n", ["11.0.0.0/8", "198.51.100.0/24"]),
    "brackets":              ("[2001:db8::7]\n[2001:db8:1::]/48\n[2001:db8::8]:25\n", ["2001:db8::7/128", "2001:db8::8/128", "2001:db8:1::/48"]),
    "ports":                 ("198.51.100.7:3128\n", ["198.51.100.7/32"]),
    "ranges":                ("198.51.100.7-198.51.100.9\n198.51.100.20 - 198.51.100.21\n198.51.100.30-31 # x\n",
                              ["198.51.100.7/32", "198.51.100.8/31", "198.51.100.20/31", "198.51.100.30/31"]),
    "mapped":                ("::ffff:198.51.100.7\n::ffff:198.51.101.0/120\n", ["198.51.100.7/32", "198.51.101.0/24"]),
    # comments
    "// comments":           ("// comment\n198.51.100.7 // x\n203.0.113.5\n", ["198.51.100.7/32", "203.0.113.5/32"]),
    "// without a blank":    ("//x\n198.51.100.7//x\n203.0.113.0/24//y\n", ["198.51.100.7/32", "203.0.113.0/24"]),
    "all kinds of them":     ("# a\n; b\n// c\n198.51.100.7 ; # // d\n203.0.113.5# ; e\n", ["198.51.100.7/32", "203.0.113.5/32"]),
    "tabs in front":         ("\t// a\n\t198.51.100.7\t// b\n", ["198.51.100.7/32"]),
    # encodings
    "Latin-1":               (MANY.encode() + b"203.0.113.5 # Telef\xf3nica\n203.0.113.6 ; \xa9\n", [*MANY_PREFIXES, "203.0.113.5/32", "203.0.113.6/32"]),
    "Latin-1 first":         (b"# \xe4\n203.0.113.5 // \xfc\n", ["203.0.113.5/32"]),
    "Windows-1252":          (b"203.0.113.5 # it\x92s\n", ["203.0.113.5/32"]),
    "a NUL in a comment":    (b"203.0.113.5 # a\0b\n", ["203.0.113.5/32"]),
    "Shift-JIS":             (b"203.0.113.5 # \x93\xfa\x96{\n", ["203.0.113.5/32"]),
    "byte order mark":       (b"\xef\xbb\xbf203.0.113.5\r\n203.0.113.6\r\n", ["203.0.113.5/32", "203.0.113.6/32"]),
    "files put together":    (b"\xef\xbb\xbf203.0.113.5\r\n\xef\xbb\xbf203.0.113.6\r\n", ["203.0.113.5/32", "203.0.113.6/32"]),
    "other comments":        (b"% whois\n-- a\n/* b */\n203.0.113.5 -- c\n", ["203.0.113.5/32"]),
    "UTF-16":                ("203.0.113.5 # Grüße 😀\n203.0.113.6".encode("utf-16"), ["203.0.113.5/32", "203.0.113.6/32"]),
    "UTF-16, other order":   (b"\xfe\xff" + "203.0.113.5\r\n".encode("utf-16-be"), ["203.0.113.5/32"]),
    # SPF
    "ip4:":                  ("ip4:203.0.113.0/24\nip6:2001:db8::/32\n+ip4:198.51.100.7\n", ["198.51.100.7/32", "203.0.113.0/24", "2001:db8::/32"]),
    "an SPF record":         ('"v=spf1 ip4:203.0.113.0/24 include:example.com a mx -ip4:192.0.2.1" " IP6:2001:db8::/32 ~all"\n',
                              ["203.0.113.0/24", "2001:db8::/32"]),
    "SPF and a comment":     ("v=spf1 ip4:203.0.113.5 -all # x\n", ["203.0.113.5/32"]),
    # columns by name or number
    "CSV":                   ("seen,ipAddress,score\n2026-11-20,203.0.113.5,100\n2026-11-21,2001:db8::5,90\n", ["203.0.113.5/32", "2001:db8::5/128"],
                              "--column", "ipAddress"),
    "CSV, quoted":           ('"seen","ipAddress"\r\n"a ""b"", c","203.0.113.5"\r\n', ["203.0.113.5/32"], "--column", "ipaddress"),
    "CSV in a comment":      ("# made today\n# seen,dst_ip\n2026,203.0.113.5\n", ["203.0.113.5/32"], "--column", "dst_ip"),
    "semicolons":            ("seen;IP Address\n2026;203.0.113.5\n", ["203.0.113.5/32"], "--column", "IP Address"),
    "tabs":                  ("seen\tip\n2026-01-01 10:00\t203.0.113.5\n", ["203.0.113.5/32"], "--column", "ip"),
    "a number":              ("2026,203.0.113.5,x\n", ["203.0.113.5/32"], "--column", "2"),
    "a number, blanks":      ("block  203.0.113.5  x\n", ["203.0.113.5/32"], "--column", "2"),
    "a CIDR in CSV":         ("a,net\nx,203.0.113.0/24\n", ["203.0.113.0/24"], "--column", "net"),
    "a heading alone":       ("ip\n203.0.113.5\n", ["203.0.113.5/32"]),
    "a heading, address first": ('"ip_address","n"\n"203.0.113.5",1\n', ["203.0.113.5/32"]),
    # JSON
    "JSON, nested":          ('{"meta":{"generatedAt":"2026-11-30"},"data":[{"ipAddress":"203.0.113.5","abuseConfidenceScore":100},'
                              '{"ipAddress":"2001:db8::5","x":[1,{"y":null}]}]}', ["203.0.113.5/32", "2001:db8::5/128"], "--column", "ipAddress"),
    "JSON, printed":         ('{\n  "data": [\n    {\n      "ip": "203.0.113.5"\n    },\n    {"ip": "203.0.113.6"}\n  ]\n}\n',
                              ["203.0.113.5/32", "203.0.113.6/32"], "--column", "ip"),
    "JSON, an array":        ('[{"ip":"203.0.113.5"},\n {"ip":"203.0.113.6"}]\n', ["203.0.113.5/32", "203.0.113.6/32"], "--column", "ip"),
    "JSON, lines":           ('{"ip":"203.0.113.5"}\n{"n":1,"ip":"203.0.113.6"}\n', ["203.0.113.5/32", "203.0.113.6/32"], "--column", "ip"),
    "JSON, texts":           ('["203.0.113.5","203.0.113.0/29"]', ["203.0.113.0/29", "203.0.113.5/32"]),
    "JSON, an array in a member": ('{"name":"x","ips":["203.0.113.5","203.0.113.6"]}', ["203.0.113.5/32", "203.0.113.6/32"], "--column", "ips"),
    "JSON, a long line":     ('{"data":[' + ",".join(f'{{"ip":"198.18.0.{i}","pad":"{"x" * 100}"}}' for i in range(1, 201)) + "]}", MANY_PREFIXES,
                              "--column", "ip"),
    "JSON, a line of 10 kB": ('{"x":"' + "y" * 10_000 + '","ip":"203.0.113.5"}\n{"ip":"203.0.113.6"}\n', ["203.0.113.5/32", "203.0.113.6/32"],
                              "--column", "ip"),
    "JSON, escapes":         ('{"\\u0069p":"203.0.113\\u002e5","x":"\\ud83d\\ude00\\"\\\\"}', ["203.0.113.5/32"], "--column", "ip"),
    "JSON, a byte order mark": ('\ufeff{"ip":"203.0.113.5"}', ["203.0.113.5/32"], "--column", "ip"),
}


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_a_format(wb, row):
    data, prefixes, *options = row
    run = sync(wb, data, *options)
    assert "bad" not in run.out + run.err
    assert listed(wb) == order(prefixes)


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_list_import_reads_the_same(wb, row):
    """With --category, any list; an address twice is one listing."""
    data, prefixes, *options = row
    path = wb.folder / "list.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    wb("list", "import", path, "--category", "spam", "--source", "staff:ann", *options)
    assert listed(wb, "staff:ann") == order(prefixes)


@pytest.mark.parametrize("text, says", [
    ("198.051.100.007\n",   "198.051.100.007 has numbers that begin with 0: it is read as 198.51.100.7"),
    ("198.51.100.7/24\n",   "198.51.100.7/24 has host bits set: it is read as 198.51.100.0/24"),
    ("2001:db8::7/32\n",    "2001:db8::7/32 has host bits set: it is read as 2001:db8::/32"),
])
def test_what_is_read_otherwise_than_written_is_said(wb, text, says):
    assert f"feed.txt:1: {says}\n" in sync(wb, text).err


# compression

def pack(name, data):
    if name == "zst":
        if shutil.which("zstd") is None:
            pytest.skip("no zstd")
        return subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout
    return {"gz": gzip.compress, "xz": lzma.compress, "plain": bytes}[name](data)


FEED = b"198.51.100.7\n203.0.113.5\n"
# What was downloaded with a name in it.
FIELD_GZ = bytes.fromhex("1f8b080822db0a6b000363696e735f63726c662e74787400"
                         "33b4b4d03335d4333430d033e7e532323" "0d633d0333434d633e5e50200c14c8a661b000000")


@pytest.mark.parametrize("form", ["gz", "xz", "zst"])
@pytest.mark.parametrize("name", ["feed.txt", "feed.gz", "feed.bin"])
def test_what_is_compressed_is_told_by_its_bytes(wb, form, name):
    path = wb.folder / name
    path.write_bytes(pack(form, FEED))
    assert wb("feed", "sync", "list", path, "--category", "spam").out == "feed list: 2 added, 0 kept, 0 removed\n"
    assert listed(wb) == ["198.51.100.7/32", "203.0.113.5/32"]


def test_a_file_from_the_field(wb):
    sync(wb, FIELD_GZ)
    assert listed(wb) == ["198.51.100.7/32", "203.0.113.5/32"]


@pytest.mark.parametrize("form", ["gz", "xz", "zst"])
def test_compressed_files_one_behind_the_other(wb, form):
    sync(wb, pack(form, b"198.51.100.7\n203.0") + pack(form, b".113.5\n"))
    assert listed(wb) == ["198.51.100.7/32", "203.0.113.5/32"]


@pytest.mark.parametrize("form", ["gz", "xz", "zst"])
@pytest.mark.parametrize("harm", ["cut", "bent", "more"])
def test_a_damaged_file_changes_nothing(wb, form, harm):
    data = pack(form, MANY.encode())
    sync(wb, data)
    before = wb("list", "export").out
    bad = {"cut": data[:-9], "bent": data[:30] + bytes([data[30] ^ 0xff]) + data[31:], "more": data + b"203.0.113.5\n"}[harm]
    run = sync(wb, bad, status=65)
    assert "damaged" in run.err and "nothing was changed" in run.err
    assert wb("list", "export").out == before


@pytest.mark.parametrize("data, name", [(b"BZh91AY&SY", "bzip2"), (b"PK\x03\x04....", "zip"), (b"7z\xbc\xaf\x27\x1c..", "7-Zip")])
def test_other_compression_is_named(wb, data, name):
    assert f"compressed by {name}: expected plain text, .gz, .xz or .zst" in sync(wb, data, status=65).err


@pytest.mark.parametrize("form", ["gz", "xz"])
def test_a_bomb(wb, form):
    """Its maximum is in SECURITY.md."""
    path = wb.folder / "bomb"
    with {"gz": lambda: gzip.open(path, "wb", 1), "xz": lambda: lzma.open(path, "wb", preset=0)}[form]() as file:
        for _ in range(520):
            file.write(bytes(1 << 20))
    assert path.stat().st_size < 4_000_000
    run = wb("feed", "sync", "list", path, "--category", "spam", status=65)
    assert "unpacked it is larger than 536870912 bytes" in run.err


def test_a_bomb_of_json(wb):
    path = wb.folder / "bomb"
    with gzip.open(path, "wb", 1) as file:
        for _ in range(520):
            file.write(b"[ " + b" " * (1 << 20))
    run = wb("feed", "sync", "list", path, "--category", "spam", status=65)
    assert f"{path}: unpacked it is larger than 536870912 bytes" in run.err


@pytest.mark.parametrize("kind", [0x50, 0x5f])
def test_zstd_in_parallel(wb, kind):
    """It begins with a frame to be skipped."""
    sync(wb, bytes([kind]) + b"\x2a\x4d\x18\4\0\0\0abcd" + pack("zst", FEED))
    assert listed(wb) == ["198.51.100.7/32", "203.0.113.5/32"]


def test_standard_input_is_unpacked(wb):
    run = subprocess.run(wb.arguments("feed", "sync", "list", "-", "--category", "spam"), input=gzip.compress(FEED), capture_output=True)
    assert run.stdout == b"feed list: 2 added, 0 kept, 0 removed\n", run


# files of which nothing is taken

METADATA = '{"type":"metadata","timestamp":1786063442,"size":5752,"records":%d}\n'
LINES = '{"cidr":"203.0.113.0/25","sblid":"SBL1"}\n{"cidr":"203.0.113.128/25","sblid":"SBL2"}\n'


@pytest.mark.parametrize("text, says", [
    (LINES + METADATA % 3,                             "cut short: 2 of the 3 records"),
    (METADATA % 3 + LINES,                             "cut short: 2 of the 3 records"),
    (LINES + METADATA % 2 + LINES + METADATA % 1500,   "cut short: 4 of the 1502 records"),
    ('{"cidr":"203.0.113.0/25"}\n' + METADATA % 2,     "cut short: 1 of the 2 records"),
    ('{"data":[{"cidr":"203.0.113.5"},{"cidr":"203.', "cut short"),
    ('{"data":[\n{"cidr":"203.0.113.5"},\n{"cidr":"203.0.113.6"}\n', "cut short"),
    ('[{"cidr":"203.0.113.5"},',                       "cut short"),
    ('{"cidr":"203.0.113.5"}\n{"cidr":"203.', "feed.txt:2: no JSON: expected"),
    ('{"cidr":"203.0.113.5"}\n{"cidr":"203.0.113.6"', "or the file is cut short"),
    (LINES + METADATA.replace("%d", "1e3"),            "cut short: 2 of the 1000 records"),
    (LINES + METADATA % -1,                            'feed.txt:3: "records": expected how many'),
    ("203.0.113.0/24\n!203.0.113.x\n" + MANY,          '1 line with "!" cannot be read'),
    ("203.0.113.0/24\n!203.0.113.0/24\n",              "guard empty: there is no prefix in it that would be listed"),
])
def test_half_a_file_changes_nothing(wb, text, says):
    sync(wb, "198.51.100.7\n198.51.100.8\n")
    before = wb("list", "export").out
    assert says in sync(wb, text, "--allow", "change", status=65).err
    assert wb("list", "export").out == before


@pytest.mark.parametrize("text", [LINES + METADATA % 2, METADATA % 2 + LINES, LINES + METADATA % 2 + LINES + METADATA % 2, LINES])
def test_all_records_are_there(wb, text):
    sync(wb, text)
    assert listed(wb) == ["203.0.113.0/25", "203.0.113.128/25"]


@pytest.mark.parametrize("text, options, says", [
    ("a,b\n1,203.0.113.5\n",    ("--column", "ip"), 'no column "ip" in a heading so far'),
    ("ip\n\n",                  ("--column", "ip"), "there is no prefix in it"),
    ("a,ip\n1\n",               ("--column", "ip"), "expected the address in column 2"),
    ("203.0.113.5\n",           ("--column", "3"),  "expected the address in column 3"),
    ('{"cidr":"203.0.113.5"}',  ("--column", "ip"), 'no "ip": expected a member of that name'),
    ('{"ip":"203.0.113.5"}',    (),                 'no "cidr"'),
])
def test_a_column_that_is_not_there(wb, text, options, says):
    assert says in sync(wb, text, *options, status=65).err


# special space

BOGONS = "0.0.0.0/8\n10.0.0.0/8\n127.0.0.0/8\n198.51.100.7\n224.0.0.0/3\n"
SPECIAL = ["0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.1.1", "127.0.0.1", "169.254.1.1", "172.31.1.1", "192.168.1.1", "224.0.0.1", "240.0.0.1",
           "255.255.255.255"]
SPECIAL_FORMS = ["{}", "::ffff:{}", "64:ff9b::{}", "::{}", "::ffff:0:{}"]


def test_bogons_are_refused_or_left_out(wb):
    assert "--allow skip-special" in sync(wb, BOGONS, status=65).err
    run = sync(wb, BOGONS, "--allow", "skip-special")
    assert run.out == "feed list: 1 added, 0 kept, 0 removed, 4 of special space left out\n"
    assert listed(wb) == ["198.51.100.7/32"]
    wb.configure(f'feed "list" {{ file = "{wb.folder}/feed.txt" category = "spam" allow = {{"skip-special"}} }}\n')
    assert wb("feed", "sync").out == "feed list: 0 added, 1 kept, 0 removed, 4 of special space left out\n"


@pytest.mark.parametrize("address", SPECIAL)
def test_special_space_in_any_form_is_never_listed(wb, address):
    """Mapped, compatible, translated, by 6to4 and by Teredo."""
    number = int(ipaddress.ip_address(address))
    lines = [form.format(address) for form in SPECIAL_FORMS]
    lines += [f"{ipaddress.ip_address((0x2002 << 112) | (number << 80))}/48", str(ipaddress.ip_address((0x20010000 << 96) | (number ^ 0xffffffff)))]
    for line in lines:
        assert "guard exempt" in sync(wb, MANY + line + "\n", status=65).err, line
    sync(wb, "198.51.100.7\n" + "\n".join(lines), "--allow", "skip-special")
    assert listed(wb) == ["198.51.100.7/32"]


@pytest.mark.parametrize("line", ["::1", "::", "fe80::1", "fd00::/20", "fd00::1", "ff02::1", "100::/64", "64:ff9b:1::/48", "2001::/32", "fec0::/32"])
def test_special_space_of_ipv6(wb, line):
    assert "guard exempt" in sync(wb, MANY + line + "\n", status=65).err
    sync(wb, f"198.51.100.7\n{line}\n", "--allow", "skip-special")
    assert listed(wb) == ["198.51.100.7/32"]


def test_bogons_of_ipv6(wb):
    lines = ["::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "2001::/32", "4000::/3", "6000::/3", "8000::/3", "a000::/3", "c000::/3", "e000::/4",
             "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32", "192.0.0.0/24", "240.0.0.0/4", "255.255.255.255"]
    run = sync(wb, "\n".join(lines), "--allow", "skip-special")
    assert listed(wb) == ["2001:db8::/32"] and "20 of special space left out" in run.out


def test_a_network_around_special_space_is_listed_without_it(wb):
    sync(wb, "192.0.0.0/8\n100.0.0.0-100.127.255.255\n", "--allow", "skip-special")
    networks = [ipaddress.ip_network(prefix) for prefix in listed(wb)]
    assert sum(network.num_addresses for network in networks) == (1 << 24) - (1 << 16) - 512 + (1 << 23) - (1 << 22)
    assert not any(network.overlaps(ipaddress.ip_network(special)) for network in networks for special in ("192.168.0.0/16", "192.0.0.0/24", "100.64.0.0/10"))


def test_what_is_exempt_is_guarded_all_the_same(wb):
    wb.configure('exempt { hosts = {"198.51.100.7"} }\n')
    assert "which exempt.hosts exempts" in sync(wb, BOGONS, "--allow", "skip-special", status=65).err


# AS numbers

ASNDROP = """\
{"asn":64496,"rir":"ripencc","domain":"example.com","cc":"NL","asname":"EXAMPLE-AS"}
{"asn":64497,"rir":"arin","domain":"example.net","cc":"US","asname":"EX2"}
{"type":"metadata","timestamp":1786063442,"size":5752,"records":2}
"""
ASNS = {
    "Spamhaus ASN-DROP": (ASNDROP, []),
    "text":              ("; a list\nAS64496 ; EXAMPLE-AS\nas64497 # EX2\n", []),
    "columns":           ("AS64496|NL|EXAMPLE-AS\nAS64497|US|EX2\n", []),
    "CSV":               ("asn,name\n64496,EXAMPLE-AS\nAS64497,EX2\n", ["--column", "asn"]),
    "a JSON document":   ('[{"asn":"AS64496"},\n{"asn":64497}]', []),
}


@pytest.mark.parametrize("row", ASNS.values(), ids=ASNS)
def test_a_list_of_asns(wb, row):
    text, options = row
    run = sync(wb, text, "--ttl", "7d", *options)
    assert run.out == "feed list: 2 added, 0 kept, 0 removed, 2 of them AS numbers, with scope network, which count for nothing without geoip.asn\n"
    assert [(row["prefix"], row["scope"], row["expires"] is not None) for row in wb.json("list", "dump")] == [
        ("AS64496", "network", True), ("AS64497", "network", True)]
    assert sync(wb, text, "--ttl", "7d", *options).out.startswith("feed list: 0 added, 2 kept")
    assert wb.json("feed", "list")[0]["scope"] == "network"


def test_the_records_of_a_list_of_asns(wb):
    assert "cut short: 1 of the 2 records" in sync(wb, ASNDROP[ASNDROP.index("\n") + 1:], status=65).err


def test_an_asn_in_several_lines_is_one(wb):
    assert sync(wb, "AS64496\nAS64496\nAS64496\n").out.startswith("feed list: 1 added, 0 kept, 0 removed, 1 of them AS numbers")


def test_an_asn_below_nothing(wb):
    assert 'bad line: "-5" is no IP address' in sync(wb, '{"asn":-5}\n', status=65).err


def test_an_as_is_evidence_about_the_network(wb, geoip_files):
    wb.configure(geoip=f'geoip {{ country = "" asn = "{geoip_files["maxmind-asn"]}" }}\n')
    wb("apply")
    sync(wb, ASNDROP)
    found = wb.json("explain", "192.0.2.66", status=None)
    row, = [row for row in found["evidence"] if row["source"] == "listing:feed:list"]
    assert row["scope"] == "network" and found["verdict"]["action"] == "defer"
    assert "AS64496" in wb("explain", "192.0.2.66", status=None).out
    assert wb.json("explain", "203.0.113.1")["evidence"] == []
    wb.add("192.0.2.66")
    assert wb.json("explain", "192.0.2.66", status=1)["verdict"]["action"] == "reject"


def test_an_as_by_hand(wb):
    assert "an AS is no host: expected scope network" in wb.add("AS64496", status=65).err
    assert "cannot be allowed" in wb.add("AS64496", "allow", "--scope", "network", status=65).err
    assert "cannot be allowed" in sync(wb, ASNDROP, "--category", "allow", status=65).err
    assert wb.add("AS64496", "spam", "--scope", "network").out.startswith("listed AS64496 as spam")
    assert wb("list", "show", "AS64496").lines[1].startswith("AS64496 ")
    text = wb("list", "export").out
    assert wb("list", "import", "-", input=text).out == "0 added, 1 replaced\n"
    assert "AS64496" not in wb("list", "export", "--format", "rbldnsd").out
    assert wb("list", "remove", "AS64496").out.startswith("removed 1 listing of AS64496")
    assert len(wb.json("history", "AS64496")) == 2


# list import and list add

def test_list_import_of_a_file_from_windows(wb):
    path = wb.folder / "list.txt"
    path.write_bytes(b"\xef\xbb\xbf198.51.100.7\tspam\r\n203.0.113.0-203.0.113.2\tvirus\r\n[2001:db8::5]\tspam\r\n203.0.113.128/255.255.255.128\tspam")
    assert wb("list", "import", path).out == "5 added, 0 replaced\n"
    assert [row[:2] for row in wb.export()] == [
        ["198.51.100.7/32", "spam"], ["203.0.113.0/31", "virus"], ["203.0.113.2/32", "virus"], ["203.0.113.128/25", "spam"], ["2001:db8::5/128", "spam"]]


@pytest.mark.parametrize("form", ["gz", "xz", "zst"])
def test_list_import_unpacks(wb, form):
    path = wb.folder / "list"
    path.write_bytes(pack(form, b"198.51.100.7\tspam\n"))
    assert wb("list", "import", path).out == "1 added, 0 replaced\n"


def test_list_import_forgives_blanks(wb):
    assert wb("list", "import", "-", input="  \n # x\n198.51.100.7 \t spam \t host\n").out == "1 added, 0 replaced\n"


def test_list_import_of_a_plain_list(wb):
    text = "# mine\n198.51.100.7 # seen\n203.0.113.0/31 x\n"
    wb("list", "import", "-", "--category", "virus", "--scope", "range", "--ttl", "7d", "--reason", "by hand", "--source", "staff:ann", input=text)
    assert [(row["prefix"], row["category"], row["scope"], row["reason"], row["expires"] is not None) for row in wb.json("list", "dump")] == [
        ("198.51.100.7/32", "virus", "range", "seen", True), ("203.0.113.0/31", "virus", "range", "by hand", True)]


@pytest.mark.parametrize("text, options, status, says", [
    ("198.51.100.7\n",  ("--category", "spma"),  65, 'unknown category "spma"'),
    ("198.51.100.7\n",  ("--ttl", "7d"),         64, "go with --category"),
    ("198.51.100.7\n",  ("--column", "ip"),      64, "go with --category"),
    ("198.51.100.7\n",  (),                      65, "or --category for all lines"),
    ("10.0.0.1\n",      ("--category", "spam"),  65, "private space"),
    ("x\n198.51.100.7", ("--category", "spam"),  65, "-:1: "),
    ("127.0.0.1",       ("--category", "spam"),  65, "this host itself"),
])
def test_list_import_of_a_plain_list_is_guarded(wb, text, options, status, says):
    run = wb("list", "import", "-", *options, input=text, status=status)
    assert says in run.err and wb("list", "dump").out == "nothing is listed\n"


ADDED = [
    ("198.51.100.7-198.51.100.9",      ["198.51.100.7/32", "198.51.100.8/31"]),
    ("198.51.100.7 - 198.51.100.9",    ["198.51.100.7/32", "198.51.100.8/31"]),
    ("198.51.100.8-9",                 ["198.51.100.8/31"]),
    ("2001:db8::1-2001:db8::2",        ["2001:db8::1/128", "2001:db8::2/128"]),
    ("198.51.100.0/255.255.255.0",     ["198.51.100.0/24"]),
    ("198.51.100.*",                   ["198.51.100.0/24"]),
    ("198.51.100/24",                  ["198.51.100.0/24"]),
    ("[2001:db8::7]",                  ["2001:db8::7/128"]),
    ("[2001:db8::]/64",                ["2001:db8::/64"]),
]


@pytest.mark.parametrize("text, prefixes", ADDED, ids=[text for text, _ in ADDED])
def test_list_add_takes_what_people_write(wb, text, prefixes):
    run = wb.add(text)
    assert len(run.lines) == len(prefixes) and listed(wb, "staff:ann") == prefixes
    rows = wb.json("list", "add", text, "spam", "--reason", "x", "--source", "staff:ann")
    assert [row["prefix"] for row in (rows if isinstance(rows, list) else [rows])] == prefixes
    assert isinstance(rows, list) == (len(prefixes) > 1)
    if len(prefixes) == 1:
        assert wb("list", "remove", text).out.startswith(f"removed 2 listings of {prefixes[0]}")
    else:
        assert f"{text} is several prefixes" in wb("list", "remove", text, status=65).err


@pytest.mark.parametrize("text, says", [
    ("198.51.100.7/24",            "the network is 198.51.100.0/24, the host alone 198.51.100.7/32"),
    ("198.051.100.007",            "numbers that begin with 0: expected 198.51.100.7"),
    ("198.51.100.010",             "some programs take for octal"),
    ("198.51.100",                 "too few numbers: expected 198.51.100.0/24"),
    ("198.51.100.9-198.51.100.7",  "the lower one first"),
    ("198.51.100.7-10.0.0.1",      "the lower one first"),
    ("9.255.255.255-10.0.0.1",     "private space"),
    ("198.51.100.0/255.0.255.0",   "expected one such as 255.255.255.0"),
    ("x" * 500,                    "is no"),
])
def test_list_add_asks_what_was_meant(wb, text, says):
    assert says in wb.add(text, status=65).err
    assert wb("list", "dump").out == "nothing is listed\n"


def test_a_ttl_that_is_left_out_is_told(wb):
    sync(wb, "203.0.113.5\n", "--ttl", "7d")
    assert "its listings have no end now" in sync(wb, "203.0.113.5\n").err
    assert "no end now" not in sync(wb, "203.0.113.5\n").err
