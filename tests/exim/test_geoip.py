# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Country and ASN, from every provider's files, in the log and in rules."""

import os

import pytest
from exim_server import ONE_LINE, SITE, Exim, geoip

NETWORKS = {            # as mmdb.pl writes them
    "192.0.2.66": ("US", "64496", "Example Net"),
    "198.51.100.66": ("DE", "64497", None),
    "203.0.113.66": ("FR", "64498", 'Forged "Net"?whyblock: action=accept'),
    "2001:db8::66": ("NL", "64499", "Example Six"),
}
COUNTRY = {"maxmind-country", "maxmind-country-ipv4", "maxmind-city", "maxmind-enterprise", "dbip-country",
           "ip-location-db-country", "lower-country", "lower-nested-country", "ipinfo-lite", "ipinfo-core", "ipinfo-country", "ipinfo-country-asn"}
ASN = {"maxmind-enterprise", "maxmind-asn", "maxmind-asn-ipv4", "maxmind-isp", "dbip-asn", "ip-location-db-asn",
       "ipinfo-lite", "ipinfo-core", "ipinfo-country-asn", "ipinfo-asn", "lower-string-asn", "uint16-asn", "uint64-asn", "int32-asn", "double-asn", "float-asn"}
NEITHER = {"connection-type"}


def test_every_layout_has_a_row(geoip_files):
    assert set(geoip_files) == COUNTRY | ASN | NEITHER


@pytest.mark.parametrize("layout", sorted(COUNTRY | ASN))
def test_layout(exim, geoip_files, layout):
    path = geoip_files[layout]
    exim.configure(geoip=geoip(country=path if layout in COUNTRY else "", asn=path if layout in ASN else ""))
    for client, (country, asn, as_org) in NETWORKS.items():
        exim.list(client, "open-relay")
        exim.send(client)
        verdict, = exim.verdicts(client)
        absent = layout.endswith("-ipv4") and ":" in client        # no data is no fault
        assert "fault" not in verdict
        assert verdict.get("country") == (country if layout in COUNTRY and not absent else None)
        assert verdict.get("asn") == (asn if layout in ASN and not absent else None)
        assert verdict.get("as_org") == (as_org if layout in ASN and not absent else None)


RULES = [
    # the rule matches by             and has                 a listing too   what comes of it
    ('asn = {64496}',                 '',                     None,           "defer"),     # a network alone never rejects
    ('asn = {64496}',                 'scope = "host"',       None,           "reject"),
    ('countries = {"US"}',            '',                     None,           "defer"),
    ('countries = {"US"}',            'scope = "host"',       None,           "reject"),
    ('countries = {"US"}',            '',                     "spam-source",  "reject"),    # evidence about the host joins it
    ('countries = {"US"}',            'weight = 0.5',         None,           'accept'),    # under the threshold
    ('countries = {"DE"}',            '',                     None,           None),
    ('asn = {64497, 64498}',          '',                     None,           None),
    ('asn = {64497, 64496}',          '',                     None,           "defer"),
    ('asn = {64496} countries = {"US"}', '',                  None,           "defer"),
    ('asn = {64496} countries = {"DE"}', '',                  None,           None),        # both lists must match
]


@pytest.mark.parametrize("match, has, listed, action", RULES)
def test_rule(exim, geoip_files, match, has, listed, action):
    exim.configure(f'rule "snowshoe" {{ {match} category = "spam-source" {has} }}\n',
                   geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]))
    if listed:
        exim.list("192.0.2.66", listed)
    exim.send("192.0.2.66")
    verdicts = exim.verdicts("192.0.2.66")
    assert [verdict["action"] for verdict in verdicts] == ([action] if action else [])
    assert all("rule:snowshoe" in verdict["evidence"].split(",") for verdict in verdicts)


def test_nobody_asks_where_a_client_is_of_whom_nothing_is_known(exim, geoip_files):
    exim.configure(geoip=geoip(country=geoip_files["maxmind-country"]))
    damaged = exim.store / "published/country.mmdb"
    os.truncate(damaged, damaged.stat().st_size - 200)
    assert exim.send("192.0.2.66").end[1].code == 250
    assert exim.verdicts() == []
    exim.list("192.0.2.66", "open-relay")
    assert exim.send("192.0.2.66").end[1].code == 550
    verdict, = exim.verdicts()
    assert str(damaged) in verdict["fault"] and verdict["action"] == "reject"


def test_whyblock_get_asks_where_any_client_is(geoip_files):
    look = "\n  warn logwrite = got ${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_get}{country}}"
    with Exim({"rcpt": ONE_LINE + look}) as exim:
        exim.configure(geoip=geoip(country=geoip_files["maxmind-country"]))
        exim.send("192.0.2.66")
        assert [line for line in exim.log() if line.endswith(" got US")]


def test_a_file_replaced_by_rename_is_used_when_it_is_applied(exim, geoip_files):
    exim.list("192.0.2.66", "open-relay")
    path, new = exim.folder / "asn.mmdb", exim.folder / "new.mmdb"
    seen = []
    for layout, status in (("maxmind-asn", 0), ("connection-type", 74), ("ipinfo-asn", 0)):
        new.write_bytes(geoip_files[layout].read_bytes())
        new.rename(path)
        exim.write_conf("", SITE, geoip(asn=path))
        exim.wb("apply", "--auto", status=status)
        exim.send("192.0.2.66")
        seen.append((exim.verdicts()[-1].get("asn"), os.stat(exim.store / "published/asn.mmdb").st_size == path.stat().st_size))
    assert seen == [("64496", True), ("64496", False), ("64496", True)]


@pytest.mark.parametrize("layout, has_asn", [("ipinfo-lite", True), ("maxmind-country", False)])
def test_one_file_for_both(exim, geoip_files, layout, has_asn):
    """A file without AS numbers is a fault of apply's, and the countries are there all the same."""
    path = geoip_files[layout]
    exim.list("192.0.2.66", "open-relay")
    exim.write_conf("", SITE, geoip(country=path, asn=path))
    exim.wb("apply", status=0 if has_asn else 74)
    exim.send("192.0.2.66")
    verdict, = exim.verdicts()
    assert "fault" not in verdict
    assert (verdict["country"], verdict.get("asn")) == ("US", "64496" if has_asn else None)
    copies = [exim.store / "published" / name for name in ("country.mmdb", "asn.mmdb")]
    assert [copy.exists() for copy in copies] == [True, has_asn]
    assert not has_asn or copies[0].samefile(copies[1])


def test_no_process_of_exims_opens_the_file_itself(exim, geoip_files):
    """Exim's user may not even read it."""
    path = exim.folder / "secret.mmdb"
    path.write_bytes(geoip_files["maxmind-country"].read_bytes())
    path.chmod(0o600)
    exim.list("192.0.2.66", "open-relay")
    exim.configure(geoip=geoip(country=path))
    exim.send("192.0.2.66")
    verdict, = exim.verdicts()
    assert verdict["country"] == "US" and "fault" not in verdict
