/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_cares.c - what is done about the versions of c-ares: as far as the header and the library that are there can show it, and by
 * the version that a library says it has.
 */
#include "dns/cares.h"

#include <arpa/nameser.h>

#include "dns/resolver.h"
#include "fake_dns.h"

#define UDP_MAX_QUERIES_BIT (1 << 19)

static const char script[] = "garbage.example.net * garbage-id\n"
			     "slow.example.net * 127.0.0.2 delay=0.3\n";

FAKE_DNS_GROUP(script)

/* Where libraries from 1.20 on read it, whatever the header knows. */
static int udp_max_queries(const struct wb_cares_options *options)
{
	int number;

	memcpy(&number, (const char *)options + offsetof(struct ares_options, resolvconf_path) + 2 * sizeof(char *),
	    sizeof(number));
	return number;
}

static void test_which_libraries_are_asked_for_a_socket_each(void **state)
{
	static const struct {
		const char *label;
		int version;
		bool asks;
	} rows[] = {
		{ "1.17, Debian 11", 0x011101, false },
		{ "1.18, Debian 12", 0x011201, false },
		{ "1.19 has hosts_path, which is left alone", 0x011300, false },
		{ "1.19, the last of it", 0x0113ff, false },
		{ "1.20", 0x011400, true },
		{ "1.28", 0x011c00, true },
		{ "1.34, Debian 13", 0x012205, true },
		{ "2.0", 0x020000, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_cares_options options = { .known = { .tries = 3 } };
		int mask = ARES_OPT_TRIES;

		begin_row(rows[i].label);
		wb_cares_use_socket_for_each(&options, &mask, rows[i].version);
		assert_int_equal(mask, ARES_OPT_TRIES | (rows[i].asks ? UDP_MAX_QUERIES_BIT : 0));
		assert_int_equal(udp_max_queries(&options), rows[i].asks);
		assert_int_equal(options.known.tries, 3);
		assert_null(options.known.resolvconf_path);
	}
}

/* Since 1.20 it would, if they shared a socket. */
static void note_outcome(void *context, const struct wb_resolver_answer *answer)
{
	*(enum wb_resolver_outcome *)context = answer->outcome;
}

static void test_a_malformed_answer_ends_no_other_question(void **state)
{
	const char *items[] = { dns.address };
	const struct wb_dns_settings settings = { { items, 1 }, 10000, false };
	enum wb_resolver_outcome garbage = WB_RESOLVER_ANSWER, good = WB_RESOLVER_TIMEOUT;
	struct wb_resolver *resolver;

	(void)state;
	assert_int_equal(wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, NULL), WB_OK);
	wb_resolver_ask(resolver, "x.slow.example.net", WB_RESOLVER_A, note_outcome, &good);
	wb_resolver_ask(resolver, "x.garbage.example.net", WB_RESOLVER_A, note_outcome, &garbage);
	while (good != WB_RESOLVER_ANSWER && wb_resolver_wait(resolver))
		;
	wb_resolver_close(&resolver);
	assert_int_equal(good, WB_RESOLVER_ANSWER);
}

/* A library from 1.20 on, whatever the header of this build, opens a socket for each question; an older one shares one. */
static void test_the_library_does_what_it_is_asked_for(void **state)
{
	const char *items[] = { dns.address };
	const struct wb_dns_settings settings = { { items, 1 }, 10000, false };
	enum wb_resolver_outcome ignored;
	struct wb_resolver *resolver;
	unsigned before, after_one, after_two;
	int version;

	(void)state;
	ares_version(&version);
	assert_int_equal(wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, NULL), WB_OK);
	before = count_descriptors();
	wb_resolver_ask(resolver, "x.slow.example.net", WB_RESOLVER_A, note_outcome, &ignored);
	after_one = count_descriptors();
	wb_resolver_ask(resolver, "y.slow.example.net", WB_RESOLVER_A, note_outcome, &ignored);
	after_two = count_descriptors();
	wb_resolver_close(&resolver);
	assert_int_equal(after_one, before + 1);
	assert_int_equal(after_two, version >= 0x011400 ? before + 2 : before + 1);
}

/* "7f000002|": in hexadecimal but for letters, digits and dots; '/' stands behind the first string of a text. */
static void add_record(void *context, const struct wb_packet_record *record)
{
	for (size_t i = 0; i < record->length; i++) {
		if (i > 0 && i == record->first_length)
			wb_text_add_char(context, '/');
		wb_text_addf(context, record->data[i] >= '-' && record->data[i] <= 'z' ? "%c" : "%02x", record->data[i]);
	}
	wb_text_add_char(context, '|');
}

/* What a library of this build's version would hand over for a packet, and what is read from it. */
static bool walk(const unsigned char *packet, size_t length, int type, struct wb_text *text)
{
	struct wb_cares_reply reply = { .status = ARES_SUCCESS, .answer = packet, .length = length };
	bool is_good;
#if ARES_VERSION >= 0x011c00
	ares_dns_record_t *record = NULL;

	if (ares_dns_parse(packet, length, 0, &record) != ARES_SUCCESS)
		return false;
	reply.answer = record;
	is_good = wb_cares_walk(&reply, type, add_record, text);
	ares_dns_record_destroy(record);
#else
	is_good = wb_cares_walk(&reply, type, add_record, text);
#endif
	return is_good;
}

#define HEAD "\0\1\201\200\0\1\0\7\0\0\0\0\4mail\7example\3net\0\0\1\0\1"
#define RECORD(type, length, data) "\300\14\0" type "\0\1\0\0\1\54\0" length data

static void test_every_version_hands_over_the_same_records(void **state)
{
	static const char packet[] = HEAD RECORD("\1", "\4", "\177\0\0\2") RECORD("\20", "\7", "\3one\2ab")
	    RECORD("\34", "\20", "\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1") RECORD("\14", "\7", "\4mx01\300\21")
		RECORD("\1", "\4", "\177\0\0\3") RECORD("\17", "\11", "\0\12\4mx01\300\21") RECORD("\20", "\5", "\0\3two");
	static const struct {
		const char *label;
		int type;
		const char *records;
	} rows[] = {
		{ "addresses", ns_t_a, "7f000002|7f000003|" },
		{ "IPv6 addresses", ns_t_aaaa,
		    "2001"
		    "0db8"
		    "0000000000000000"
		    "00000001|" },
		{ "texts", ns_t_txt, "one/ab|two|" },
		{ "names", ns_t_ptr, "mx01.example.net|" },
		{ "names behind a preference", ns_t_mx, "mx01.example.net|" },
		{ "none of this type", ns_t_ns, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[200];
		struct wb_text text;

		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		assert_true(walk((const unsigned char *)packet, sizeof(packet) - 1, rows[i].type, &text));
		assert_string_equal(buffer, rows[i].records);
	}
	begin_row("one byte too short");
	assert_false(walk(
	    (const unsigned char *)packet, sizeof(packet) - 2, ns_t_a, &(struct wb_text){ (char[200]){ "" }, 200, 0, false }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_libraries_are_asked_for_a_socket_each),
		cmocka_unit_test(test_a_malformed_answer_ends_no_other_question),
		cmocka_unit_test(test_the_library_does_what_it_is_asked_for),
		cmocka_unit_test(test_every_version_hands_over_the_same_records),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
