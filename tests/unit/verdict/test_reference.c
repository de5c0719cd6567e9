/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_reference.c - references: what they hold, and which of them are genuine. */
#include "fixture.h"
#include "verdict/reference.h"

#define OLD_KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define NEW_KEY "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3e4e5e6e7e8e9eaebecedeeef"
#define AT_S 1789999980LL /* NOW_S to the minute */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Keys as a file with these lines has them. */
static struct wb_reference_keys keys_of(const char *folder, const char *lines)
{
	struct wb_reference_keys keys;
	const char *path = write_text(folder, "keys", lines);

	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(wb_reference_keys_read(path, &keys, NULL), WB_OK);
	return keys;
}

static struct wb_reference reference_of(const char *client, const char *category, enum wb_action action, int64_t at_s)
{
	const struct wb_address address = address_of(client);

	return wb_reference_make(&address, category, action, at_s);
}

static void format(const struct wb_reference_keys *keys, const char *client, const char *category, char *code)
{
	const struct wb_reference reference = reference_of(client, category, WB_REJECT, NOW_S);

	assert_true(wb_reference_format(keys, &reference, code));
}

static bool is_genuine(const struct wb_reference_keys *keys, const char *text)
{
	struct wb_reference reference;
	size_t key;

	return wb_reference_parse(keys, text, &reference, &key, NULL) == WB_OK;
}

/* Made by another program (Python's hashlib), so that a change of the format cannot go unseen. */
static void test_vectors(void **state)
{
	static const struct {
		const char *client, *category;
		enum wb_action action;
		int64_t at_s;
		const char *code;
	} rows[] = {
		{ "192.0.2.66", "open-relay", WB_REJECT, 1790000000LL, "E1Q7-XB9R-4R00-04GP-8DD9-TNSD" },
		{ "192.0.2.66", "open-relay", WB_REJECT, 1790000060LL, "E1Q7-XD9R-4R00-04GK-2RBE-D72R" },
		{ "192.0.2.66", "open-relay", WB_DEFER, 1790000000LL, "C1Q7-XB9R-4R00-04GK-J089-NKE8" },
		{ "192.0.2.66", "policy", WB_TAG, 1790000000LL, "A1Q7-XAMZ-KR00-04GN-JEFT-1PAS" },
		{ "198.51.100.255", "spam", WB_LOG, 1790000000LL, "81Q7-XBEB-SRRS-P9ZX-AG7X-CKV7" },
		{ "0.0.0.0", "spam", WB_REJECT, 1735689600LL, "E000-01EB-S000-0001-2908-CRGK" },
		{ "255.255.255.255", "ours", WB_REJECT, 3748955460LL, "FZZZ-ZY6A-7ZZZ-ZZZY-2HHZ-VFBC" },
		{ "2001:db8:1234:5678:9abc:def0:1234:5678", "open-relay", WB_REJECT, 1790000000LL,
		    "E1Q7-XB9R-4400-GVE0-J6HB-7H6N-WVVR-14D2-PF0H-K02S-CPPA" },
		{ "2001:db8::1", "spam", WB_TAG, 1790000000LL, "A1Q7-XBEB-S400-GVE0-0000-0000-0000-0000-005X-6T73-39V9" },
		{ "::1", "virus", WB_DEFER, 1790000000LL, "C1Q7-XB9A-S000-0000-0000-0000-0000-0000-007G-C5SB-B5G0" },
		{ "ffff:ffff:ffff:ffff::", "spam-source", WB_REJECT, 1790000000LL,
		    "E1Q7-XAFZ-DZZZ-ZZZZ-ZZZZ-ZY00-0000-0000-001Y-AXXK-JDBT" },
	};
	const struct wb_reference_keys keys = keys_of(*state, OLD_KEY "\n");

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_reference reference =
		    reference_of(rows[i].client, rows[i].category, rows[i].action, rows[i].at_s);
		char code[WB_REFERENCE_TEXT_SIZE];

		begin_row(rows[i].code);
		assert_true(wb_reference_format(&keys, &reference, code));
		assert_string_equal(code, rows[i].code);
		assert_true(is_genuine(&keys, rows[i].code));
	}
}

/* Made by the same program in the form that held the /64: they are in mails and logs, and an Exim that runs since before makes them still. */
static void test_codes_of_before(void **state)
{
	static const struct {
		const char *code, *client, *category;
		enum wb_action action;
	} rows[] = {
		{ "E1Q7-XB9R-4400-GVE0-J6HB-7GE7-KYHH-SY4D", "2001:db8:1234:5678::/64", "open-relay", WB_REJECT },
		{ "C1Q7-XB9A-S000-0000-0000-00EV-ZGBF-N1F4", "::/64", "virus", WB_DEFER },
		{ "E1Q7-XAFZ-DZZZ-ZZZZ-ZZZZ-ZYEK-S0EN-ZTMQ", "ffff:ffff:ffff:ffff::/64", "spam-source", WB_REJECT },
	};
	const struct wb_reference_keys keys = keys_of(*state, NEW_KEY "\n" OLD_KEY "\n");

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_reference_keys old = keys_of(*state, OLD_KEY "\n");
		char client[WB_PREFIX_TEXT_SIZE], code[WB_REFERENCE_TEXT_SIZE];
		struct wb_reference reference;
		size_t key = 99;

		begin_row(rows[i].code);
		assert_int_equal(wb_reference_parse(&keys, rows[i].code, &reference, &key, NULL), WB_OK);
		assert_int_equal(key, 1);
		wb_prefix_format(&reference.client, client);
		assert_string_equal(client, rows[i].client);
		assert_int_equal(reference.category_hash, wb_reference_category_hash(rows[i].category));
		assert_int_equal(reference.action, rows[i].action);
		assert_int_equal(reference.at_s, 1790000000LL / 60 * 60);
		begin_row("and written once more it is the same");
		assert_true(wb_reference_format(&old, &reference, code));
		assert_string_equal(code, rows[i].code);
	}
}

static void test_every_category_family_and_action_comes_back(void **state)
{
	static const struct {
		const char *address, *client;
		size_t characters;
	} clients[] = {
		{ "192.0.2.66", "192.0.2.66/32", 29 },
		{ "255.255.255.255", "255.255.255.255/32", 29 },
		{ "0.0.0.0", "0.0.0.0/32", 29 },
		{ "2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234:5678:9abc:def0:1234:5678/128", 54 },
		{ "::1", "::1/128", 54 },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", 54 },
	};
	const struct wb_reference_keys keys = keys_of(*state, OLD_KEY "\n");

	for (size_t i = 0; i < COUNT(clients) * wb_category_builtin_count * WB_REJECT; i++) {
		const char *category = wb_category_builtins[i / WB_REJECT % wb_category_builtin_count].id;
		const size_t row = i / WB_REJECT / wb_category_builtin_count;
		const enum wb_action action = (enum wb_action)(WB_LOG + i % WB_REJECT);
		const struct wb_reference reference = reference_of(clients[row].address, category, action, NOW_S);
		char code[WB_REFERENCE_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];
		struct wb_reference found;
		size_t key = 99;

		assert_true(wb_reference_format(&keys, &reference, code));
		assert_int_equal(strlen(code), clients[row].characters);
		assert_int_equal(wb_reference_parse(&keys, code, &found, &key, NULL), WB_OK);
		wb_prefix_format(&found.client, client);
		assert_string_equal(client, clients[row].client);
		assert_int_equal(found.action, action);
		assert_int_equal(found.category_hash, wb_reference_category_hash(category));
		assert_int_equal(found.at_s, AT_S);
		assert_int_equal(key, 0);
	}
}

static void test_the_categories_look_different(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_category_builtin_count; i++) {
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(wb_reference_category_hash(wb_category_builtins[i].id),
			    wb_reference_category_hash(wb_category_builtins[j].id));
	}
}

/* What people make of it when they type, dictate and paste: %s is the code. */
static void test_which_category_a_reference_names(void **state)
{
	struct wb_category categories[] = { { .id = "open-relay" }, { .id = "spam" }, { .id = "spam" } };
	const struct wb_policy policy = { .categories = categories, .category_count = COUNT(categories) };

	(void)state;
	assert_ptr_equal(wb_reference_find_category(&policy, wb_reference_category_hash("open-relay")), &categories[0]);
	assert_ptr_equal(wb_reference_find_category(&policy, wb_reference_category_hash("spam")), &categories[1]);
	assert_null(wb_reference_find_category(&policy, wb_reference_category_hash("virus")));
}

static void test_typing_is_forgiven(void **state)
{
	static const struct {
		const char *label, *text;
		bool genuine;
	} rows[] = {
		{ "as it is", "E00T-K1EB-SR00-04GH-T471-1JY7", true },
		{ "without hyphens", "E00TK1EBSR0004GHT4711JY7", true },
		{ "lower case", "e00t-k1eb-sr00-04gh-t471-1jy7", true },
		{ "O for 0, I and l for 1", "EOoT-KIEB-SROo-O4GH-T47l-IJY7", true },
		{ "L for 1, i for 1", "E00T-KLEB-SR00-04GH-T47i-LJY7", true },
		{ "spaces", " E00T K1EB  SR00 04GH T471 1JY7\t\r\n", true },
		{ "odd hyphens", "-E-00T-K1E-BSR0004G--HT4711JY7-", true },
		{ "dashes of a word processor",
		    "E00T\xe2\x80\x93"
		    "K1EB\xe2\x80\x94"
		    "SR00\xe2\x80\x91"
		    "04GH\xc2\xa0"
		    "T471\xe2\x88\x92"
		    "1JY7",
		    true },
		{ "a URL", "https://postmaster.example.net/blocked?ref=E00TK1EBSR0004GHT4711JY7", true },
		{ "a URL with ref in its path", "https://ref.example.net/reference?ref=E00TK1EBSR0004GHT4711JY7", true },
		{ "a URL with more behind it", "HTTPS://X/?A=1&REF=E00TK1EBSR0004GHT4711JY7&lang=de#top", true },
		{ "a URL with coded hyphens", "https://x/?ref=E00T%2dK1EB%2DSR00%2004GHT4711JY7", true },
		{ "in angle brackets", "<https://x/?ref=E00TK1EBSR0004GHT4711JY7>", true },
		{ "the line of the reply", "550 5.7.1 ref E00T-K1EB-SR00-04GH-T471-1JY7", true },
		{ "the line of the log", "whyblock category=spam ref=E00T-K1EB-SR00-04GH-T471-1JY7", true },
		{ "the end of a sentence", "my ref: E00T-K1EB-SR00-04GH-T471-1JY7.", true },
		{ "nothing", "", false },
		{ "only hyphens", "------------------------", false },
		{ "one character short", "E00T-K1EB-SR00-04GH-T471-1JY", false },
		{ "one character more", "E00T-K1EB-SR00-04GH-T471-1JY7-0", false },
		{ "as long as IPv6's of before", "E00T-K1EB-SR00-04GH-T471-1JY7-0000-0000", false },
		{ "as long as IPv6's", "E00T-K1EB-SR00-04GH-T471-1JY7-0000-0000-0000-0000-0000", false },
		{ "longer than any", "E00T-K1EB-SR00-04GH-T471-1JY7-0000-0000-0000-0000-0000-0000", false },
		{ "two codes", "E00T-K1EB-SR00-04GH-T471-1JY7 E00T-K1EB-SR00-04GH-T471-1JY7", false },
		{ "U is no symbol", "E00T-K1EB-SR00-04UH-T471-1JY7", false },
		{ "nor is @", "E00T-K1EB-SR00-04@H-T471-1JY7", false },
		{ "cut off behind a dot", "E00T-K1EB-SR00-04GH-T471.1JY7", false },
		{ "a URL without it", "https://postmaster.example.net/blocked", false },
		{ "ref without it", "https://x/?ref=", false },
	};
	const struct wb_reference_keys keys = keys_of(*state, OLD_KEY "\n");

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = strdup(rows[i].text); /* on the heap, so that the sanitizer sees a look behind its end */

		begin_row(rows[i].label);
		assert_int_equal(is_genuine(&keys, text), rows[i].genuine);
		free(text);
	}
}

static void test_what_is_wrong_with_the_form_is_said(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "E1M0-0000", "found 8 characters: a reference has 24, or 44 for an IPv6 client" },
		{ "E1M0-0000-E1M0-0000-E1M0-0000-E1M0-0000-E1M0-0000-E1M0-E",
		    "found more than 44 characters: a reference has 24, or 44 for an IPv6 client" },
		{ "E00T-K1EB-SR00-04UH-T471-1JY7", "found \"U\", which no reference has" },
		{ "E1M0\033[31m", "found \"\033\", which no reference has" },
		{ "E1M0\303\274-0000", "found \"\303\274\", which no reference has" },
		{ "E1M0\303", "found \"\303\", which no reference has" },
	};
	const struct wb_reference_keys keys = keys_of(*state, OLD_KEY "\n");
	struct wb_reference reference;
	size_t key;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };

		begin_row(rows[i].why);
		assert_int_equal(wb_reference_parse(&keys, rows[i].text, &reference, &key, &error), WB_INVALID);
		assert_contains(error.text, rows[i].why);
	}
}

/* The symbol that a byte is read as, or 0. */
static char read_as(int byte)
{
	if (byte >= 'a' && byte <= 'z')
		byte += 'A' - 'a';
	if (byte == 'O')
		byte = '0';
	if (byte == 'I' || byte == 'L')
		byte = '1';
	return byte > 0 && strchr(alphabet, byte) != NULL ? (char)byte : '\0';
}

/* Each byte at each place, hyphens too: genuine only where it is another way to type the same code. */
static size_t try_every_change(const struct wb_reference_keys *keys, const char *code)
{
	char changed[WB_REFERENCE_TEXT_SIZE];
	size_t refused = 0;

	for (size_t place = 0; code[place] != '\0'; place++) {
		for (int byte = 0; byte < 256; byte++) {
			bool same = code[place] == '-' ? byte != '\0' && strchr("- \t\r\n_+", byte) != NULL
						       : read_as(byte) == code[place];

			strcpy(changed, code);
			changed[place] = (char)byte;
			if (is_genuine(keys, changed) != same)
				fail_msg("\"%s\" is %sgenuine", changed, same ? "not " : "");
			refused += !same;
		}
	}
	return refused;
}

static void test_every_single_character_change_is_refused(void **state)
{
	const struct wb_reference_keys keys = keys_of(*state, NEW_KEY "\n" OLD_KEY "\n");
	size_t refused = 0;

	for (size_t i = 0; i < wb_category_builtin_count; i++) {
		char code[WB_REFERENCE_TEXT_SIZE];

		format(&keys, "192.0.2.66", wb_category_builtins[i].id, code);
		refused += try_every_change(&keys, code);
		format(&keys, "2001:db8::66", wb_category_builtins[i].id, code);
		refused += try_every_change(&keys, code);
	}
	print_message("    %zu changed codes refused\n", refused);
	assert_true(refused > 100000);
}

static void test_every_flipped_bit_is_refused(void **state)
{
	static const char *const clients[] = { "192.0.2.66", "2001:db8::66" };
	const struct wb_reference_keys keys = keys_of(*state, OLD_KEY "\n");

	for (size_t i = 0; i < COUNT(clients); i++) {
		char code[WB_REFERENCE_TEXT_SIZE], url[WB_REFERENCE_TEXT_SIZE];
		size_t bits;

		format(&keys, clients[i], "spam", code);
		wb_reference_format_url(code, url);
		bits = 5 * strlen(url);
		assert_int_equal(bits, i == 0 ? 120 : 220);
		for (size_t bit = 0; bit < bits; bit++) {
			char flipped[WB_REFERENCE_TEXT_SIZE];
			ptrdiff_t value = strchr(alphabet, url[bit / 5]) - alphabet;

			strcpy(flipped, url);
			flipped[bit / 5] = alphabet[value ^ (16 >> bit % 5)];
			assert_false(is_genuine(&keys, flipped));
		}
	}
}

/* xorshift64*: the same numbers in every run. */
static uint64_t next_number(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 2685821657736338717ULL;
}

/* Random from end to end, or with a genuine beginning and a random MAC. */
static void test_no_random_code_is_genuine(void **state)
{
	static const struct {
		const char *label, *client;
		size_t kept; /* symbols of the genuine code */
	} rows[] = {
		{ "IPv4, random", "192.0.2.66", 0 },
		{ "IPv4, random behind the version", "192.0.2.66", 1 },
		{ "IPv4, random MAC", "192.0.2.66", 16 },
		{ "IPv6, random", "2001:db8::66", 0 },
		{ "IPv6, random MAC", "2001:db8::66", 35 },
	};
	const struct wb_reference_keys keys = keys_of(*state, NEW_KEY "\n" OLD_KEY "\n");
	uint64_t seed = 20261122;

	for (size_t i = 0; i < COUNT(rows); i++) {
		char code[WB_REFERENCE_TEXT_SIZE], url[WB_REFERENCE_TEXT_SIZE];

		begin_row(rows[i].label);
		format(&keys, rows[i].client, "spam", code);
		wb_reference_format_url(code, url);
		for (int n = 0; n < 100000; n++) {
			for (size_t place = rows[i].kept; url[place] != '\0'; place++)
				url[place] = alphabet[next_number(&seed) >> 40 & 31];
			assert_false(is_genuine(&keys, url));
		}
	}
}

static void test_codes_outlive_a_rotation(void **state)
{
	const struct wb_reference_keys before = keys_of(*state, OLD_KEY "\n");
	const struct wb_reference_keys after = keys_of(*state, NEW_KEY "\n" OLD_KEY "\n");
	const struct wb_reference_keys later = keys_of(*state, NEW_KEY "\n");
	char old_code[WB_REFERENCE_TEXT_SIZE], new_code[WB_REFERENCE_TEXT_SIZE];
	struct wb_reference reference;
	size_t key = 99;

	format(&before, "192.0.2.66", "spam", old_code);
	format(&after, "192.0.2.66", "spam", new_code);
	assert_string_not_equal(old_code, new_code);
	assert_int_equal(wb_reference_parse(&after, old_code, &reference, &key, NULL), WB_OK);
	assert_int_equal(key, 1);
	assert_int_equal(wb_reference_parse(&after, new_code, &reference, &key, NULL), WB_OK);
	assert_int_equal(key, 0);
	assert_true(is_genuine(&later, new_code));
	assert_false(is_genuine(&later, old_code));
	assert_false(is_genuine(&before, new_code));
	assert_int_equal(wb_reference_parse(&before, new_code, &reference, &key, NULL), WB_NOT_FOUND);
	assert_int_equal(reference.action, WB_OFF); /* says nothing */
}

static void test_what_no_code_can_say(void **state)
{
	const struct wb_reference_keys keys = keys_of(*state, OLD_KEY "\n");
	const struct wb_reference_keys none = { .count = 0 };
	static const struct {
		const char *label;
		enum wb_action action;
		int64_t at_s;
		bool made;
	} rows[] = {
		{ "now", WB_REJECT, NOW_S, true },
		{ "no action", WB_OFF, NOW_S, false },
		{ "2024", WB_REJECT, 1735689599, false },
		{ "2025", WB_REJECT, 1735689600, true },
		{ "the last minute of all", WB_REJECT, 1735689600 + 60LL * (1 << 25) - 1, true },
		{ "one second too late", WB_REJECT, 1735689600 + 60LL * (1 << 25), false },
		{ "long ago", WB_REJECT, INT64_MIN, false },
		{ "never", WB_REJECT, INT64_MAX, false },
	};
	char code[WB_REFERENCE_TEXT_SIZE];

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_reference reference = reference_of("192.0.2.66", "spam", rows[i].action, rows[i].at_s);

		begin_row(rows[i].label);
		memset(code, 'x', sizeof(code));
		assert_int_equal(wb_reference_format(&keys, &reference, code), rows[i].made);
		assert_int_equal(strlen(code), rows[i].made ? 29 : 0);
		assert_false(wb_reference_format(&none, &reference, code));
		assert_string_equal(code, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_vectors),
		test_in_folder(test_codes_of_before),
		test_in_folder(test_every_category_family_and_action_comes_back),
		cmocka_unit_test(test_the_categories_look_different),
		cmocka_unit_test(test_which_category_a_reference_names),
		test_in_folder(test_typing_is_forgiven),
		test_in_folder(test_what_is_wrong_with_the_form_is_said),
		test_in_folder(test_every_single_character_change_is_refused),
		test_in_folder(test_every_flipped_bit_is_refused),
		test_in_folder(test_no_random_code_is_genuine),
		test_in_folder(test_codes_outlive_a_rotation),
		test_in_folder(test_what_no_code_can_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
