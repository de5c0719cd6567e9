/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_sender_space.c - whose hosts a listing would hit. */
#include "desk/sender_space.h"

#include <sys/stat.h>

#include "fake_dns.h"
#include "fixture.h"
#include "mmdb_fixture.h"

static const char script[] = "in-addr.arpa 192.0.2.1 ptr=a.mail.example.org\n"
			     "a.mail.example.org @ 192.0.2.1\n"
			     "in-addr.arpa 192.0.2.2 ptr=forged.mail.example.org\n"
			     "forged.mail.example.org @ 203.0.113.9\n"
			     "in-addr.arpa 192.0.2.3 servfail\n";

FAKE_DNS_GROUP(script)

static const char *const suffixes[] = { "mail.example.org" };
static uint32_t asns[] = { 0 };
static struct wb_sender sender = { .name = "Example Mail", .suffixes = { (const char **)suffixes, 1 }, .asns = { asns, 1 } };

static const char *found(const struct wb_policy *policy, const char *prefix)
{
	static char text[WB_OWN_WHAT_SIZE + WB_ADDRESS_TEXT_SIZE + 8];
	struct wb_own_addresses own = { NULL };
	struct wb_prefix parsed;
	size_t length;

	assert_int_equal(wb_prefix_parse(prefix, &parsed, NULL), WB_OK);
	wb_sender_space_add(policy, &parsed, 10000, &own);
	text[0] = '\0';
	if (own.count > 0) {
		assert_int_equal(own.count, 1);
		assert_int_equal(own.rows[0].kind, WB_OWN_SENDER);
		wb_address_format(&own.rows[0].address, text);
		length = strlen(text);
		snprintf(text + length, sizeof(text) - length, " %s", own.rows[0].what);
	}
	wb_own_address_close(&own);
	return text;
}

static void test_a_host_by_its_name(void **state)
{
	const char *servers[] = { dns.address };
	struct wb_policy policy = { .dns.servers = { servers, 1 }, .senders = &sender, .sender_count = 1, .geoip.asn = "" };

	(void)state;
	assert_string_equal(found(&policy, "192.0.2.1"),
	    "192.0.2.1 a.mail.example.org, of the known sender \"Example Mail\", whose other customers it would hit, too");
	begin_row("as a translator writes it");
	assert_contains(found(&policy, "64:ff9b::c000:201"), "192.0.2.1 a.mail.example.org, of the known sender");
	begin_row("a name that does not lead back");
	assert_string_equal(found(&policy, "192.0.2.2"), "");
	begin_row("no answer is no guard");
	assert_string_equal(found(&policy, "192.0.2.3"), "");
	begin_row("there are no known senders");
	policy.sender_count = 0;
	assert_string_equal(found(&policy, "192.0.2.1"), "");
}

static void test_a_network_by_its_asn(void **state)
{
	static const struct {
		const char *label, *prefix;
		uint32_t asn;
		const char *starts;
	} rows[] = {
		{ "inside", "192.0.2.64/26", 64496,
		    "192.0.2.64 in AS64496, from which the known sender \"Example Mail\" sends" },
		{ "around", "192.0.0.0/16", 64496, "192.0.2.0 in AS64496" },
		{ "everything", "0.0.0.0/0", 64496, "192.0.2.0 in AS64496" },
		{ "somebody else's network", "192.0.2.64/26", 64500, "" },
		{ "beside it", "203.0.112.0/24", 64496, "" },
	};
	const char *folder = *state;
	struct wb_policy policy = { .senders = &sender, .sender_count = 1, .store = folder, .geoip.asn = "x" };
	static const char *const files[] = { "maxmind-asn", "maxmind-asn-ipv4", "ipinfo-asn" };
	char command[512];

	if (!make_mmdb_files(folder))
		return;
	for (size_t n = 0; n < COUNT(files) * COUNT(rows); n++) {
		size_t i = n % COUNT(rows);
		const char *text;

		begin_row(rows[i].label);
		snprintf(command, sizeof(command), "mkdir -p %s/published && cp %s/%s.mmdb %s/published/asn.mmdb", folder,
		    folder, files[n / COUNT(rows)], folder);
		assert_int_equal(system(command), 0);
		asns[0] = rows[i].asn;
		text = found(&policy, rows[i].prefix);
		print_message("      %s\n", text);
		assert_int_equal(text[0] == '\0', rows[i].starts[0] == '\0');
		assert_true(strncmp(text, rows[i].starts, strlen(rows[i].starts)) == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_host_by_its_name),
		cmocka_unit_test_setup_teardown(test_a_network_by_its_asn, open_folder, close_folder),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
