/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_packet.c - answers as they come over the network, good and malformed ones: every beginning of one, and every byte of it spoilt. */
#include "dns/packet.h"

#include <arpa/nameser.h>

#include "dns/cares.h"
#include "unit.h"

#define HEAD(answers) "\0\1\201\200\0\1\0" answers "\0\0\0\0"
#define QUESTION "\4mail\7example\3net\0\0\1\0\1"
#define SAME_NAME "\300\14" /* a pointer to the name in the question */
#define TTL "\0\0\1\54"

#define A SAME_NAME "\0\1\0\1" TTL "\0\4\300\0\2\102"
#define AAAA SAME_NAME "\0\34\0\1" TTL "\0\20\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1"
#define TXT SAME_NAME "\0\20\0\1" TTL "\0\7\3one\2ab"
#define PTR SAME_NAME "\0\14\0\1" TTL "\0\7\4mx01\300\21"      /* mx01.example.net */
#define MX SAME_NAME "\0\17\0\1" TTL "\0\11\0\12\4mx01\300\21" /* 10 mx01.example.net */
#define CHAOS SAME_NAME "\0\1\0\3" TTL "\0\4\300\0\2\103"
#define CNAME SAME_NAME "\0\5\0\1" TTL "\0\2\300\14"

#define BYTES(text) text, sizeof(text) - 1

/* "oneab|": '/' stands behind the first string of a text. */
static void add_record(void *context, const struct wb_packet_record *record)
{
	struct wb_text *text = context;

	assert_true(record->first_length <= record->length && record->length <= WB_PACKET_RECORD_SIZE);
	for (size_t i = 0; i < record->length; i++) {
		if (i > 0 && i == record->first_length)
			wb_text_add_char(text, '/');
		if (record->data[i] > ' ' && record->data[i] <= '~')
			wb_text_add_char(text, (char)record->data[i]);
		else
			wb_text_addf(text, "<%02x>", record->data[i]);
	}
	wb_text_add_char(text, '|');
}

/* The packet on the heap, so that the sanitizer sees a look behind its end. */
static bool walk(const void *packet, size_t length, unsigned type, struct wb_text *text)
{
	unsigned char *copy = malloc(length > 0 ? length : 1);
	bool is_good;

	assert_non_null(copy);
	memcpy(copy, packet, length);
	is_good = wb_packet_walk(copy, length, type, add_record, text);
	free(copy);
	return is_good;
}

static void test_the_records_of_a_packet(void **state)
{
	static const struct {
		const char *label, *packet;
		size_t length;
		unsigned type;
		bool is_good;
		const char *records;
	} rows[] = {
		{ "address", BYTES(HEAD("\1") QUESTION A), ns_t_a, true, "<c0><00><02>B|" },
		{ "several of several types", BYTES(HEAD("\5") QUESTION CNAME A TXT A AAAA), ns_t_a, true,
		    "<c0><00><02>B|<c0><00><02>B|" },
		{ "IPv6 address", BYTES(HEAD("\1") QUESTION AAAA), ns_t_aaaa, true,
		    "<20><01><0d><b8><00><00><00><00><00><00><00><00><00><00><00><01>|" },
		{ "strings are joined", BYTES(HEAD("\2") QUESTION TXT TXT), ns_t_txt, true, "one/ab|one/ab|" },
		{ "an empty string", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\20\0\1" TTL "\0\1\0"), ns_t_txt, true, "|" },
		{ "no string", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\20\0\1" TTL "\0\0"), ns_t_txt, true, "|" },
		{ "a name", BYTES(HEAD("\2") QUESTION A PTR), ns_t_ptr, true, "mx01.example.net|" },
		{ "the name behind a preference", BYTES(HEAD("\2") QUESTION PTR MX), ns_t_mx, true, "mx01.example.net|" },
		{ "no mail is taken (RFC 7505)", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\17\0\1" TTL "\0\3\0\0\0"), ns_t_mx,
		    true, "|" },
		{ "half a preference at the end", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\17\0\1" TTL "\0\1\0"), ns_t_mx, false,
		    "" },
		{ "a preference alone at the end", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\17\0\1" TTL "\0\2\0\12"), ns_t_mx,
		    false, "" },
		{ "another class", BYTES(HEAD("\2") QUESTION CHAOS A), ns_t_a, true, "<c0><00><02>B|" },
		{ "nothing of this type", BYTES(HEAD("\1") QUESTION A), ns_t_txt, true, "" },
		{ "nothing", BYTES(HEAD("\0") QUESTION), ns_t_a, true, "" },
		{ "no question", BYTES("\0\1\201\200\0\0\0\1\0\0\0\0\0\0\1\0\1" TTL "\0\4\300\0\2\102"), ns_t_a, true,
		    "<c0><00><02>B|" },
		{ "behind the counted ones", BYTES(HEAD("\1") QUESTION A A), ns_t_a, true, "<c0><00><02>B|" },
		{ "more are counted than there are", BYTES(HEAD("\2") QUESTION A), ns_t_a, false, "" },
		{ "an address of three bytes", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\1\0\1" TTL "\0\3\300\0\2"), ns_t_a,
		    false, "" },
		{ "of five", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\1\0\1" TTL "\0\5\300\0\2\102\0"), ns_t_a, false, "" },
		{ "an IPv6 address of four", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\34\0\1" TTL "\0\4\300\0\2\102"), ns_t_aaaa,
		    false, "" },
		{ "a string longer than its record", BYTES(HEAD("\2") QUESTION SAME_NAME "\0\20\0\1" TTL "\0\3\3on" A),
		    ns_t_txt, false, "" },
		{ "data longer than the packet", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\20\0\1" TTL "\0\10\3one\2ab"),
		    ns_t_txt, false, "" },
		{ "a name that points to itself", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\14\0\1" TTL "\0\2\300\56"), ns_t_ptr,
		    false, "" },
		{ "a name that points behind the packet", BYTES(HEAD("\1") QUESTION SAME_NAME "\0\14\0\1" TTL "\0\2\377\377"),
		    ns_t_ptr, false, "" },
		{ "no packet", BYTES(""), ns_t_a, false, "" },
		{ "half a header", BYTES("\0\1\201\200\0\1\0"), ns_t_a, false, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[300];
		struct wb_text text;

		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		assert_int_equal(walk(rows[i].packet, rows[i].length, rows[i].type, &text), rows[i].is_good);
		assert_string_equal(buffer, rows[i].records);
	}
}

static void note_length(void *context, const struct wb_packet_record *record)
{
	size_t *length = context;

	*length = record->length;
	assert_int_equal(record->first_length, 255);
}

/* Three strings of 255 bytes are more than there is room for. */
static void test_a_long_text_is_cut(void **state)
{
	static const char head[] = HEAD("\1") QUESTION SAME_NAME "\0\20\0\1" TTL "\3\0";
	unsigned char packet[sizeof(head) - 1 + 3 * 256];
	size_t length = 0;

	(void)state;
	memset(packet, 'x', sizeof(packet));
	memcpy(packet, head, sizeof(head) - 1);
	for (size_t i = 0; i < 3; i++)
		packet[sizeof(head) - 1 + 256 * i] = 255;
	assert_true(wb_packet_walk(packet, sizeof(packet), ns_t_txt, note_length, &length));
	assert_int_equal(length, WB_PACKET_RECORD_SIZE);
}

static void test_no_packet_is_too_broken(void **state)
{
	static const char good[] = HEAD("\7") QUESTION CNAME A TXT AAAA PTR MX CHAOS;
	static const unsigned types[] = { ns_t_a, ns_t_txt, ns_t_aaaa, ns_t_ptr, ns_t_mx };
	static const char odd[] = { 0, 1, 63, 64, '\177', '\200', '\300', '\377' };
	char spoilt[sizeof(good) - 1];
	char buffer[4000];
	struct wb_text text;

	(void)state;
	for (size_t t = 0; t < COUNT(types); t++) {
		for (size_t length = 0; length < sizeof(good) - 1; length++) {
			wb_text_open(&text, buffer, sizeof(buffer));
			assert_false(walk(good, length, types[t], &text));
		}
		for (size_t i = 0; i < sizeof(spoilt) * COUNT(odd); i++) {
			memcpy(spoilt, good, sizeof(spoilt));
			spoilt[i / COUNT(odd)] = odd[i % COUNT(odd)];
			wb_text_open(&text, buffer, sizeof(buffer));
			walk(spoilt, sizeof(spoilt), types[t], &text); /* the sanitizers look on */
		}
	}
}

static int load_cares(void **state)
{
	(void)state;
	return wb_cares_load(NULL) == WB_OK ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_records_of_a_packet),
		cmocka_unit_test(test_a_long_text_is_cut),
		cmocka_unit_test(test_no_packet_is_too_broken),
	};

	return cmocka_run_group_tests(tests, load_cares, NULL);
}
