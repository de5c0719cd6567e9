/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_own_mx.c - which hosts take mail for a domain. */
#include "desk/own_mx.h"

#include "fake_dns.h"

#define DEADLINE_MS 10000 /* of tests that do not wait for it */

/* clang-format off */
static const char script[] =
	"example.org @ mx=mx1.example.net mx=mx2.example.net\n"
	"twice.example @ mx=MX1.example.net\n"
	"mx1.example.net @ 203.0.113.25 203.0.113.26 aaaa=2001:db8::25\n"
	"mx2.example.net @ 203.0.113.27\n"
	"bare.example @ 203.0.113.30\n"                    /* no MX record: its address is that of its MX */
	"null.example @ mx= 203.0.113.31\n"                /* RFC 7505: it takes no mail */
	"broken.example @ servfail mx=mx3.example.net\n"
	"mx3.example.net @ 203.0.113.32\n"
	"half.example @ mx=liar.example.net\n"
	"liar.example.net @ servfail 203.0.113.33\n"
	"inside.example @ mx=private.example.net\n"
	"private.example.net @ 10.0.0.25\n"
	"alias.example @ mx=cname.example.net\n"
	"cname.example.net @ cname=mx9.example.net 203.0.113.34\n"
	"many.example @ mx=m01.many.example mx=m02.many.example mx=m03.many.example mx=m04.many.example mx=m05.many.example "
	"mx=m06.many.example mx=m07.many.example mx=m08.many.example mx=m09.many.example mx=m10.many.example mx=m11.many.example "
	"mx=m12.many.example mx=m13.many.example mx=m14.many.example mx=m15.many.example mx=m16.many.example mx=last.example.net\n"
	"last.example.net @ 203.0.113.40\n"
	"many.example * 203.0.113.41\n"
	"silent.example * silence\nsilent.example @ silence\n";
/* clang-format on */

FAKE_DNS_GROUP(script)

/* "ADDRESS WHAT|" for each. */
static void look_up(const char *const *names, const char *server, uint32_t deadline_ms, struct wb_text *text)
{
	const char *items[] = { server };
	const struct wb_texts servers = { items, 1 };
	struct wb_local_domains domains = { .count = 0 };
	struct wb_own_addresses own = { NULL };

	for (; *names != NULL; names++)
		snprintf(domains.names[domains.count++], WB_LOCAL_DOMAIN_SIZE, "%s", *names);
	wb_own_mx_add(&domains, &servers, deadline_ms, &own);
	for (size_t i = 0; i < own.count; i++) {
		char address[WB_ADDRESS_TEXT_SIZE];

		wb_address_format(&own.rows[i].address, address);
		wb_text_addf(text, "%s %s|", address, own.rows[i].what);
	}
	wb_own_address_close(&own);
}

static void test_who_takes_the_mail(void **state)
{
	static const struct {
		const char *names[3], *found;
	} rows[] = {
		{ { "example.org" },
		    "203.0.113.25 the MX of example.org|203.0.113.26 the MX of example.org|2001:db8::25 the MX of example.org|"
		    "203.0.113.27 the MX of example.org|" },
		{ { "bare.example" }, "203.0.113.30 the MX of bare.example|" },
		{ { "null.example" }, "" },
		{ { "broken.example" }, "" },
		{ { "half.example" }, "" },
		{ { "inside.example" }, "" },
		{ { "alias.example" }, "203.0.113.34 the MX of alias.example|" },
		{ { "many.example" }, "203.0.113.41 the MX of many.example|" },
		{ { "nosuch.example" }, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[1000];
		struct wb_text text;

		begin_row(rows[i].names[0]);
		wb_text_open(&text, buffer, sizeof(buffer));
		look_up(rows[i].names, dns.address, DEADLINE_MS, &text);
		if (i > 0) {
			assert_string_equal(buffer, rows[i].found);
			continue;
		}
		/* Which answer comes first is the network's matter. */
		assert_int_equal(strlen(buffer), strlen(rows[i].found));
		assert_contains(buffer, "203.0.113.25 the MX of example.org|");
		assert_contains(buffer, "203.0.113.26 the MX of example.org|");
		assert_contains(buffer, "203.0.113.27 the MX of example.org|");
		assert_contains(buffer, "2001:db8::25 the MX of example.org|");
	}
}

/* What the DNS does not say is not guarded, and what it does say is, all the same. */
static void test_without_an_answer(void **state)
{
	static const char *const silent[] = { "silent.example", "bare.example", NULL }, *const none[] = { NULL };
	char buffer[1000];
	struct wb_text text;

	(void)state;
	wb_text_open(&text, buffer, sizeof(buffer));
	look_up(silent, dns.address, 300, &text);
	assert_string_equal(buffer, "203.0.113.30 the MX of bare.example|");
	wb_text_open(&text, buffer, sizeof(buffer));
	look_up(silent, "nonsense", DEADLINE_MS, &text);
	look_up(none, dns.address, DEADLINE_MS, &text);
	assert_string_equal(buffer, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_takes_the_mail),
		cmocka_unit_test(test_without_an_answer),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
