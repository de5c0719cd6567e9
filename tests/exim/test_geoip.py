# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Country and ASN, from every provider's files, in the log and in rules."""

import pytest
from exim_server import ONE_LINE, Exim, geoip

NETWORKS = {            # as mmdb.pl writes them
    "192.0.2.66": ("US", "64496", "Example Net"),
    "198.51.100.66": ("DE", "64497", None),
    "203.0.113.66": ("FR", "64498", 'Forged "Net"?whyblock: action=accept'),
    "2001:db8::66": ("NL", "64499", "Example Six"),
}
COUNTRY = {"maxmind-country", "maxmind-country-ipv4", "maxmind-city", "maxmind-enterprise", "dbip-country",
           "ip-location-db-country", "ipinfo-lite", "ipinfo-core", "ipinfo-country", "ipinfo-country-asn"}
ASN = {"maxmind-enterprise", "maxmind-asn", "maxmind-asn-ipv4", "maxmind-isp", "dbip-asn", "ip-location-db-asn",
       "ipinfo-lite", "ipinfo-core", "ipinfo-country-asn", "ipinfo-asn"}
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
    ('countries = {"US"}',            'weight = 0.5',         None,           None),        # under the threshold
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
    damaged = exim.folder / "damaged.mmdb"
    damaged.write_bytes(geoip_files["maxmind-country"].read_bytes()[:-200])
    exim.configure(geoip=geoip(country=damaged))
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


def test_a_file_replaced_by_rename_is_used_next(exim, geoip_files):
    exim.list("192.0.2.66", "open-relay")
    path, new = exim.folder / "asn.mmdb", exim.folder / "new.mmdb"
    exim.configure(geoip=geoip(asn=path))
    seen = []
    for layout in ("maxmind-asn", "connection-type", "ipinfo-asn"):
        new.write_bytes(geoip_files[layout].read_bytes())
        new.rename(path)
        exim.send("192.0.2.66")
        seen.append(exim.verdicts()[-1].get("asn"))
    assert seen == ["64496", None, "64496"]
