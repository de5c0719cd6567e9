/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_reference_scan.c - a genuine code in whatever people send. */
#include "fixture.h"

#include "base/text.h"
#include "desk/reference_scan.h"

#define CODE "E1Q7-XB9R-4R00-04GP-8DD9-TNSD" /* of the vectors in test_reference.c: 192.0.2.66, open-relay */
#define CODE6 "E1Q7-XB9R-4400-GVE0-J6HB-7H6N-WVVR-14D2-PF0H-K02S-CPPA"
#define SUBNET6 "E1Q7-XB9R-4400-GVE0-J6HB-7GE7-KYHH-SY4D" /* in the form of before */
#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static struct wb_reference_keys keys_of(const char *folder, const char *line)
{
	struct wb_reference_keys keys;
	const char *path = write_text(folder, "keys", line);

	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(wb_reference_keys_read(path, &keys, NULL), WB_OK);
	return keys;
}

static bool finds(const struct wb_reference_keys *keys, const char *text)
{
	struct wb_reference reference;
	size_t length = strlen(text);
	char *exact = malloc(length + 1); /* so that a sanitizer sees a look behind the end */
	bool found;

	assert_non_null(exact);
	memcpy(exact, text, length);
	exact = realloc(exact, length > 0 ? length : 1);
	assert_non_null(exact);
	found = wb_reference_scan(keys, exact, length, &reference, 1) == 1;
	free(exact);
	if (found)
		assert_int_equal(reference.action, WB_REJECT);
	return found;
}

static void test_where_it_stands(void **state)
{
	static const struct {
		const char *label, *text;
		bool wanted;
	} rows[] = {
		{ "alone", CODE, true },
		{ "of an IPv6 client", "ref " CODE6 "\n", true },
		{ "of its /64, of before", "ref " SUBNET6 "\n", true },
		{ "of an IPv6 client, in a URL",
		    "https://postmaster.example.net/blocked?ref=E1Q7XB9R4400GVE0J6HB7H6NWVVR14D2PF0HK02SCPPA&x=1", true },
		{ "the same in a link that was rewritten", "blocked-3Fref-3DE1Q7XB9R4400GVE0J6HB7H6NWVVR14D2PF0HK02SCPPA&d=x",
		    true },
		{ "the same wrapped and quoted", "> ref E1Q7-XB9R-4400-GVE0-J6HB-7H6N-WVVR-\n> 14D2-PF0H-K02S-CPPA", true },
		{ "the same wrapped inside a group", "?ref=E1Q7XB9R4400GVE0J6HB7H6NWVVR14D2PF0HK\r\n02SCPPA\r\n", true },
		{ "the same cut short", "E1Q7-XB9R-4400-GVE0-J6HB-7H6N-WVVR-14D2-PF0H-K02S", false },
		{ "in a URL", "https://postmaster.example.net/blocked?ref=E1Q7XB9R4R0004GP8DD9TNSD&x=1", true },
		{ "in a URL that is quoted-printable", "blocked?ref=3DE1Q7XB9R4R=\n0004GP8DD9TNSD", true },
		{ "lower case", "(e1q7-xb9r-4r00-04gp-8dd9-tnsd)", true },
		{ "groups with spaces", "E1Q7 XB9R 4R00 04GP 8DD9 TNSD", true },
		{ "broken behind a hyphen, and quoted", "> ref E1Q7-XB9R-\n> 4R00-04GP-8DD9-TNSD", true },
		{ "broken before a hyphen", "E1Q7-XB9R\r\n-4R00-04GP-8DD9-TNSD", true },
		{ "in a link that Outlook rewrote",
		    "https://eur01.safelinks.example/?url=https%3A%2F%2Fpostmaster.example.net%2Fblocked%3Fref%3DE1Q7XB9R4R0004GP8DD9TNSD&data=05",
		    true },
		{ "in one that Proofpoint rewrote",
		    "https://urldefense.example/v2/url?u=https-3A__postmaster.example.net_blocked-3Fref-3DE1Q7XB9R4R0004GP8DD9TNSD&d=x",
		    true },
		{ "with its hyphens there", "ref-3DE1Q7-2DXB9R-2D4R00-2D04GP-2D8DD9-2DTNSD&d=x", true },
		{ "rewritten twice",
		    "url=https%253A%252F%252Fx%253Fref%253DE1Q7%252DXB9R%252D4R00%252D04GP%252D8DD9%252DTNSD%2526y", true },
		{ "thrice", "ref%25253DE1Q7XB9R4R0004GP8DD9TNSD", true },
		{ "in lower case", "ref%3de1q7xb9r4r0004gp8dd9tnsd%26x", true },
		{ "behind an encoded space", "ref%20E1Q7XB9R4R0004GP8DD9TNSD", true },
		{ "hyphens as quoted-printable", "ref E1Q7=2DXB9R=2D4R00=2D04GP=2D8DD9=2DTNSD", true },
		{ "in brackets", "[ref:" CODE "]", true },
		{ "behind a hash", "#" CODE, true },
		{ "in quotes", "\"" CODE "\"", true },
		{ "as a ticket", "<ref=" CODE ">", true },
		{ "wrapped inside a group", "blocked?ref=E1Q7XB9R4R\n0004GP8DD9TNSD\n", true },
		{ "wrapped and quoted", "> blocked?ref=E1Q7XB9R4R\r\n> 0004GP8DD9TNSD\r\n", true },
		{ "behind one that is not genuine", "0000-0000-0000-0000-0000-0000 " CODE, true },
		{ "behind words that look like one", "AAAA BBBB CCCC DDDD EEEE FFFF GGGG " CODE, true },
		{ "behind a JSON escape", "\"url\":\"blocked?ref\\\\u003dE1Q7XB9R4R0004GP8DD9TNSD\"", true },
		{ "in a link of Proofpoint's third version",
		    "https://urldefense.example/v3/__https://p.example/blocked?ref=E1Q7XB9R4R0004GP8DD9TNSD__;!!Nc!x$", true },
		{ "behind ref alone", "refE1Q7XB9R4R0004GP8DD9TNSD", true },
		{ "joined to the next line of the reply", "blocked?ref=E1Q7XB9R4R0004GP8DD9TNSD550 5.7.1 ref", true },
		{ "joined to that of a deferral", "ref " CODE "451-4.7.1 x", true },
		{ "with what cannot be seen in it",
		    "E1Q7-XB\xe2\x81\xa0"
		    "9R-4R00-04GP-8DD9-TN\xef\xbb\xbfSD",
		    true },
		{ "nothing", "", false },
		{ "a number behind it", CODE "550", false },
		{ "a word that ends in ref", "xrefE1Q7XB9R4R0004GP8DD9TNSD", false },
		{ "another code", "E1Q7-XB9R-4R00-04GP-8DD9-TNSE", false },
		{ "cut short", "E1Q7-XB9R-4R00-04GP-8DD9-TNS", false },
		{ "more letters behind it", CODE "A", false },
		{ "more letters before it", "A" CODE, false },
		{ "words in between", "E1Q7-XB9R-4R00 and 04GP-8DD9-TNSD", false },
		{ "a gap inside a group", "E1 Q7-XB9R-4R00-04GP-8DD9-TNSD", false },
		{ "a control character in between, the end of a part", "E1Q7-XB9R-\n\001\n4R00-04GP-8DD9-TNSD", false },
	};
	const struct wb_reference_keys keys = keys_of(*state, KEY "\n");
	struct wb_reference reference;
	struct wb_error error;
	size_t key;

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(finds(&keys, rows[i].text), rows[i].wanted);
		/* As the page's field and `ref` take it. */
		if (rows[i].wanted)
			assert_int_equal(wb_reference_read(&keys, rows[i].text, &reference, &key, &error), WB_OK);
	}
}

/* "-2D" is a hyphen where a link was rewritten, and a group that begins so where none was: whatever the code, it is found in both. */
static void test_each_code_is_found(void **state)
{
	const struct wb_reference_keys keys = keys_of(*state, KEY "\n");
	size_t ambiguous = 0;

	for (uint32_t i = 0; i < 4000; i++) {
		char address[WB_ADDRESS_TEXT_SIZE], code[WB_REFERENCE_TEXT_SIZE], text[4 * WB_REFERENCE_TEXT_SIZE];
		struct wb_reference reference;
		struct wb_address client;
		struct wb_text rewritten;

		snprintf(address, sizeof(address), i % 2 == 0 ? "198.51.%u.%u" : "2001:db8:%x::%x", i >> 8, i & 255);
		assert_int_equal(wb_address_parse(address, &client, NULL), WB_OK);
		reference = wb_reference_make(&client, "open-relay", WB_REJECT, 1790000000 + 60 * (int64_t)i);
		assert_true(wb_reference_format(&keys, &reference, code));
		snprintf(text, sizeof(text), "Please remove us: ref %s\n", code);
		assert_true(finds(&keys, text));
		wb_text_open(&rewritten, text, sizeof(text));
		wb_text_add(&rewritten, "ref-3D");
		for (const char *c = code; *c != '\0'; c++)
			wb_text_addf(&rewritten, "%s%.*s", *c == '-' ? "-2D" : "", *c == '-' ? 0 : 1, c);
		assert_true(finds(&keys, text));
		ambiguous += strstr(code, "-2D") != NULL;
	}
	assert_true(ambiguous > 0);
}

static void test_without_its_key(void **state)
{
	const struct wb_reference_keys none = { .count = 0 };
	const struct wb_reference_keys other =
	    keys_of(*state, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3e4e5e6e7e8e9eaebecedeeef\n");

	assert_false(finds(&none, CODE));
	assert_false(finds(&other, CODE));
}

/* One host each, however often its code stands there. */
static void test_several(void **state)
{
	const struct wb_reference_keys keys = keys_of(*state, KEY "\n");
	const char *text = CODE " again " CODE " and " CODE6 " and " SUBNET6 " and 0000-0000-0000-0000-0000-0000";
	struct wb_reference references[4];

	assert_int_equal(wb_reference_scan(&keys, text, strlen(text), references, 4), 3);
	assert_int_equal(references[0].client.prefix_bits, 128);
	assert_int_equal(references[1].client.prefix_bits, 128);
	assert_int_equal(references[2].client.prefix_bits, 64);
	assert_int_equal(wb_reference_scan(&keys, text, strlen(text), references, 1), 1);
}

/* As somebody gives it: by hand, or with what stands around it. */
static void test_what_is_given_as_one(void **state)
{
	static const struct {
		const char *label, *text;
		enum wb_status wanted;
	} rows[] = {
		{ "by hand", "e1q7 xb9r 4roo o4gp 8dd9 tnsd", WB_OK },
		{ "a rewritten link",
		    "https://x.example/?url=https%3A%2F%2Fp.example%2Fblocked%3Fref%3DE1Q7XB9R4R0004GP8DD9TNSD&data=05",
		    WB_OK },
		{ "the whole reply", "550-5.7.1 Server [192.0.2.66] blocked\n550 5.7.1 ref " CODE "\n", WB_OK },
		{ "a typing error", "E1Q7-XB9R-4R00-04GP-8DD9-TNSE", WB_NOT_FOUND },
		{ "no code", "why was my mail blocked?", WB_INVALID },
	};
	struct wb_reference_keys keys = keys_of(*state, KEY "\n");

	/* Behind a newer key. */
	memcpy(keys.bytes[1], keys.bytes[0], WB_REFERENCE_KEY_BYTES);
	memset(keys.bytes[0], 7, WB_REFERENCE_KEY_BYTES);
	keys.count = 2;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_reference reference;
		struct wb_error error;
		size_t key = 99;

		begin_row(rows[i].label);
		assert_int_equal(wb_reference_read(&keys, rows[i].text, &reference, &key, &error), rows[i].wanted);
		if (rows[i].wanted == WB_OK)
			assert_int_equal(key, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_where_it_stands),
		test_in_folder(test_each_code_is_found),
		test_in_folder(test_without_its_key),
		test_in_folder(test_several),
		test_in_folder(test_what_is_given_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
