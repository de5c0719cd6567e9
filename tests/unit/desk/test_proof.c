/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_proof.c - which DNS records prove that somebody runs a host, and which do not. */
#include "desk/proof.h"

#include <time.h>

#include "fake_dns.h"

#define DEADLINE_MS 10000 /* of tests that do not wait for it */
#define TOKEN "8F3K2M4QZ7T5W9XB1C6D0E2G3H"
#define OTHER "0000000000000000000000000A"
#define RECORD "\"whyblock=" TOKEN "\""

#define LABEL60 "a23456789012345678901234567890123456789012345678901234567890"
#define LABEL48 "b23456789012345678901234567890123456789012345678"
#define NAME243 LABEL60 "." LABEL60 "." LABEL60 "." LABEL48 ".example.org" /* the longest that leaves room for _whyblock. */

/* PTR address name; A of name; TXT below it */
#define REVERSE(address, records) "in-addr.arpa " address " " records "\n"
#define REVERSE6(address, records) "ip6.arpa " address " " records "\n"
#define FORWARD(name, records) name " @ " records "\n"
#define BELOW(name, records) "_whyblock." name " @ " records "\n"
#define HOST(address, name, records) REVERSE(address, "ptr=" name) FORWARD(name, address) BELOW(name, records)

/* clang-format off */
static const char script[] =
	"example.net * NXDOMAIN\n"
	HOST("192.0.2.1", "good.example.net", RECORD)
	HOST("192.0.2.2", "none.example.net", "nodata")
	REVERSE("192.0.2.3", "ptr=bare.example.net")
	FORWARD("bare.example.net", "192.0.2.3")

	/* 192.0.2.10: no PTR record, though a name with the token leads to it */
	FORWARD("mine.example.net", "192.0.2.10 192.0.2.11 192.0.2.12")
	BELOW("mine.example.net", RECORD)

	/* 192.0.2.11: the network calls it otherwise */
	HOST("192.0.2.11", "theirs.example.net", "nodata")

	/* 192.0.2.12: PTR records can say any name: this one leads elsewhere, and has the token */
	REVERSE("192.0.2.12", "ptr=famous.example.net")
	FORWARD("famous.example.net", "203.0.113.9")
	BELOW("famous.example.net", RECORD)

	/* a name without an address */
	REVERSE("192.0.2.13", "ptr=nowhere.example.net")
	BELOW("nowhere.example.net", RECORD)

	/* several names */
	REVERSE("192.0.2.20", "ptr=famous.example.net ptr=none.example.net ptr=second.example.net")
	FORWARD("second.example.net", "192.0.2.99 192.0.2.20")
	BELOW("second.example.net", RECORD)

	/* the fifth one is not looked at */
	REVERSE("192.0.2.21", "ptr=p1.example.net ptr=p2.example.net ptr=p3.example.net ptr=p4.example.net ptr=fifth.example.net")
	FORWARD("fifth.example.net", "192.0.2.21")
	BELOW("fifth.example.net", RECORD)

	/* one name said again takes no place */
	REVERSE("192.0.2.22", "ptr=p1.example.net ptr=P1.example.net ptr=p1.example.net ptr=p1.example.net ptr=last.example.net")
	FORWARD("last.example.net", "192.0.2.22")
	BELOW("last.example.net", RECORD)

	/* RFC 2317 */
	REVERSE("192.0.2.30", "cname=30.0-63.2.0.192.in-addr.arpa ptr=alias.example.net")
	FORWARD("alias.example.net", "cname=real.example.net 192.0.2.30")
	BELOW("alias.example.net", "cname=token.example.net " RECORD)

	/* the token's record */
	HOST("192.0.2.40", "lower.example.net", "\"whyblock=8f3k2m4qz7t5w9xb1c6d0e2g3h\"")
	HOST("192.0.2.41", "otherone.example.net", "\"whyblock=" OTHER "\"")
	HOST("192.0.2.42", "several.example.net", "\"v=spf1 -all\" \"whyblock=" OTHER "\" " RECORD " \"\"")
	HOST("192.0.2.43", "split.example.net", "\"whyblock=\" + \"8F3K2M4QZ7T5\" + \"\" + \"W9XB1C6D0E2G3H\"")
	HOST("192.0.2.44", "more.example.net", "\"whyblock=" TOKEN "x\"")
	HOST("192.0.2.45", "less.example.net", "\"whyblock=8F3K2M4QZ7T5W9XB1C6D0E2G3\"")
	HOST("192.0.2.46", "alone.example.net", "\"" TOKEN "\"")
	HOST("192.0.2.47", "among.example.net", "\"see whyblock=" TOKEN "\"")
	HOST("192.0.2.48", "empty.example.net", "\"whyblock=\" \"\"")
	HOST("192.0.2.49", "nul.example.net", "\"whyblock=" TOKEN "\\000\"")
	HOST("192.0.2.50", "long.example.net", "longtxt=600 " RECORD)
	HOST("192.0.2.51", "address.example.net", "192.0.2.51")
	REVERSE("192.0.2.52", "ptr=wild.example.net")
	"wild.example.net @ 192.0.2.52\nwild.example.net * " RECORD "\n"

	/* at the name itself, not below it */
	REVERSE("192.0.2.53", "ptr=at.example.net")
	FORWARD("at.example.net", "192.0.2.53 " RECORD)

	/* hostile names */
	REVERSE("192.0.2.60", "ptr=a\\000b.example.net ptr=<b>.example.net ptr=a\\032b.example.net ptr=a\\092b.example.net ptr=good2.example.net")
	FORWARD("good2.example.net", "192.0.2.60")
	BELOW("good2.example.net", RECORD)
	REVERSE("192.0.2.61", "ptr=\\195\\188.odd.example.net ptr=a\\032b.odd.example.net ptr=$(id).odd.example.net ptr=<b>.odd.example.net")
	"odd.example.net * 192.0.2.61 " RECORD "\n"
	REVERSE("192.0.2.62", "ptr=" NAME243)
	REVERSE("192.0.2.63", "ptr=b." NAME243)
	"example.org * 192.0.2.62 192.0.2.63 " RECORD "\n"
	HOST("192.0.2.64", "Mixed-Case_1.EXAMPLE.net", RECORD)

	/* the DNS does not answer */
	REVERSE("192.0.2.70", "servfail")
	REVERSE("192.0.2.71", "refused")
	REVERSE("192.0.2.72", "ptr=broken.example.net")
	FORWARD("broken.example.net", "servfail")
	HOST("192.0.2.73", "halfway.example.net", "servfail")
	HOST("192.0.2.74", "liar.example.net", "servfail " RECORD)
	REVERSE("192.0.2.75", "ptr=broken.example.net ptr=whole.example.net")
	FORWARD("whole.example.net", "192.0.2.75")
	BELOW("whole.example.net", RECORD)
	REVERSE("192.0.2.76", "ptr=broken.example.net ptr=tokenless.example.net")
	FORWARD("tokenless.example.net", "192.0.2.76")
	HOST("192.0.2.77", "cut.example.net", RECORD " truncate-always")
	HOST("192.0.2.78", "tcp.example.net", RECORD " truncate")
	REVERSE("192.0.2.80", "silence")
	HOST("192.0.2.81", "silent.example.net", "silence")
	REVERSE("192.0.2.82", "ptr=silent2.example.net ptr=quick.example.net")
	FORWARD("silent2.example.net", "silence")
	FORWARD("quick.example.net", "192.0.2.82")
	BELOW("quick.example.net", RECORD)

	/* IPv6 */
	REVERSE6("2001:db8:123:4567:89ab:cdef:fedc:ba98", "ptr=six.example.net")
	FORWARD("six.example.net", "aaaa=2001:db8:123:4567:89ab:cdef:fedc:ba98 192.0.2.90")
	BELOW("six.example.net", RECORD)
	REVERSE6("2001:db8::2", "ptr=near.example.net")
	FORWARD("near.example.net", "aaaa=2001:db8::3")
	BELOW("near.example.net", RECORD)

	/* the bytes of its IPv4 address end an IPv6 address */
	REVERSE6("2001:db8::c000:25b", "ptr=four.example.net")
	FORWARD("four.example.net", "192.0.2.91")
	BELOW("four.example.net", RECORD);
/* clang-format on */

FAKE_DNS_GROUP(script)

static struct wb_proof check(const char *host, const char *token, uint32_t deadline_ms)
{
	const char *items[] = { dns.address };
	const struct wb_texts servers = { items, 1 };
	const struct wb_address address = address_of(host);
	struct wb_proof proof;
	struct wb_error error = { "" };

	if (wb_proof_check(&servers, &address, token, deadline_ms, &proof, &error) != WB_OK)
		fail_msg("%s", error.text);
	return proof;
}

static void test_what_is_a_proof(void **state)
{
	static const struct {
		const char *label, *host;
		enum wb_proof_state state;
		const char *name;
	} rows[] = {
		{ "both ways, with the token", "192.0.2.1", WB_PROOF_CONFIRMED, "good.example.net" },
		{ "no text below the name", "192.0.2.2", WB_PROOF_NO_TOKEN, "none.example.net" },
		{ "no such name below the name", "192.0.2.3", WB_PROOF_NO_TOKEN, "bare.example.net" },
		{ "no PTR: a name that only leads there proves nothing", "192.0.2.10", WB_PROOF_NO_NAME, "" },
		{ "the network calls it otherwise", "192.0.2.11", WB_PROOF_NO_TOKEN, "theirs.example.net" },
		{ "a foreign name that does not lead back", "192.0.2.12", WB_PROOF_NO_NAME, "" },
		{ "a name without an address", "192.0.2.13", WB_PROOF_NO_NAME, "" },
		{ "the third of several names", "192.0.2.20", WB_PROOF_CONFIRMED, "second.example.net" },
		{ "the fifth is not looked at", "192.0.2.21", WB_PROOF_NO_NAME, "" },
		{ "the same name again takes no place", "192.0.2.22", WB_PROOF_CONFIRMED, "last.example.net" },
		{ "CNAMEs on the way, as in RFC 2317", "192.0.2.30", WB_PROOF_CONFIRMED, "alias.example.net" },
		{ "token in lower case", "192.0.2.40", WB_PROOF_CONFIRMED, "lower.example.net" },
		{ "another token", "192.0.2.41", WB_PROOF_NO_TOKEN, "otherone.example.net" },
		{ "one of several texts", "192.0.2.42", WB_PROOF_CONFIRMED, "several.example.net" },
		{ "one text in several strings", "192.0.2.43", WB_PROOF_CONFIRMED, "split.example.net" },
		{ "something behind it", "192.0.2.44", WB_PROOF_NO_TOKEN, "more.example.net" },
		{ "its last character is missing", "192.0.2.45", WB_PROOF_NO_TOKEN, "less.example.net" },
		{ "without the word before it", "192.0.2.46", WB_PROOF_NO_TOKEN, "alone.example.net" },
		{ "something before it", "192.0.2.47", WB_PROOF_NO_TOKEN, "among.example.net" },
		{ "the word alone", "192.0.2.48", WB_PROOF_NO_TOKEN, "empty.example.net" },
		{ "a NUL behind it", "192.0.2.49", WB_PROOF_NO_TOKEN, "nul.example.net" },
		{ "beside a long one", "192.0.2.50", WB_PROOF_CONFIRMED, "long.example.net" },
		{ "an address in its place", "192.0.2.51", WB_PROOF_NO_TOKEN, "address.example.net" },
		{ "every name below the host's has it", "192.0.2.52", WB_PROOF_CONFIRMED, "wild.example.net" },
		{ "at the name itself", "192.0.2.53", WB_PROOF_NO_TOKEN, "at.example.net" },
		{ "hostile names beside a good one", "192.0.2.60", WB_PROOF_CONFIRMED, "good2.example.net" },
		{ "nothing but hostile names", "192.0.2.61", WB_PROOF_NO_NAME, "" },
		{ "a name with room for the label", "192.0.2.62", WB_PROOF_CONFIRMED, NAME243 },
		{ "a name without it", "192.0.2.63", WB_PROOF_NO_TOKEN, "b." NAME243 },
		{ "letters, digits, '-', '_'", "192.0.2.64", WB_PROOF_CONFIRMED, "Mixed-Case_1.EXAMPLE.net" },
		{ "SERVFAIL for its names", "192.0.2.70", WB_PROOF_UNKNOWN, "" },
		{ "REFUSED", "192.0.2.71", WB_PROOF_UNKNOWN, "" },
		{ "SERVFAIL for the name's address", "192.0.2.72", WB_PROOF_UNKNOWN, "" },
		{ "SERVFAIL for the token", "192.0.2.73", WB_PROOF_UNKNOWN, "halfway.example.net" },
		{ "SERVFAIL with the token in it", "192.0.2.74", WB_PROOF_UNKNOWN, "liar.example.net" },
		{ "SERVFAIL for one name, proof at the other", "192.0.2.75", WB_PROOF_CONFIRMED, "whole.example.net" },
		{ "SERVFAIL for one name, no token at the other", "192.0.2.76", WB_PROOF_UNKNOWN, "tokenless.example.net" },
		{ "truncated over TCP too", "192.0.2.77", WB_PROOF_UNKNOWN, "cut.example.net" },
		{ "all of it over TCP", "192.0.2.78", WB_PROOF_CONFIRMED, "tcp.example.net" },
		{ "another network", "198.51.100.1", WB_PROOF_NO_NAME, "" },
		{ "IPv6", "2001:db8:123:4567:89ab:cdef:fedc:ba98", WB_PROOF_CONFIRMED, "six.example.net" },
		{ "its neighbour's address", "2001:db8::2", WB_PROOF_NO_NAME, "" },
		{ "an IPv4 address for an IPv6 host", "2001:db8::c000:25b", WB_PROOF_NO_NAME, "" },
		{ "v4-mapped", "::ffff:192.0.2.1", WB_PROOF_CONFIRMED, "good.example.net" },
	};

	(void)state;
	assert_int_equal(strlen("_whyblock." NAME243), 253);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_proof proof;

		begin_row(rows[i].label);
		proof = check(rows[i].host, TOKEN, DEADLINE_MS);
		assert_string_equal(proof.name, rows[i].name);
		assert_int_equal(proof.state, rows[i].state);
	}
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void test_one_deadline_for_all(void **state)
{
	static const struct {
		const char *label, *host, *name;
	} rows[] = {
		{ "silence for its names", "192.0.2.80", "" },
		{ "silence for the token", "192.0.2.81", "silent.example.net" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t started_ms = now_ms();
		struct wb_proof proof;

		begin_row(rows[i].label);
		proof = check(rows[i].host, TOKEN, 200);
		assert_int_equal(proof.state, WB_PROOF_UNKNOWN);
		assert_string_equal(proof.name, rows[i].name);
		assert_in_range(now_ms() - started_ms, 150, 2000);
	}
}

static void test_a_proof_ends_the_wait(void **state)
{
	int64_t started_ms = now_ms();

	(void)state;
	assert_int_equal(check("192.0.2.82", TOKEN, DEADLINE_MS).state, WB_PROOF_CONFIRMED);
	assert_in_range(now_ms() - started_ms, 0, DEADLINE_MS / 2);
}

static void test_no_token_is_never_found(void **state)
{
	static const char *const tokens[] = { "", TOKEN TOKEN TOKEN TOKEN TOKEN TOKEN }; /* longer than any that we give */
	const char *items[] = { dns.address };
	const struct wb_texts servers = { items, 1 };
	const struct wb_address address = address_of("192.0.2.48");

	(void)state;
	for (size_t i = 0; i < COUNT(tokens); i++) {
		struct wb_proof proof = { WB_PROOF_CONFIRMED, "x" };
		struct wb_error error = { "" };

		begin_row(tokens[i]);
		assert_int_equal(wb_proof_check(&servers, &address, tokens[i], DEADLINE_MS, &proof, &error), WB_INVALID);
		assert_int_equal(proof.state, WB_PROOF_UNKNOWN);
		assert_string_equal(proof.name, "");
	}
}

static void test_servers_that_are_none(void **state)
{
	const char *items[] = { "nonsense" };
	const struct wb_texts servers = { items, 1 };
	const struct wb_address address = address_of("192.0.2.1");
	struct wb_proof proof = { WB_PROOF_CONFIRMED, "x" };
	struct wb_error error = { "" };

	(void)state;
	assert_int_equal(wb_proof_check(&servers, &address, TOKEN, 100, &proof, &error), WB_UNAVAILABLE);
	assert_int_equal(proof.state, WB_PROOF_UNKNOWN);
	assert_contains(error.text, "dns.servers: ");
}

static void test_no_descriptor_stays_open(void **state)
{
	unsigned before = count_descriptors();

	(void)state;
	check("192.0.2.1", TOKEN, DEADLINE_MS);
	check("192.0.2.81", TOKEN, 60);
	assert_int_equal(count_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_a_proof),
		cmocka_unit_test(test_one_deadline_for_all),
		cmocka_unit_test(test_a_proof_ends_the_wait),
		cmocka_unit_test(test_no_token_is_never_found),
		cmocka_unit_test(test_servers_that_are_none),
		cmocka_unit_test(test_no_descriptor_stays_open),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
