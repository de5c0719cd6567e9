/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_nearest.c - which name somebody may have meant. */
#include "base/nearest.h"

#include <limits.h>

#include "unit.h"

static const char *const names[] = { "list add", "list remove", "explain", "open-relay", "open-proxy", "spam", "virus",
	"zen.spamhaus.org", "--reason", "ref", "ttl" };

static void test_what_was_meant(void **state)
{
	static const struct {
		const char *label, *written, *wanted; /* NULL: nothing is near enough */
	} rows[] = {
		{ "two letters exchanged", "explian", "explain" },
		{ "a letter left out", "spm", "spam" },
		{ "a letter too many", "explainn", "explain" },
		{ "a wrong letter", "viruz", "virus" },
		{ "capitals", "SPAM", "spam" },
		{ "an underscore for a hyphen", "open_proxy", "open-proxy" },
		{ "two errors in a long word", "lsit remvoe", "list remove" },
		{ "a zone", "zen.spamhouse.org", "zen.spamhaus.org" },
		{ "an option", "--resaon", "--reason" },
		{ "the name itself", "open-proxy", "open-proxy" },
		{ "the beginning of a name", "expl", "explain" },
		{ "the first of two that begin so", "open-", "open-relay" },
		{ "two letters begin too much", "ex", NULL },
		{ "another word", "banana", NULL },
		{ "three errors in a word of five", "vxxxs", NULL },
		{ "one wrong letter of three", "tll", "ttl" },
		{ "one letter", "s", NULL },
		{ "one letter in two", "rx", NULL },
		{ "nothing", "", NULL },
		{ "far too long", "spamspamspamspamspamspamspamspamspamspamspamspamspamspamspamspamspam", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_nearest nearest;

		begin_row(rows[i].label);
		wb_nearest_open(&nearest, rows[i].written);
		for (size_t n = 0; n < COUNT(names); n++)
			wb_nearest_try(&nearest, names[n]);
		if (rows[i].wanted == NULL)
			assert_null(nearest.name);
		else
			assert_string_equal(nearest.name != NULL ? nearest.name : "(none)", rows[i].wanted);
	}
}

static void test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned wanted;
	} rows[] = {
		{ "gmail.com", "gmail.com", 0 },
		{ "Open_Relay", "open-relay", 0 },
		{ "gmail.co", "gmail.com", 1 },
		{ "gmaill.com", "gmail.com", 1 },
		{ "gnail.com", "gmail.com", 1 },
		{ "gmial.com", "gmail.com", 1 },
		{ "gmial.co", "gmail.com", 2 },
		{ "", "abc", 3 },
		{ "spamspamspamspamspamspamspamspamspamspamspamspamspamspamspamspams", "spam", UINT_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].a);
		assert_int_equal(
		    wb_nearest_distance(rows[i].a, strlen(rows[i].a), rows[i].b, strlen(rows[i].b)), rows[i].wanted);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_was_meant), cmocka_unit_test(test_distance) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
