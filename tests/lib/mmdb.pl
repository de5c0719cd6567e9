#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
# mmdb.pl FOLDER - writes one small GeoIP file for each layout that providers use:
#
#   FOLDER/LAYOUT.mmdb for every row of @layouts below.
#
# All hold the same networks, as far as the layout has room for what is known about them.
# Needs MaxMind::DB::Writer::Tree (Debian: libmaxmind-db-writer-perl).
use strict;
use warnings;
use MaxMind::DB::Writer::Tree;

my $folder = shift or die "usage: mmdb.pl FOLDER\n";

my @networks = (
	# what is left undefined is missing in the file too
	{ net => '192.0.2.0/24',    code => 'US', country => 'United States', asn => 64496, org => 'Example Net' },
	{ net => '198.51.100.0/24', code => 'DE', country => 'Germany',       asn => 64497 },
	{ net => '203.0.113.0/24',  code => 'FR', country => 'France',        asn => 64498, only_registered => 1,
	  org => qq{Forged "Net"\nwhyblock: action=accept} },
	{ net => '2001:db8::/32',   code => 'NL', country => 'Netherlands',   asn => 64499, org => 'Example Six' },
);

sub names { return { en => shift } }

sub maxmind_country {
	my $n = shift;
	my $place = { iso_code => $n->{code}, names => names($n->{country}) };
	my $elsewhere = { iso_code => 'ZZ', names => names('Elsewhere') };
	return { registered_country => $place } if $n->{only_registered};
	return { country => $place, registered_country => $elsewhere };
}
sub maxmind_asn {
	my $n = shift;
	return { autonomous_system_number => $n->{asn}, autonomous_system_organization => $n->{org} };
}

my @layouts = (
	# file                      IP  database_type                  the record of a network; the type of AS numbers, if it is not uint32
	[ 'maxmind-country',         6, 'GeoLite2-Country',            \&maxmind_country ],
	[ 'maxmind-country-ipv4',    4, 'GeoLite2-Country',            \&maxmind_country ],
	[ 'maxmind-city',            6, 'GeoLite2-City',               sub { +{ %{ maxmind_country(@_) }, city => { names => names('Town') } } } ],
	[ 'maxmind-enterprise',      6, 'GeoIP2-Enterprise',           sub { +{ %{ maxmind_country(@_) }, traits => maxmind_asn(@_) } } ],
	[ 'maxmind-asn',             6, 'GeoLite2-ASN',                \&maxmind_asn ],
	[ 'maxmind-asn-ipv4',        4, 'GeoLite2-ASN',                \&maxmind_asn ],
	[ 'maxmind-isp',             6, 'GeoIP2-ISP',                  sub { +{ %{ maxmind_asn(@_) }, isp => $_[0]{org} } } ],
	[ 'dbip-country',            6, 'DBIP-Country-Lite',           sub { +{ country => { iso_code => $_[0]{code}, names => names($_[0]{country}) } } } ],
	[ 'dbip-asn',                6, 'DBIP-ASN-Lite',               \&maxmind_asn ],
	[ 'ip-location-db-country',  6, 'ip-location-db country',      sub { +{ country_code => $_[0]{code} } } ],
	[ 'ip-location-db-asn',      6, 'ip-location-db asn',          \&maxmind_asn ],
	[ 'ipinfo-lite',             6, 'ipinfo bundle_location_lite.mmdb',
	                                sub { my $n = shift; +{ country => $n->{country}, country_code => $n->{code}, asn => "AS$n->{asn}", as_name => $n->{org} } } ],
	[ 'ipinfo-core',             6, 'ipinfo core.mmdb',
	                                sub { my $n = shift; +{ city => 'Town', country => $n->{country}, country_code => $n->{code}, asn => "AS$n->{asn}", as_name => $n->{org} } } ],
	[ 'ipinfo-country',          6, 'ipinfo country.mmdb',         sub { my $n = shift; +{ country => $n->{code}, country_name => $n->{country} } } ],
	[ 'ipinfo-country-asn',      6, 'ipinfo country_asn.mmdb',     sub { my $n = shift; +{ country => $n->{code}, country_name => $n->{country}, asn => "AS$n->{asn}", as_name => $n->{org} } } ],
	[ 'ipinfo-asn',              6, 'ipinfo asn.mmdb',             sub { my $n = shift; +{ asn => "AS$n->{asn}", name => $n->{org} } } ],
	[ 'lower-country',           6, 'made of CSV',                 sub { +{ country_code => lc $_[0]{code} } } ],
	[ 'lower-nested-country',    6, 'made of CSV',                 sub { +{ country => { iso_code => lc $_[0]{code} } } } ],
	[ 'lower-string-asn',        6, 'made of CSV',                 sub { +{ asn => "as$_[0]{asn}", name => $_[0]{org} } } ],
	[ 'uint16-asn',              6, 'made by hand',                \&maxmind_asn, 'uint16' ],
	[ 'uint64-asn',              6, 'made by hand',                \&maxmind_asn, 'uint64' ],
	[ 'int32-asn',               6, 'made by hand',                \&maxmind_asn, 'int32' ],
	[ 'double-asn',              6, 'made of JSON',                \&maxmind_asn, 'double' ],
	[ 'float-asn',               6, 'made of JSON',                \&maxmind_asn, 'float' ],
	[ 'connection-type',         6, 'GeoIP2-Connection-Type',      sub { +{ connection_type => 'Cable/DSL' } } ],   # neither country nor ASN
);

sub without_undefined {
	my $data = shift;
	return $data if ref $data ne 'HASH';
	return { map { $_ => without_undefined($data->{$_}) } grep { defined $data->{$_} } keys %$data };
}

sub type_of {
	my ($key, $value, $asn_type) = @_;
	return ref $value ? 'map' : $key eq 'autonomous_system_number' ? $asn_type : 'utf8_string';
}

for (@layouts) {
	my ($file, $ip_version, $type, $record, $asn_type) = @$_;
	my $tree = MaxMind::DB::Writer::Tree->new(
		ip_version               => $ip_version,
		record_size              => 24,
		database_type            => $type,
		description              => { en => 'whyblock test data' },
		remove_reserved_networks => 0,                # our networks are those for documentation
		map_key_type_callback    => sub { type_of(@_[0, 1], $asn_type // 'uint32') },
	);
	for my $network (@networks) {
		next if $ip_version == 4 && $network->{net} =~ /:/;
		$tree->insert_network($network->{net}, without_undefined($record->($network)));
	}
	open my $out, '>:raw', "$folder/$file.mmdb" or die "$folder/$file.mmdb: $!\n";
	$tree->write_tree($out);
	close $out or die "$folder/$file.mmdb: $!\n";
}
