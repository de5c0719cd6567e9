/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_geoip.c - country and ASN from every provider's layout, and from files that are none. */
#include "fixture.h"
#include "mmdb_fixture.h"
#include "verdict/geoip.h"

/* Written once by tests/lib/mmdb.pl; empty when Perl's module for it is missing. */
static char *folder;
static bool have_files;

static int make_files(void **state)
{
	if (open_folder((void **)&folder) != 0)
		return -1;
	*state = folder;
	have_files = make_mmdb_files(folder);
	return 0;
}

static int remove_files(void **state)
{
	(void)state;
	return close_folder((void **)&folder);
}

static void need_files(void)
{
	if (!have_files)
		skip();
}

/* "US AS64496 Example Net", "- AS0 -": what is found for a client in one file, or two. */
static const char *find(const char *country, const char *asn, const char *client, enum wb_status wanted)
{
	static char text[256];
	struct wb_address address = address_of(client);
	struct wb_place place = { "xx", 1, "left over" };
	struct wb_error error = { "" };
	enum wb_status status = wb_geoip_find(country, asn, &address, &place, &error);

	if (error.text[0] != '\0')
		print_message("      %s\n", error.text);
	assert_int_equal(status, wanted);
	assert_int_equal(error.text[0] != '\0', wanted != WB_OK);
	snprintf(text, sizeof(text), "%s AS%u %s", place.country[0] != '\0' ? place.country : "-", place.asn,
	    place.as_org[0] != '\0' ? place.as_org : "-");
	return text;
}

static const char *file(const char *name)
{
	return path_in(folder, name);
}

enum { C = 1, A = 2, O = 4 }; /* what a layout holds: country, AS number, its name */

static void test_every_layout_is_understood(void **state)
{
	static const struct {
		const char *file;
		int holds;
		bool has_registered_only;
		const char *country_layout, *asn_layout;
	} rows[] = {
		{ "maxmind-country.mmdb", C, true, "country.iso_code", NULL },
		{ "maxmind-city.mmdb", C, true, "country.iso_code", NULL },
		{ "maxmind-enterprise.mmdb", C | A | O, true, "country.iso_code", "traits.autonomous_system_number" },
		{ "maxmind-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "maxmind-isp.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "dbip-country.mmdb", C, false, "country.iso_code", NULL },
		{ "dbip-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "ip-location-db-country.mmdb", C, false, "country_code", NULL },
		{ "ip-location-db-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "ipinfo-lite.mmdb", C | A | O, false, "country_code", "asn" },
		{ "ipinfo-core.mmdb", C | A | O, false, "country_code", "asn" },
		{ "ipinfo-country.mmdb", C, false, "country", NULL },
		{ "ipinfo-country-asn.mmdb", C | A | O, false, "country", "asn" },
		{ "ipinfo-asn.mmdb", A | O, false, NULL, "asn" },
		{ "lower-country.mmdb", C, false, "country_code", NULL },
		{ "lower-nested-country.mmdb", C, false, "country.iso_code", NULL },
		{ "lower-string-asn.mmdb", A | O, false, NULL, "asn" },
		{ "uint16-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "uint64-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "int32-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "double-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
		{ "float-asn.mmdb", A | O, false, NULL, "autonomous_system_number" },
	};
	static const struct {
		const char *client, *country;
		unsigned asn;
		const char *as_org;
	} clients[] = {
		{ "192.0.2.66", "US", 64496, "Example Net" },
		{ "::ffff:192.0.2.66", "US", 64496, "Example Net" },
		{ "198.51.100.1", "DE", 64497, "-" }, /* a number without a name is normal */
		{ "203.0.113.1", "FR", 64498, "Forged \"Net\"?whyblock: action=accept" },
		{ "2001:db8::66", "NL", 64499, "Example Six" },
		{ "192.0.3.1", "-", 0, "-" }, /* in no file */
		{ "2001:db9::1", "-", 0, "-" },
	};

	(void)state;
	need_files();
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = file(rows[i].file);
		struct wb_geoip_about about;

		begin_row(rows[i].file);
		for (size_t c = 0; c < COUNT(clients); c++) {
			char wanted[256];

			snprintf(wanted, sizeof(wanted), "%s AS%u %s", (rows[i].holds & C) != 0 ? clients[c].country : "-",
			    (rows[i].holds & A) != 0 ? clients[c].asn : 0, (rows[i].holds & O) != 0 ? clients[c].as_org : "-");
			assert_string_equal(find((rows[i].holds & C) != 0 ? path : "", (rows[i].holds & A) != 0 ? path : "",
						clients[c].client, WB_OK),
			    wanted);
		}
		if (rows[i].country_layout != NULL) {
			assert_int_equal(wb_geoip_describe(path, path, WB_GEOIP_COUNTRY, &about, NULL), WB_OK);
			assert_string_equal(about.layout, rows[i].country_layout);
		}
		if (rows[i].asn_layout != NULL) {
			assert_int_equal(wb_geoip_describe(path, path, WB_GEOIP_ASN, &about, NULL), WB_OK);
			assert_string_equal(about.layout, rows[i].asn_layout);
		}
		assert_true(about.built_at_s > 1600000000);
	}
}

static void test_country_and_asn_come_from_two_files(void **state)
{
	(void)state;
	need_files();
	assert_string_equal(
	    find(file("maxmind-country.mmdb"), file("maxmind-asn.mmdb"), "192.0.2.66", WB_OK), "US AS64496 Example Net");
	assert_string_equal(find(file("maxmind-country.mmdb"), "", "192.0.2.66", WB_OK), "US AS0 -");
	assert_string_equal(find("", file("maxmind-asn.mmdb"), "192.0.2.66", WB_OK), "- AS64496 Example Net");
}

static void test_one_file_for_both_may_hold_one_of_them(void **state)
{
	struct wb_address client = address_of("192.0.2.66");
	struct wb_place place;
	struct wb_error error;

	(void)state;
	need_files();
	begin_row("both");
	assert_string_equal(
	    find(file("ipinfo-lite.mmdb"), file("ipinfo-lite.mmdb"), "192.0.2.66", WB_OK), "US AS64496 Example Net");
	begin_row("countries only");
	assert_int_equal(
	    wb_geoip_find(file("maxmind-country.mmdb"), file("maxmind-country.mmdb"), &client, &place, &error), WB_UNAVAILABLE);
	assert_string_equal(place.country, "US");
	assert_contains(error.text, "no AS numbers in it");
	begin_row("AS numbers only");
	assert_int_equal(
	    wb_geoip_find(file("maxmind-asn.mmdb"), file("maxmind-asn.mmdb"), &client, &place, &error), WB_UNAVAILABLE);
	assert_int_equal(place.asn, 64496);
	assert_contains(error.text, "no countries in it");
	begin_row("neither is one fault");
	assert_string_equal(
	    find(file("connection-type.mmdb"), file("connection-type.mmdb"), "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
}

static void test_an_ipv6_client_is_unknown_to_an_ipv4_file(void **state)
{
	(void)state;
	need_files();
	assert_string_equal(find(file("maxmind-country-ipv4.mmdb"), "", "192.0.2.66", WB_OK), "US AS0 -");
	assert_string_equal(
	    find(file("maxmind-country-ipv4.mmdb"), file("maxmind-asn.mmdb"), "2001:db8::66", WB_OK), "- AS64499 Example Six");
	assert_string_equal(find("", file("maxmind-asn-ipv4.mmdb"), "2001:db8::66", WB_OK), "- AS0 -");
	assert_string_equal(find("", file("maxmind-asn-ipv4.mmdb"), "::ffff:192.0.2.66", WB_OK), "- AS64496 Example Net");
}

static void test_a_file_that_is_not_there_is_no_fault(void **state)
{
	struct wb_geoip_about about;

	assert_string_equal(
	    find(path_in(*state, "none.mmdb"), path_in(*state, "no/folder.mmdb"), "192.0.2.66", WB_OK), "- AS0 -");
	assert_string_equal(find("", "", "192.0.2.66", WB_OK), "- AS0 -");
	assert_int_equal(wb_geoip_describe(path_in(*state, "none.mmdb"), "none", WB_GEOIP_ASN, &about, NULL), WB_NOT_FOUND);
}

static void test_what_is_no_mmdb_is_a_fault(void **state)
{
	const char *empty = write_text(*state, "empty.mmdb", "");
	const char *garbage = write_text(*state, "garbage.mmdb", "this is no database, whatever it is called");
	const char *marker = write_text(*state, "marker.mmdb", "\xab\xcd\xefMaxMind.com");
	const char *fifo = path_in(*state, "fifo.mmdb");
	const char *device = path_in(*state, "device.mmdb");
	const char *circle = path_in(*state, "circle.mmdb");

	assert_int_equal(mkfifo(fifo, 0644), 0);
	assert_int_equal(symlink("/dev/zero", device), 0);
	assert_int_equal(symlink(circle, circle), 0);
	begin_row("empty");
	assert_string_equal(find(empty, "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	begin_row("garbage");
	assert_string_equal(find("", garbage, "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	begin_row("nothing behind the marker");
	assert_string_equal(find(marker, "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	begin_row("FIFO");
	assert_string_equal(find(fifo, "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	begin_row("device");
	assert_string_equal(find(device, "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	begin_row("folder");
	assert_string_equal(find(*state, "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	begin_row("link to itself");
	assert_string_equal(find(circle, "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
}

static void test_a_file_without_permission_is_a_fault(void **state)
{
	const char *path = write_text(*state, "secret.mmdb", "x");
	struct wb_address client = address_of("192.0.2.66");
	struct wb_place place;
	struct wb_error error = { "" };
	enum wb_status status;

	assert_int_equal(chmod(path, 0), 0);
	drop_root();
	status = wb_geoip_find(path, "", &client, &place, &error);
	take_root();
	assert_int_equal(status, WB_UNAVAILABLE);
	assert_contains(error.text, path);
	assert_contains(error.text, "Permission denied");
}

static void test_a_fault_in_one_file_leaves_the_other(void **state)
{
	const char *empty = write_text(*state, "empty.mmdb", "");

	need_files();
	assert_string_equal(find(empty, file("maxmind-asn.mmdb"), "192.0.2.66", WB_UNAVAILABLE), "- AS64496 Example Net");
	assert_string_equal(find(file("maxmind-country.mmdb"), empty, "192.0.2.66", WB_UNAVAILABLE), "US AS0 -");
}

static void test_a_file_of_another_type_is_a_fault(void **state)
{
	struct wb_geoip_about about;
	struct wb_error error = { "" };

	(void)state;
	need_files();
	assert_string_equal(find(file("connection-type.mmdb"), "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	assert_string_equal(find(file("maxmind-asn.mmdb"), "", "192.0.2.66", WB_UNAVAILABLE), "- AS0 -");
	assert_int_equal(
	    wb_geoip_describe(file("maxmind-country.mmdb"), "the copied", WB_GEOIP_ASN, &about, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "geoip the copied: no AS numbers in it (its type is \"GeoLite2-Country\")");
	assert_int_equal(
	    wb_geoip_describe(file("connection-type.mmdb"), "x", WB_GEOIP_COUNTRY, &about, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "no countries in it (its type is \"GeoIP2-Connection-Type\")");
}

/* Cut short anywhere, a file has lost its metadata, which stand at the end. */
static void test_a_file_cut_short_is_a_fault(void **state)
{
	size_t bytes;
	unsigned char *data;

	need_files();
	data = read_file(file("maxmind-asn.mmdb"), &bytes);
	for (size_t i = 1; i < 20; i++) {
		const char *path = write_file(*state, "short.mmdb", data, bytes * i / 20);
		struct wb_address client = address_of("192.0.2.66");
		struct wb_place place;

		assert_int_equal(wb_geoip_find("", path, &client, &place, NULL), WB_UNAVAILABLE);
		assert_int_equal(place.asn, 0);
	}
	free(data);
}

/* Each byte in turn is damaged: whatever is answered, nothing is read where it should not be, and names stay printable. */
static void test_no_damage_leads_astray(void **state)
{
	size_t bytes;
	unsigned char *data;

	need_files();
	data = read_file(file("maxmind-enterprise.mmdb"), &bytes);
	for (size_t i = 0; i<bytes; i += bytes> 4000 ? 3 : 1) {
		const char *path;
		struct wb_address client = address_of("192.0.2.66");
		struct wb_place place;
		enum wb_status status;

		data[i] ^= 0xff;
		path = write_file(*state, "damaged.mmdb", data, bytes);
		data[i] ^= 0xff;
		status = wb_geoip_find(path, path, &client, &place, NULL);
		assert_true(status == WB_OK || status == WB_UNAVAILABLE);
		assert_true(place.country[0] == '\0' || strlen(place.country) == 2);
		for (const char *c = place.as_org; *c != '\0'; c++)
			assert_false((unsigned char)*c < 0x20 || *c == 0x7f);
	}
	free(data);
}

/* geoip.h: damage is a fault even when it shows only in the one record that was asked for. */
static void test_a_damaged_record_in_a_good_file_is_a_fault(void **state)
{
	size_t bytes;
	unsigned char *data, *record;

	need_files();
	data = read_file(file("dbip-country.mmdb"), &bytes);
	record = memmem(data, bytes, "\x42NL", 3); /* a string of two bytes, for 2001:db8::/32 */
	assert_non_null(record);
	memcpy(record, "\x5f\xff\xff", 3); /* a string of 16 MiB: libmaxminddb's error 7 */
	write_file(*state, "damaged.mmdb", data, bytes);
	free(data);
	begin_row("the other records are good");
	assert_string_equal(find(path_in(*state, "damaged.mmdb"), "", "192.0.2.66", WB_OK), "US AS0 -");
	begin_row("this one is not");
	assert_string_equal(find(path_in(*state, "damaged.mmdb"), "", "2001:db8::66", WB_UNAVAILABLE), "- AS0 -");
}

/* A number that no network has is none, whatever type it is written in. */
static void test_what_is_no_as_number_is_not_known(void **state)
{
	static const struct {
		const char *label, *file, *found, *put;
		size_t bytes;
		bool is_known; /* 64499 is what was found */
	} rows[] = {
		{ "as it is", "uint64-asn.mmdb", "\x02\x02\xfb\xf3", "\x02\x02\xfb\xf3", 4, true },
		{ "int32 of 0", "int32-asn.mmdb", "\x02\x01\xfb\xf3", "\x02\x01\x00\x00", 4, false },
		{ "double of a fraction", "double-asn.mmdb", "\x40\xef\x7e\x60\x00\x00\x00\x00",
		    "\x3f\xe0\x00\x00\x00\x00\x00\x00", 8, false },
		{ "double that is no number", "double-asn.mmdb", "\x40\xef\x7e\x60\x00\x00\x00\x00",
		    "\x7f\xf8\x00\x00\x00\x00\x00\x00", 8, false },
		{ "double beyond", "double-asn.mmdb", "\x40\xef\x7e\x60\x00\x00\x00\x00", "\x7f\xe0\x00\x00\x00\x00\x00\x00", 8,
		    false },
	};

	need_files();
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t bytes;
		unsigned char *data = read_file(file(rows[i].file), &bytes), *number;

		begin_row(rows[i].label);
		number = memmem(data, bytes, rows[i].found, rows[i].bytes < 8 ? 4 : 8);
		assert_non_null(number);
		memcpy(number, rows[i].put, rows[i].bytes);
		write_file(*state, "odd.mmdb", data, bytes);
		free(data);
		assert_string_equal(find("", path_in(*state, "odd.mmdb"), "2001:db8::66", WB_OK),
		    rows[i].is_known ? "- AS64499 Example Six" : "- AS0 -");
	}
}

/* What is no country code must not be cut until it looks like one. */
static void test_a_country_code_has_two_letters(void **state)
{
	size_t bytes;
	unsigned char *data, *record;

	need_files();
	data = read_file(file("ip-location-db-country.mmdb"), &bytes);
	record = memmem(data, bytes, "\x42NL", 3);
	assert_non_null(record);
	record[0] = 0x43; /* a string of three bytes */
	write_file(*state, "odd.mmdb", data, bytes);
	free(data);
	assert_string_equal(find(path_in(*state, "odd.mmdb"), "", "192.0.2.66", WB_OK), "US AS0 -");
	assert_string_equal(find(path_in(*state, "odd.mmdb"), "", "2001:db8::66", WB_OK), "- AS0 -");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_layout_is_understood),
		cmocka_unit_test(test_country_and_asn_come_from_two_files),
		cmocka_unit_test(test_one_file_for_both_may_hold_one_of_them),
		cmocka_unit_test(test_an_ipv6_client_is_unknown_to_an_ipv4_file),
		test_in_folder(test_a_file_that_is_not_there_is_no_fault),
		test_in_folder(test_what_is_no_mmdb_is_a_fault),
		test_in_folder(test_a_file_without_permission_is_a_fault),
		test_in_folder(test_a_fault_in_one_file_leaves_the_other),
		cmocka_unit_test(test_a_file_of_another_type_is_a_fault),
		test_in_folder(test_a_file_cut_short_is_a_fault),
		test_in_folder(test_no_damage_leads_astray),
		test_in_folder(test_a_country_code_has_two_letters),
		test_in_folder(test_what_is_no_as_number_is_not_known),
		test_in_folder(test_a_damaged_record_in_a_good_file_is_a_fault),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
