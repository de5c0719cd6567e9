/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_resolver.c - what becomes of every kind of answer, how long is waited, and that no descriptor stays open. */
#include "dns/resolver.h"

#include <arpa/inet.h>

#include "fake_clock.h"
#include "fake_dns.h"

#include <arpa/inet.h>

#define DEADLINE_MS 10000    /* of tests that do not wait for it */
#define LEAP_DEADLINE_MS 300 /* of those whose clock leaps over it; c-ares resends after a third of it */

static const char script[] = "a.example.net * 127.0.0.2 127.0.0.3\n"
			     "many.example.net * many=20\n"
			     "cname.example.net * 127.0.0.4 cname=target.example.net\n"
			     "nx.example.net * NXDOMAIN notest\n"
			     "nodata.example.net * nodata notest\n"
			     "empty.example.net * empty notest\n"
			     "servfail.example.net * servfail\n"
			     "liar.example.net * servfail 127.0.0.2\n"
			     "refused.example.net * refused\n"
			     "formerr.example.net * formerr\n"
			     "notimp.example.net * notimp\n"
			     "tcp.example.net * 127.0.0.2 truncate\n"
			     "cut.example.net * 127.0.0.2 truncate-always\n"
			     "cutnx.example.net * NXDOMAIN truncate-always notest\n"
			     "noedns.example.net * 127.0.0.2 edns-formerr\n"
			     "txt.example.net * 127.0.0.2 \"Open relay\" \"second\"\n"
			     "bytes.example.net * \"a\\000b\\255\"\n"
			     "long.example.net * longtxt=600\n"
			     "lost.example.net * 127.0.0.2 drop-first=1\n"
			     "wrong-id.example.net * 127.0.0.2 wrong-id\n"
			     "wrong-question.example.net * 127.0.0.2 wrong-question\n"
			     "wrong-address.example.net * 127.0.0.2 wrong-address\n"
			     "garbage.example.net * garbage-id\n"
			     "silent.example.net * silence\n"
			     "slow.example.net * 127.0.0.2 delay=0.3\n"
			     "ptr.example.net * ptr=mail.example.net ptr=other.example.net\n"
			     "mx.example.net * mx=mail.example.net mx=other.example.net\n"
			     "odd.example.net * ptr=a\\000b.example.net ptr=mail.example.net ptr=a\\032\\092b.example.net\n"
			     "alias.example.net * cname=real.example.org ptr=mail.example.net\n"
			     "six.example.net * aaaa=2001:db8:123:4567:89ab:cdef:fedc:ba98 aaaa=::1 127.0.0.2\n"
			     "texts.example.net * \"one\" \"two\" + \"three\" \"\" \"a\\000b\"\n";

FAKE_DNS_GROUP(script)

static struct wb_resolver *open_by_clock(const char *server, uint32_t deadline_ms, bool edns, const struct wb_clock *clock)
{
	const char *items[] = { server };
	const struct wb_dns_settings settings = { { items, 1 }, deadline_ms, edns };
	struct wb_resolver *resolver;
	struct wb_error error = { "" };

	if (wb_resolver_open(&settings, NULL, clock, &resolver, &error) != WB_OK)
		fail_msg("%s", error.text);
	return resolver;
}

static struct wb_resolver *open_resolver(const char *server, uint32_t deadline_ms, bool edns)
{
	return open_by_clock(server, deadline_ms, edns, &wb_clock_system);
}

struct seen {
	unsigned count;
	struct wb_resolver_answer answer;
};

static void note_answer(void *context, const struct wb_resolver_answer *answer)
{
	struct seen *seen = context;

	seen->count++;
	seen->answer = *answer;
}

static struct seen ask(const char *name, enum wb_resolver_type type, bool edns)
{
	struct wb_resolver *resolver = open_resolver(dns.address, DEADLINE_MS, edns);
	struct seen seen = { .count = 0 };

	wb_resolver_ask(resolver, name, type, note_answer, &seen);
	while (wb_resolver_wait(resolver))
		;
	assert_false(wb_resolver_is_over(resolver));
	wb_resolver_close(&resolver);
	assert_null(resolver);
	assert_int_equal(seen.count, 1);
	return seen;
}

static void test_what_becomes_of_an_answer(void **state)
{
	static const struct {
		const char *label, *name;
		enum wb_resolver_type type;
		enum wb_resolver_outcome outcome;
		size_t address_count;
		uint32_t last;
		const char *text;
	} rows[] = {
		{ "two addresses", "x.a.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, 2, 0x7f000003, "" },
		{ "more than there is room for", "x.many.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, 16, 0x7f000011, "" },
		{ "behind a CNAME", "x.cname.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, 1, 0x7f000004, "" },
		{ "NXDOMAIN", "x.nx.example.net", WB_RESOLVER_A, WB_RESOLVER_NONE, 0, 0, "" },
		{ "no record of this type", "x.nodata.example.net", WB_RESOLVER_A, WB_RESOLVER_NONE, 0, 0, "" },
		{ "nothing at all", "x.empty.example.net", WB_RESOLVER_A, WB_RESOLVER_NONE, 0, 0, "" },
		{ "an address has no text", "x.a.example.net", WB_RESOLVER_TXT, WB_RESOLVER_NONE, 0, 0, "" },
		{ "SERVFAIL", "x.servfail.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "SERVFAIL with records", "x.liar.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "REFUSED", "x.refused.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "no such zone", "x.example.org", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "FORMERR", "x.formerr.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "NOTIMP", "x.notimp.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "truncated: all of it over TCP", "x.tcp.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, 1, 0x7f000002, "" },
		{ "truncated over TCP too", "x.cut.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
		{ "EDNS is not understood", "x.noedns.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, 1, 0x7f000002, "" },
		{ "text: the first record", "x.txt.example.net", WB_RESOLVER_TXT, WB_RESOLVER_ANSWER, 0, 0, "Open relay" },
		{ "raw bytes up to a NUL", "x.bytes.example.net", WB_RESOLVER_TXT, WB_RESOLVER_ANSWER, 0, 0, "a" },
		{ "a name that is none", "x..example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, 0, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen seen;

		begin_row(rows[i].label);
		seen = ask(rows[i].name, rows[i].type, true);
		assert_int_equal(seen.answer.outcome, rows[i].outcome);
		if (rows[i].outcome == WB_RESOLVER_FAILURE) {
			assert_true(strlen(seen.answer.why) > 0);
			continue;
		}
		assert_int_equal(seen.answer.address_count, rows[i].address_count);
		if (rows[i].address_count > 0)
			assert_int_equal(seen.answer.addresses[rows[i].address_count - 1], rows[i].last);
		assert_string_equal(seen.answer.text, rows[i].text);
	}
}

struct records {
	struct wb_text text; /* "data|data|", hexadecimal but for printable bytes of names and texts */
	bool as_hex;
	struct seen seen;
};

static void note_record(void *context, const unsigned char *data, size_t length)
{
	struct records *records = context;

	assert_int_equal(records->seen.count, 0);
	for (size_t i = 0; i < length; i++) {
		if (records->as_hex || data[i] <= ' ' || data[i] > '~')
			wb_text_addf(&records->text, "%02x", data[i]);
		else
			wb_text_add_char(&records->text, (char)data[i]);
	}
	wb_text_add_char(&records->text, '|');
}

static void note_end(void *context, const struct wb_resolver_answer *answer)
{
	struct records *records = context;

	note_answer(&records->seen, answer);
}

static void test_every_record_of_an_answer(void **state)
{
	static const struct {
		const char *label, *name;
		enum wb_resolver_type type;
		enum wb_resolver_outcome outcome;
		const char *records;
	} rows[] = {
		{ "names", "x.ptr.example.net", WB_RESOLVER_PTR, WB_RESOLVER_ANSWER, "mail.example.net|other.example.net|" },
		{ "names behind a preference", "x.mx.example.net", WB_RESOLVER_MX, WB_RESOLVER_ANSWER,
		    "mail.example.net|other.example.net|" },
		{ "behind a CNAME", "x.alias.example.net", WB_RESOLVER_PTR, WB_RESOLVER_ANSWER, "mail.example.net|" },
		{ "no name", "x.nodata.example.net", WB_RESOLVER_PTR, WB_RESOLVER_NONE, "" },
		{ "no record of this type", "x.a.example.net", WB_RESOLVER_PTR, WB_RESOLVER_NONE, "" },
		{ "addresses", "x.a.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, "7f000002|7f000003|" },
		{ "IPv6 addresses", "x.six.example.net", WB_RESOLVER_AAAA, WB_RESOLVER_ANSWER,
		    "20010db80123456789abcdeffedcba98|00000000000000000000000000000001|" },
		{ "IPv4 beside them", "x.six.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, "7f000002|" },
		{ "texts, one of two strings, one empty, one with a NUL", "x.texts.example.net", WB_RESOLVER_TXT,
		    WB_RESOLVER_ANSWER, "one|twothree||a00b|" },
		{ "NXDOMAIN", "x.nx.example.net", WB_RESOLVER_TXT, WB_RESOLVER_NONE, "" },
		{ "SERVFAIL", "x.servfail.example.net", WB_RESOLVER_PTR, WB_RESOLVER_FAILURE, "" },
		{ "SERVFAIL with records", "x.liar.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, "" },
		{ "truncated: all of it over TCP", "x.tcp.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER, "7f000002|" },
		{ "truncated over TCP too", "x.cut.example.net", WB_RESOLVER_A, WB_RESOLVER_FAILURE, "" },
		{ "a name that is none", "x..example.net", WB_RESOLVER_PTR, WB_RESOLVER_FAILURE, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_resolver *resolver = open_resolver(dns.address, DEADLINE_MS, true);
		struct records records = { .as_hex = rows[i].type == WB_RESOLVER_A || rows[i].type == WB_RESOLVER_AAAA };
		char buffer[400];

		begin_row(rows[i].label);
		wb_text_open(&records.text, buffer, sizeof(buffer));
		wb_resolver_ask_each(resolver, rows[i].name, rows[i].type, note_record, note_end, &records);
		while (wb_resolver_wait(resolver))
			;
		wb_resolver_close(&resolver);
		assert_int_equal(records.seen.count, 1);
		assert_int_equal(records.seen.answer.outcome, rows[i].outcome);
		assert_string_equal(buffer, rows[i].records);
	}
}

static void note_longest(void *context, const unsigned char *data, size_t length)
{
	size_t *longest = context;

	assert_non_null(data);
	assert_true(length <= WB_RESOLVER_RECORD_SIZE);
	*longest = length > *longest ? length : *longest;
}

static void ignore_end(void *context, const struct wb_resolver_answer *answer)
{
	(void)context;
	assert_int_equal(answer->outcome, WB_RESOLVER_ANSWER);
}

/* How c-ares writes what is no host's name differs; that the names beside it come through does not. */
static void test_odd_names_hide_no_good_one(void **state)
{
	struct wb_resolver *resolver = open_resolver(dns.address, DEADLINE_MS, true);
	struct records records = { .as_hex = false };
	char buffer[400];

	(void)state;
	wb_text_open(&records.text, buffer, sizeof(buffer));
	wb_resolver_ask_each(resolver, "x.odd.example.net", WB_RESOLVER_PTR, note_record, note_end, &records);
	while (wb_resolver_wait(resolver))
		;
	wb_resolver_close(&resolver);
	assert_int_equal(records.seen.answer.outcome, WB_RESOLVER_ANSWER);
	assert_contains(buffer, "|mail.example.net|");
}

static void test_a_long_record_is_cut_to_fit(void **state)
{
	struct wb_resolver *resolver = open_resolver(dns.address, DEADLINE_MS, true);
	size_t longest = 0;

	(void)state;
	wb_resolver_ask_each(resolver, "x.long.example.net", WB_RESOLVER_TXT, note_longest, ignore_end, &longest);
	while (wb_resolver_wait(resolver))
		;
	wb_resolver_close(&resolver);
	assert_int_equal(longest, WB_RESOLVER_RECORD_SIZE);
}

static void test_answers_without_edns(void **state)
{
	static const struct {
		const char *name;
		enum wb_resolver_type type;
		enum wb_resolver_outcome outcome;
	} rows[] = {
		{ "x.a.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER },
		{ "x.noedns.example.net", WB_RESOLVER_A, WB_RESOLVER_ANSWER },
		{ "x.long.example.net", WB_RESOLVER_TXT, WB_RESOLVER_ANSWER },
		{ "x.nx.example.net", WB_RESOLVER_A, WB_RESOLVER_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		assert_int_equal(ask(rows[i].name, rows[i].type, false).answer.outcome, rows[i].outcome);
	}
}

static void test_a_long_text_is_cut_to_fit(void **state)
{
	struct seen seen = ask("x.long.example.net", WB_RESOLVER_TXT, true);

	(void)state;
	assert_int_equal(strlen(seen.answer.text), WB_RESOLVER_TEXT_SIZE - 1);
	assert_memory_equal(seen.answer.text, "A long text. ", 13);
}

/* Truncated over TCP too: it does not even say that there is no record. */
static void test_a_truncated_denial_is_no_denial(void **state)
{
	struct seen seen = ask("x.cutnx.example.net", WB_RESOLVER_A, true);

	(void)state;
	assert_int_equal(seen.answer.outcome, WB_RESOLVER_FAILURE);
	assert_string_equal(seen.answer.why, "the answer was truncated");
}

static int64_t now_ms(void)
{
	return wb_clock_system.monotonic_us(NULL) / 1000;
}

static void test_a_lost_packet_is_asked_for_again(void **state)
{
	struct wb_resolver *resolver = open_resolver(dns.address, 600, true);
	struct seen seen = { .count = 0 };

	(void)state;
	wb_resolver_ask(resolver, "x.lost.example.net", WB_RESOLVER_A, note_answer, &seen);
	while (wb_resolver_wait(resolver))
		;
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.answer.outcome, WB_RESOLVER_ANSWER);
	wb_resolver_close(&resolver);
}

static void test_what_does_not_fit_the_question_is_no_answer(void **state)
{
	static const char *const names[] = { "x.silent.example.net", "x.wrong-id.example.net", "x.wrong-question.example.net",
		"x.wrong-address.example.net", "x.garbage.example.net" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct wb_resolver *resolver = open_resolver(dns.address, 60, true);
		struct seen seen = { .count = 0 };

		begin_row(names[i]);
		wb_resolver_ask(resolver, names[i], WB_RESOLVER_A, note_answer, &seen);
		while (wb_resolver_wait(resolver))
			;
		assert_true(seen.count == 0 || seen.answer.outcome >= WB_RESOLVER_TIMEOUT);
		wb_resolver_close(&resolver);
	}
}

static void test_all_is_asked_at_once(void **state)
{
	struct wb_resolver *resolver = open_resolver(dns.address, DEADLINE_MS, true);
	struct seen seen[40] = { { .count = 0 } };
	int64_t started_ms = now_ms();

	(void)state;
	for (size_t i = 0; i < COUNT(seen); i++) {
		char name[40];

		snprintf(name, sizeof(name), "%zu.slow.example.net", i);
		wb_resolver_ask(resolver, name, WB_RESOLVER_A, note_answer, &seen[i]);
	}
	while (wb_resolver_wait(resolver))
		;
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_int_equal(seen[i].count, 1);
	assert_in_range(now_ms() - started_ms, 250, 40 * 300 / 2);
	wb_resolver_close(&resolver);
}

/* By the system's clock; the tests behind this one have a clock that leaps over the deadline. */
static void test_the_deadline_ends_the_wait(void **state)
{
	struct wb_resolver *resolver = open_resolver(dns.address, 200, true);
	struct seen seen = { .count = 0 };
	int64_t started_ms = now_ms();

	(void)state;
	wb_resolver_ask(resolver, "x.silent.example.net", WB_RESOLVER_A, note_answer, &seen);
	assert_false(wb_resolver_is_over(resolver));
	while (wb_resolver_wait(resolver))
		;
	assert_in_range(now_ms() - started_ms, 190, 2000);
	assert_true(wb_resolver_is_over(resolver));
	assert_int_equal(seen.count, 0);
	wb_resolver_close(&resolver);
}

static void test_nobody_waits_behind_the_deadline(void **state)
{
	struct fake_clock clock = FAKE_CLOCK(clock, LEAP_DEADLINE_MS * 1000);
	struct wb_resolver *resolver = open_by_clock(dns.address, LEAP_DEADLINE_MS, true, &clock.clock);
	struct seen answered = { .count = 0 }, silent = { .count = 0 };

	(void)state;
	wb_resolver_ask(resolver, "x.a.example.net", WB_RESOLVER_A, note_answer, &answered);
	wb_resolver_ask(resolver, "x.silent.example.net", WB_RESOLVER_A, note_answer, &silent);
	assert_false(wb_resolver_is_over(resolver));
	while (!wb_resolver_is_over(resolver))
		wb_resolver_wait(resolver);
	while (answered.count == 0)
		wb_resolver_pump(resolver);
	assert_false(wb_resolver_wait(resolver));
	begin_row("nor for a question that is asked then");
	wb_resolver_ask(resolver, "y.silent.example.net", WB_RESOLVER_A, note_answer, &silent);
	assert_false(wb_resolver_wait(resolver));
	assert_int_equal(silent.count, 0);
	wb_resolver_close(&resolver);
}

static void test_time_in_which_nobody_waits_does_not_count(void **state)
{
	struct fake_clock clock = FAKE_CLOCK(clock, 0);
	struct wb_resolver *resolver = open_by_clock(dns.address, DEADLINE_MS, true, &clock.clock);
	struct seen early = { .count = 0 }, late = { .count = 0 };

	(void)state;
	wb_resolver_ask(resolver, "x.a.example.net", WB_RESOLVER_A, note_answer, &early);
	clock.now_us += 3600000000LL;
	assert_false(wb_resolver_is_over(resolver));
	assert_true(wb_resolver_wait(resolver));
	assert_int_equal(early.count, 1);
	assert_int_equal(early.answer.outcome, WB_RESOLVER_ANSWER);
	begin_row("nor between two waits");
	clock.now_us += 3600000000LL;
	wb_resolver_ask(resolver, "y.a.example.net", WB_RESOLVER_A, note_answer, &late);
	while (late.count == 0)
		wb_resolver_pump(resolver); /* the alarm ends a pump that takes nothing in */
	assert_false(wb_resolver_is_over(resolver));
	wb_resolver_close(&resolver);
}

/* What arrived while nobody looked is taken in even when no time is left. */
static void test_the_deadline_does_not_drop_what_has_arrived(void **state)
{
	struct fake_clock clock = FAKE_CLOCK(clock, LEAP_DEADLINE_MS * 1000);
	struct wb_resolver *hurried = open_by_clock(dns.address, LEAP_DEADLINE_MS, true, &clock.clock);
	struct wb_resolver *patient = open_resolver(dns.address, DEADLINE_MS, true);
	struct seen silent = { .count = 0 }, early = { .count = 0 }, late = { .count = 0 };

	(void)state;
	wb_resolver_ask(hurried, "x.silent.example.net", WB_RESOLVER_A, note_answer, &silent);
	while (!wb_resolver_is_over(hurried))
		wb_resolver_wait(hurried);
	wb_resolver_ask(hurried, "z.a.example.net", WB_RESOLVER_A, note_answer, &early);
	wb_resolver_ask(patient, "y.a.example.net", WB_RESOLVER_A, note_answer, &late);
	while (wb_resolver_wait(patient))
		;
	assert_int_equal(late.count, 1);
	assert_int_equal(early.count, 0);
	assert_true(wb_resolver_wait(hurried));
	assert_int_equal(early.count, 1);
	wb_resolver_close(&hurried);
	wb_resolver_close(&patient);
}

static void test_a_server_that_is_not_there(void **state)
{
	struct wb_resolver *resolver = open_resolver("127.0.0.1:1", DEADLINE_MS, true);
	struct seen seen = { .count = 0 };

	(void)state;
	wb_resolver_ask(resolver, "x.a.example.net", WB_RESOLVER_A, note_answer, &seen);
	while (wb_resolver_wait(resolver))
		;
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.answer.outcome, WB_RESOLVER_FAILURE);
	wb_resolver_close(&resolver);
}

/* Two servers that were silent of late; the second is at this address. */
static struct wb_resolver *open_suspended(const char *second, const struct wb_clock *clock)
{
	const struct wb_dns_settings settings = { { NULL, 0 }, DEADLINE_MS, true };
	static struct wb_name_servers servers;
	struct wb_resolver *resolver;

	servers = (struct wb_name_servers){ .count = 2, .is_suspended = { true, true } };
	snprintf(servers.rows[0], sizeof(servers.rows[0]), "127.0.0.1:1");
	snprintf(servers.rows[1], sizeof(servers.rows[1]), "%s", second);
	assert_int_equal(wb_resolver_open(&settings, &servers, clock, &resolver, NULL), WB_OK);
	return resolver;
}

/* A server that says nothing, until the socket is closed. */
static int open_silent(char address_r[WB_NAME_SERVER_SIZE])
{
	struct sockaddr_in silent = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(silent);

	assert_int_equal(bind(fd, (struct sockaddr *)&silent, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&silent, &size), 0);
	snprintf(address_r, WB_NAME_SERVER_SIZE, "127.0.0.1:%d", ntohs(silent.sin_port));
	return fd;
}

/* They are asked at once, and waited for shortly. */
static void test_servers_that_were_dead_are_not_waited_for(void **state)
{
	struct fake_clock clock = FAKE_CLOCK(clock, 20000);
	struct seen seen = { .count = 0 };
	struct wb_resolver *resolver;
	char address[WB_NAME_SERVER_SIZE];
	int fd = open_silent(address);

	(void)state;
	resolver = open_suspended(address, &clock.clock);
	wb_resolver_ask(resolver, "x.a.example.net", WB_RESOLVER_A, note_answer, &seen);
	while (wb_resolver_wait(resolver))
		;
	assert_int_equal(seen.count, 0);
	assert_true(wb_resolver_is_over(resolver));
	assert_in_range(clock.now_us, WB_RESOLVER_HEDGE_MS * 1000, DEADLINE_MS * 1000 / 2);
	wb_resolver_close(&resolver);
	close(fd);
}

/* Or the zones, of which a resolver that has just begun knows nothing yet, would be taken for silent, and suspended. */
static void test_a_server_that_is_back_has_all_the_time(void **state)
{
	struct wb_resolver *resolver = open_suspended(dns.address, &wb_clock_system);
	struct seen seen = { .count = 0 };

	(void)state;
	wb_resolver_ask(resolver, "x.slow.example.net", WB_RESOLVER_A, note_answer, &seen);
	while (wb_resolver_wait(resolver))
		;
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.answer.outcome, WB_RESOLVER_ANSWER);
	assert_false(wb_resolver_is_over(resolver));
	wb_resolver_close(&resolver);
}

/* Who wants to know no more than that: a question that is open and not waited for holds nobody up. */
static void test_the_wait_ends_when_the_doubt_does(void **state)
{
	char address[WB_NAME_SERVER_SIZE];
	int fd = open_silent(address);
	const char *items[] = { address, dns.address };
	const struct wb_dns_settings settings = { { items, 2 }, LEAP_DEADLINE_MS * 10, true };
	struct seen good = { .count = 0 }, silent = { .count = 0 };
	struct wb_resolver *resolver;

	(void)state;
	assert_int_equal(wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, NULL), WB_OK);
	wb_resolver_ask(resolver, "x.silent.example.net", WB_RESOLVER_A, note_answer, &silent);
	wb_resolver_ask(resolver, "x.a.example.net", WB_RESOLVER_A, note_answer, &good);
	while (good.count == 0 && wb_resolver_wait(resolver))
		;
	assert_true(wb_resolver_is_in_doubt(resolver));
	while (wb_resolver_is_in_doubt(resolver) && wb_resolver_wait(resolver))
		;
	assert_false(wb_resolver_is_over(resolver));
	assert_int_equal(silent.count, 0);
	wb_resolver_close(&resolver);
	close(fd);
}

/* However short the deadline: else the zones would be suspended for it, and nobody told. */
static void test_the_silence_of_all_servers_is_theirs(void **state)
{
	static const struct {
		size_t count;
		uint32_t deadline_ms;
	} rows[] = { { 1, 50 }, { 2, 50 }, { 3, 60 } };
	char mute[3][WB_NAME_SERVER_SIZE];
	int fds[COUNT(mute)];

	(void)state;
	for (size_t i = 0; i < COUNT(mute); i++)
		fds[i] = open_silent(mute[i]);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_clock clock = FAKE_CLOCK(clock, 2000);
		const struct wb_dns_settings settings = { { NULL, 0 }, rows[i].deadline_ms, true };
		struct wb_name_servers servers = { .count = rows[i].count };
		struct seen silent = { .count = 0 };
		struct wb_resolver *resolver;

		struct wb_text why;
		char text[256];

		wb_text_open(&why, text, sizeof(text));
		for (size_t s = 0; s < servers.count; s++)
			snprintf(servers.rows[s], sizeof(servers.rows[s]), "%s", mute[s]);
		assert_int_equal(wb_resolver_open(&settings, &servers, &clock.clock, &resolver, NULL), WB_OK);
		wb_resolver_ask(resolver, "x.silent.example.net", WB_RESOLVER_A, note_answer, &silent);
		while (wb_resolver_wait(resolver))
			;
		assert_true(wb_resolver_is_faulty(resolver, &why));
		wb_resolver_close(&resolver);
	}
	for (size_t i = 0; i < COUNT(mute); i++)
		close(fds[i]);
}

static void test_servers_that_are_none(void **state)
{
	static const char *const rows[] = { "nonsense", "192.0.2.256", "127.0.0.1:port" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *items[] = { rows[i] };
		const struct wb_dns_settings settings = { { items, 1 }, 100, true };
		struct wb_resolver *resolver = (void *)1;
		struct wb_error error = { "" };

		begin_row(rows[i]);
		assert_int_equal(wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, &error), WB_UNAVAILABLE);
		assert_null(resolver);
		assert_contains(error.text, "dns.servers: ");
	}
}

/* c-ares has a channel for it all the same, which would ask the servers of resolv.conf. */
static void test_an_address_that_is_none_asks_nobody_else(void **state)
{
	const char *items[] = { "nonsense", dns.address };
	const struct wb_dns_settings settings = { { items, 2 }, DEADLINE_MS, true };
	struct wb_resolver *resolver;
	const char *why;

	(void)state;
	assert_int_equal(wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, NULL), WB_OK);
	for (unsigned i = 0; i < 2; i++) {
		struct seen seen = { .count = 0 };

		wb_resolver_ask(resolver, "x.a.example.net", WB_RESOLVER_A, note_answer, &seen);
		while (wb_resolver_wait(resolver))
			;
		assert_int_equal(seen.answer.outcome, WB_RESOLVER_ANSWER);
		assert_int_equal(wb_resolver_server(resolver, 0, &why), WB_RESOLVER_SERVER_FAULTY);
		assert_string_equal(why, "c-ares does not take this address");
	}
	wb_resolver_close(&resolver);
}

static void test_no_descriptor_stays_open(void **state)
{
	static const struct {
		const char *label, *name;
		bool waits;
	} rows[] = {
		{ "answered", "x.a.example.net", true },
		{ "over TCP", "x.tcp.example.net", true },
		{ "open when it is closed", "x.silent.example.net", false },
		{ "TCP open when it is closed", "x.cut.example.net", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned before = count_descriptors();
		struct wb_resolver *resolver = open_resolver(dns.address, DEADLINE_MS, true);
		struct seen seen = { .count = 0 };

		begin_row(rows[i].label);
		wb_resolver_ask(resolver, rows[i].name, WB_RESOLVER_A, note_answer, &seen);
		assert_true(count_descriptors() > before);
		while (rows[i].waits && wb_resolver_wait(resolver))
			;
		assert_int_equal(seen.count, rows[i].waits);
		wb_resolver_close(&resolver);
		assert_int_equal(count_descriptors(), before);
		assert_int_equal(seen.count, rows[i].waits); /* what was open is dropped without a word */
	}
	wb_resolver_close(&(struct wb_resolver *){ NULL });
}

/* An answer may lead to another question, within the call. */
struct chain {
	struct wb_resolver *resolver;
	unsigned left, done;
};

static void ask_next(void *context, const struct wb_resolver_answer *answer)
{
	struct chain *chain = context;

	assert_int_equal(answer->outcome, WB_RESOLVER_ANSWER);
	chain->done++;
	if (chain->left-- > 0)
		wb_resolver_ask(chain->resolver, "x.a.example.net", WB_RESOLVER_A, ask_next, chain);
}

static void test_an_answer_may_ask_on(void **state)
{
	struct chain chain = { open_resolver(dns.address, DEADLINE_MS, true), 5, 0 };

	(void)state;
	wb_resolver_ask(chain.resolver, "x.a.example.net", WB_RESOLVER_A, ask_next, &chain);
	while (wb_resolver_wait(chain.resolver))
		;
	assert_int_equal(chain.done, 6);
	wb_resolver_close(&chain.resolver);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_becomes_of_an_answer),
		cmocka_unit_test(test_every_record_of_an_answer),
		cmocka_unit_test(test_odd_names_hide_no_good_one),
		cmocka_unit_test(test_a_long_record_is_cut_to_fit),
		cmocka_unit_test(test_answers_without_edns),
		cmocka_unit_test(test_a_long_text_is_cut_to_fit),
		cmocka_unit_test(test_a_truncated_denial_is_no_denial),
		cmocka_unit_test(test_a_lost_packet_is_asked_for_again),
		cmocka_unit_test(test_what_does_not_fit_the_question_is_no_answer),
		cmocka_unit_test(test_all_is_asked_at_once),
		cmocka_unit_test(test_the_deadline_ends_the_wait),
		cmocka_unit_test(test_nobody_waits_behind_the_deadline),
		cmocka_unit_test(test_time_in_which_nobody_waits_does_not_count),
		cmocka_unit_test(test_the_deadline_does_not_drop_what_has_arrived),
		cmocka_unit_test(test_a_server_that_is_not_there),
		cmocka_unit_test(test_servers_that_were_dead_are_not_waited_for),
		cmocka_unit_test(test_the_silence_of_all_servers_is_theirs),
		cmocka_unit_test(test_a_server_that_is_back_has_all_the_time),
		cmocka_unit_test(test_the_wait_ends_when_the_doubt_does),
		cmocka_unit_test(test_servers_that_are_none),
		cmocka_unit_test(test_an_address_that_is_none_asks_nobody_else),
		cmocka_unit_test(test_no_descriptor_stays_open),
		cmocka_unit_test(test_an_answer_may_ask_on),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
