/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_neighbours.c - which listings around a client count, of two files together, and that looking ends. */
#include "published_fixture.h"
#include "verdict/neighbours.h"

static struct wb_category categories[] = {
	{ .id = "spam", .action = WB_REJECT },
	{ .id = "virus", .action = WB_LOG },
	{ .id = "quiet", .action = WB_OFF },
};
static const struct wb_policy policy = { .categories = categories, .category_count = COUNT(categories) };

static enum wb_status count_at(const char *store, const char *client, size_t *count_r, struct wb_error *error_r)
{
	static struct wb_published_listings published;
	struct wb_address address = address_of(client);
	enum wb_status status;

	*count_r = 99;
	status = wb_published_listings_open(store, &published, error_r);
	if (status == WB_OK)
		status = wb_neighbours_count(&published, &policy, &address, NOW_S, count_r, error_r);
	wb_published_listings_close(&published);
	return status;
}

static size_t count_around(const char *store, const char *client)
{
	struct wb_error error = { "" };
	size_t count;

	if (count_at(store, client, &count, &error) != WB_OK)
		fail_msg("%s", error.text);
	return count;
}

#define ROWS_MAX 8

struct pair {
	const char *label, *client;
	size_t wanted;
	struct built_row base[ROWS_MAX], recent[ROWS_MAX];
};

static size_t length_of(const struct built_row *rows)
{
	size_t count = 0;

	while (count < ROWS_MAX && rows[count].prefix != NULL)
		count++;
	return count;
}

static void check_pairs(const char *store, const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (int has_index = 0; has_index < 2; has_index++) {
			begin_row(pairs[i].label);
			publish_base(store, pairs[i].base, length_of(pairs[i].base), has_index);
			publish_recent(store, pairs[i].recent, length_of(pairs[i].recent));
			assert_int_equal(count_around(store, pairs[i].client), pairs[i].wanted);
		}
	}
}

#define TWO \
	{ .prefix = "192.0.2.1" }, \
	{ \
		.prefix = "192.0.2.2" \
	}
#define EXPIRED(prefix_) \
	{ \
		.prefix = (prefix_), .expires_at_s = NOW_S \
	}
#define REMOVED_ROW(prefix_) \
	{ \
		.prefix = (prefix_), .kind = WB_LISTINGS_REMOVED \
	}

static void test_hosts_of_a_24(void **state)
{
	static const struct pair pairs[] = {
		{ "nothing is listed", "192.0.2.66", 0, { { NULL } }, { { NULL } } },
		{ "two", "192.0.2.66", 2, { TWO }, { { NULL } } },
		{ "three", "192.0.2.66", 3, { TWO, { .prefix = "192.0.2.200" } }, { { NULL } } },
		{ "no more than three are looked for", "192.0.2.66", 3,
		    { TWO, { .prefix = "192.0.2.3" }, { .prefix = "192.0.2.4" } }, { { NULL } } },
		{ "the first and the last host of the /24, and none beside it", "192.0.2.66", 2,
		    { { .prefix = "192.0.1.254" }, { .prefix = "192.0.1.255" }, { .prefix = "192.0.2.0" },
			{ .prefix = "192.0.2.255" }, { .prefix = "192.0.3.0" }, { .prefix = "192.0.3.1" } },
		    { { NULL } } },
		{ "at the beginning of all addresses", "0.0.0.9", 2,
		    { { .prefix = "0.0.0.0/0" }, { .prefix = "0.0.0.0" }, { .prefix = "0.0.0.1" } }, { { NULL } } },
		{ "at their end", "255.255.255.9", 2, { { .prefix = "255.255.255.254" }, { .prefix = "255.255.255.255" } },
		    { { NULL } } },
		{ "the client itself is none", "192.0.2.2", 2, { TWO, { .prefix = "192.0.2.3" } }, { { NULL } } },
		{ "nor is it in both files", "192.0.2.2", 1, { TWO }, { { .prefix = "192.0.2.2", .source = "staff:bob" } } },
		{ "a host that several have listed is one", "192.0.2.66", 2,
		    { { .prefix = "192.0.2.1" }, { .prefix = "192.0.2.1", .source = "staff:bob" },
			{ .prefix = "192.0.2.1", .category = "virus" }, { .prefix = "192.0.2.2" } },
		    { { NULL } } },
		{ "a range is no host", "192.0.2.66", 1,
		    { { .prefix = "192.0.2.0/24" }, { .prefix = "192.0.2.0/25" }, { .prefix = "192.0.2.4/30" },
			{ .prefix = "192.0.2.6/31" }, { .prefix = "192.0.2.7" } },
		    { { NULL } } },
		{ "one in it is", "192.0.2.66", 2, { { .prefix = "192.0.2.0/25" }, TWO }, { { NULL } } },
	};

	check_pairs(*state, pairs, COUNT(pairs));
}

static void test_recent_and_its_base(void **state)
{
	static const struct pair pairs[] = {
		{ "two and one", "192.0.2.66", 3, { TWO }, { { .prefix = "192.0.2.3" } } },
		{ "all in recent", "192.0.2.66", 3, { { NULL } }, { TWO, { .prefix = "192.0.2.3" } } },
		{ "the same one in both is one", "192.0.2.66", 2, { TWO },
		    { { .prefix = "192.0.2.2", .source = "staff:bob" } } },
		{ "one that was removed is none", "192.0.2.66", 2, { TWO, { .prefix = "192.0.2.3" } },
		    { REMOVED_ROW("192.0.2.2") } },
		{ "one removed, one added", "192.0.2.66", 2, { TWO }, { REMOVED_ROW("192.0.2.1"), { .prefix = "192.0.2.3" } } },
		{ "all were removed", "192.0.2.66", 0, { TWO }, { REMOVED_ROW("192.0.2.1"), REMOVED_ROW("192.0.2.2") } },
		{ "one that was never listed was removed", "192.0.2.66", 2, { TWO }, { REMOVED_ROW("192.0.2.3") } },
		{ "of another time now", "192.0.2.66", 1, { TWO }, { EXPIRED("192.0.2.2") } },
		{ "an allow listing that was removed", "192.0.2.66", 2,
		    { { .prefix = "192.0.2.0/26", .category = "allow" }, TWO }, { REMOVED_ROW("192.0.2.0/26") } },
		{ "and one that was added", "192.0.2.66", 0, { TWO }, { { .prefix = "192.0.2.0/26", .category = "allow" } } },
	};

	check_pairs(*state, pairs, COUNT(pairs));
}

static void test_what_does_not_count(void **state)
{
	static const struct pair pairs[] = {
		{ "expired now", "192.0.2.66", 2, { TWO, EXPIRED("192.0.2.3") }, { { NULL } } },
		{ "one second later", "192.0.2.66", 3, { TWO, { .prefix = "192.0.2.3", .expires_at_s = NOW_S + 1 } },
		    { { NULL } } },
		{ "expired, but not by another source", "192.0.2.66", 3,
		    { TWO, EXPIRED("192.0.2.3"), { .prefix = "192.0.2.3", .source = "staff:bob" } }, { { NULL } } },
		{ "of a category that is off", "192.0.2.66", 2, { TWO, { .prefix = "192.0.2.3", .category = "quiet" } },
		    { { NULL } } },
		{ "of a category that the policy has not", "192.0.2.66", 2,
		    { TWO, { .prefix = "192.0.2.3", .category = "gone" } }, { { NULL } } },
		{ "of any other category", "192.0.2.66", 3, { TWO, { .prefix = "192.0.2.3", .category = "virus" } },
		    { { NULL } } },
		{ "allow", "192.0.2.66", 2, { TWO, { .prefix = "192.0.2.3", .category = "allow" } }, { { NULL } } },
		{ "listed, and allowed", "192.0.2.66", 2,
		    { TWO, { .prefix = "192.0.2.3", .category = "allow" }, { .prefix = "192.0.2.3" } }, { { NULL } } },
		{ "listed, and no longer allowed", "192.0.2.66", 3,
		    { TWO, { .prefix = "192.0.2.3", .category = "allow", .expires_at_s = NOW_S }, { .prefix = "192.0.2.3" } },
		    { { NULL } } },
		{ "allowed with those around it, in whatever order", "192.0.2.66", 1,
		    { { .prefix = "192.0.2.0/30", .category = "allow" }, { .prefix = "192.0.2.0/31", .category = "allow" }, TWO,
			{ .prefix = "192.0.2.3" }, { .prefix = "192.0.2.4" } },
		    { { NULL } } },
		{ "a record that cannot be read", "192.0.2.66", 2,
		    { TWO, { .prefix = "192.0.2.3", .kind = WB_LISTINGS_UNREADABLE } }, { { NULL } } },
		{ "one that still allows", "192.0.2.66", 2,
		    { TWO, { .prefix = "192.0.2.3" },
			{ .prefix = "192.0.2.3", .category = "allow", .kind = WB_LISTINGS_STILL_ALLOW } },
		    { { NULL } } },
		{ "one that might allow", "192.0.2.66", 0,
		    { { .prefix = "192.0.2.0/29", .kind = WB_LISTINGS_MIGHT_ALLOW }, TWO }, { { NULL } } },
	};

	check_pairs(*state, pairs, COUNT(pairs));
}

static void test_64s_of_a_48(void **state)
{
	static const struct pair pairs[] = {
		{ "three", "2001:db8:0:9::1", 3,
		    { { .prefix = "2001:db8::/64" }, { .prefix = "2001:db8:0:1::1" }, { .prefix = "2001:db8:0:ffff::/65" } },
		    { { NULL } } },
		{ "several addresses of one /64 are one host", "2001:db8:0:9::1", 2,
		    { { .prefix = "2001:db8::/64" }, { .prefix = "2001:db8::1" }, { .prefix = "2001:db8::2" },
			{ .prefix = "2001:db8:0:1::1" }, { .prefix = "2001:db8:0:1::2" } },
		    { { .prefix = "2001:db8:0:0:1::" }, { .prefix = "2001:db8:0:1:ffff::/80" } } },
		{ "nor any of the client's own /64", "2001:db8:0:1::1", 2,
		    { { .prefix = "2001:db8::/64" }, { .prefix = "2001:db8:0:1::/64" }, { .prefix = "2001:db8:0:1::1" },
			{ .prefix = "2001:db8:0:1::2" }, { .prefix = "2001:db8:0:2::2" } },
		    { { .prefix = "2001:db8:0:1::3" } } },
		{ "a wider one is no host", "2001:db8:0:9::1", 1,
		    { { .prefix = "2001:db8::/47" }, { .prefix = "2001:db8::/48" }, { .prefix = "2001:db8::/56" },
			{ .prefix = "2001:db8::/63" }, { .prefix = "2001:db8::/64" } },
		    { { NULL } } },
		{ "not beside the /48", "2001:db8:1:9::1", 2,
		    { { .prefix = "2001:db8:0:ffff::/64" }, { .prefix = "2001:db8:0:ffff:ffff:ffff:ffff:ffff" },
			{ .prefix = "2001:db8:1::" }, { .prefix = "2001:db8:1:ffff:ffff:ffff:ffff:ffff" },
			{ .prefix = "2001:db8:2::" }, { .prefix = "2001:db8:2:1::" } },
		    { { NULL } } },
		{ "an address of it is allowed, another one is not", "2001:db8:0:9::1", 1,
		    { { .prefix = "2001:db8::1", .category = "allow" }, { .prefix = "2001:db8::2" } }, { { NULL } } },
		{ "all of it is allowed", "2001:db8:0:9::1", 0,
		    { { .prefix = "2001:db8::/64", .category = "allow" }, { .prefix = "2001:db8::2" } }, { { NULL } } },
		{ "at the beginning and the end of all addresses", "::9:0:0:0:1", 1,
		    { { .prefix = "::/0" }, { .prefix = "::1" } }, { { NULL } } },
		{ "IPv4 is not among them", "::9:0:0:0:1", 0, { { .prefix = "0.0.0.1" }, { .prefix = "0.0.0.2" } },
		    { { NULL } } },
		{ "at the end", "ffff:ffff:ffff::1", 1, { { .prefix = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" } },
		    { { NULL } } },
	};

	check_pairs(*state, pairs, COUNT(pairs));
}

/* Rows 2001:db8:0:X::N, N from 1 on, with what they say; the texts of the prefixes stay. */
static size_t fill_64(struct built_row *rows, char texts[][48], size_t count, unsigned subnet, int64_t expires_at_s)
{
	for (size_t i = 0; i < count; i++) {
		snprintf(texts[i], sizeof(texts[i]), "2001:db8:0:%x::%zx", subnet, i + 1);
		rows[i] = (struct built_row){ .prefix = texts[i], .expires_at_s = expires_at_s };
	}
	return count;
}

static void test_looking_ends(void **state)
{
	static struct built_row rows[BUILT_ROWS_MAX];
	static char texts[BUILT_ROWS_MAX][48];
	enum { MANY = 3 * WB_NEIGHBOURS_ROWS_MAX };
	size_t count;

	publish_recent(*state, NULL, 0);
	begin_row("rows of the client's own /64, and of one that counts, are passed by");
	count = fill_64(rows, texts, MANY, 1, 0);
	count += fill_64(rows + count, texts + count, MANY, 2, 0);
	count += fill_64(rows + count, texts + count, 1, 3, 0);
	count += fill_64(rows + count, texts + count, 1, 4, 0);
	publish_base(*state, rows, count, true);
	assert_int_equal(count_around(*state, "2001:db8:0:1::5"), 3);
	begin_row("what does not count is looked at, so many rows and no more");
	for (size_t more = 0; more < 2; more++) {
		count = fill_64(rows, texts, WB_NEIGHBOURS_ROWS_MAX - 3 + more, 1, NOW_S);
		count += fill_64(rows + count, texts + count, 1, 2, 0);
		count += fill_64(rows + count, texts + count, 1, 3, 0);
		count += fill_64(rows + count, texts + count, 1, 4, 0);
		publish_base(*state, rows, count, false);
		assert_int_equal(count_around(*state, "2001:db8:0:9::5"), 3 - more);
	}
	begin_row("a host of which not all was seen does not count: more of it might allow");
	for (size_t i = 0; i < WB_NEIGHBOURS_ROWS_MAX + 1; i++) {
		snprintf(texts[i], sizeof(texts[i]), "feed:%04zu", i);
		rows[i] = (struct built_row){ .prefix = "192.0.2.1", .source = texts[i] };
	}
	publish_base(*state, rows, WB_NEIGHBOURS_ROWS_MAX + 1, false);
	assert_int_equal(count_around(*state, "192.0.2.66"), 0);
	publish_base(*state, rows, WB_NEIGHBOURS_ROWS_MAX, false);
	assert_int_equal(count_around(*state, "192.0.2.66"), 1);
}

/* Checks that agree on rows out of order: one host must not be met again, and counted three times. */
static void test_rows_out_of_order_are_damage(void **state)
{
	static const struct built_row rows[] = {
		{ .prefix = "192.0.2.1" },
		{ .prefix = "192.0.2.2" },
		{ .prefix = "192.0.2.1" },
		{ .prefix = "192.0.2.200" },
	};
	struct wb_error error;
	size_t count;

	publish_recent(*state, NULL, 0);
	publish_base(*state, rows, COUNT(rows), false);
	assert_int_equal(count_at(*state, "192.0.2.66", &count, &error), WB_UNAVAILABLE);
	assert_int_equal(count, 0);
	assert_contains(error.text, "the file is damaged");
}

/* Each byte of both files flipped, and both cut everywhere: never more than there are, although an allow and a removal go with it. */
static void test_damage_adds_no_neighbour(void **state)
{
	static const struct built_row base[] = {
		{ .prefix = "192.0.2.0/29", .category = "allow" },
		{ .prefix = "192.0.2.1" },
		{ .prefix = "192.0.2.9" },
		{ .prefix = "192.0.2.10" },
		{ .prefix = "192.0.2.11" },
		{ .prefix = "192.0.3.1" },
	};
	static const struct built_row recent[] = { REMOVED_ROW("192.0.2.10") };
	static const char *const names[] = { "published/listings-1.7", "published/recent-1" };
	size_t faults = 0, answers = 0;

	publish_base(*state, base, COUNT(base), false);
	publish_recent(*state, recent, COUNT(recent));
	assert_int_equal(count_around(*state, "192.0.2.66"), 2);
	for (size_t n = 0; n < COUNT(names); n++) {
		size_t bytes;
		unsigned char *good = read_file(path_in(*state, names[n]), &bytes);

		begin_row(names[n]);
		for (size_t i = 0; i < 3 * bytes; i++) {
			size_t at = i % bytes, count;
			unsigned char *bad = malloc(bytes);
			struct wb_error error;

			memcpy(bad, good, bytes);
			bad[at] ^= i < bytes ? 0x01 : 0xff;
			write_file(*state, names[n], bad, i < 2 * bytes ? bytes : at);
			free(bad);
			if (count_at(*state, "192.0.2.66", &count, &error) == WB_OK) {
				answers++;
				assert_in_range(count, 0, 2);
			} else {
				faults++;
			}
		}
		write_file(*state, names[n], good, bytes);
		free(good);
	}
	assert_true(faults > 500 && answers > 200);
}

/* What the header says, looked up in the rows one by one. */
struct truth {
	struct wb_prefix prefix;
	const struct built_row *row;
	bool is_recent;
};

static bool is_hidden(const struct truth *rows, size_t count, const struct truth *row)
{
	for (size_t i = 0; i < count && !row->is_recent; i++) {
		if (rows[i].is_recent && wb_prefix_equals(&rows[i].prefix, &row->prefix))
			return true;
	}
	return false;
}

static bool is_active(const struct truth *rows, size_t count, const struct truth *row)
{
	return row->row->kind == WB_LISTINGS_LISTED && !is_hidden(rows, count, row) &&
	    (row->row->expires_at_s == 0 || row->row->expires_at_s > NOW_S);
}

static size_t count_naively(
    const struct truth *rows, size_t count, const struct wb_prefix *network, const struct wb_prefix *own)
{
	struct wb_prefix hosts[64];
	size_t host_count = 0;

	for (size_t i = 0; i < count; i++) {
		struct wb_prefix host = wb_prefix_of(&rows[i].prefix.address, own->prefix_bits);
		bool counts = is_active(rows, count, &rows[i]) && rows[i].prefix.prefix_bits >= own->prefix_bits &&
		    wb_prefix_lies_in(&rows[i].prefix, network) && !wb_prefix_equals(&host, own) &&
		    (strcmp(rows[i].row->category, "spam") == 0 || strcmp(rows[i].row->category, "virus") == 0);

		for (size_t k = 0; k < count && counts; k++)
			counts = !(is_active(rows, count, &rows[k]) && strcmp(rows[k].row->category, "allow") == 0 &&
			    wb_prefix_lies_in(&rows[i].prefix, &rows[k].prefix) &&
			    rows[k].prefix.prefix_bits > network->prefix_bits);
		for (size_t h = 0; h < host_count && counts; h++)
			counts = !wb_prefix_equals(&hosts[h], &host);
		if (counts)
			hosts[host_count++] = host;
	}
	return host_count < WB_NEIGHBOURS_WANTED ? host_count : WB_NEIGHBOURS_WANTED;
}

static int by_place(const void *a, const void *b)
{
	const struct built_row *left = a, *right = b;
	struct wb_prefix one = prefix_of(left->prefix), other = prefix_of(right->prefix);
	int order = wb_listings_compare(&one, &other);

	return order != 0 ? order : strcmp(left->category, right->category);
}

enum { PILE_MAX = 24 };

/* Rows in order, as random as a seed says; no two of one prefix and category, and a removed prefix has no others. */
static size_t make_pile(struct built_row *rows, char texts[][48], bool is_v6, bool is_recent)
{
	static const char *const words[] = { "spam", "virus", "quiet", "gone", "allow" };
	size_t wanted = (size_t)rand() % PILE_MAX, kept = 0;

	for (size_t i = 0; i < wanted; i++) {
		unsigned bits = (is_v6 ? 44U : 22U) + (unsigned)rand() % (is_v6 ? 24U : 11U), net = (unsigned)rand() % 2;
		struct wb_address address;
		struct wb_prefix prefix;
		char text[48];

		if (rand() % 2 == 0)
			bits = is_v6 ? 128 : 32;
		if (is_v6)
			snprintf(text, sizeof(text), "2001:db8:%x:%x::%x", net, (unsigned)rand() % 6, (unsigned)rand() % 3);
		else
			snprintf(text, sizeof(text), "192.0.%u.%u", 2 + net, (unsigned)rand() % 12);
		address = address_of(text);
		prefix = wb_prefix_of(&address, is_v6 ? bits : WB_ADDRESS_V4_BITS + bits);
		wb_prefix_format(&prefix, texts[i]);
		rows[i] = (struct built_row){
			.prefix = texts[i],
			.category = words[rand() % (rand() % 3 == 0 ? 5 : 2)],
			.kind = is_recent && rand() % 3 == 0 ? WB_LISTINGS_REMOVED : WB_LISTINGS_LISTED,
			.expires_at_s = rand() % 4 == 0 ? NOW_S + rand() % 3 - 1 : 0,
		};
	}
	qsort(rows, wanted, sizeof(*rows), by_place);
	for (size_t i = 0; i < wanted; i++) {
		bool is_same = kept > 0 && strcmp(rows[kept - 1].prefix, rows[i].prefix) == 0;

		if (!is_same ||
		    (rows[kept - 1].kind == WB_LISTINGS_LISTED && rows[i].kind == WB_LISTINGS_LISTED &&
			strcmp(rows[kept - 1].category, rows[i].category) != 0))
			rows[kept++] = rows[i];
	}
	return kept;
}

static void test_it_is_what_a_naive_count_says(void **state)
{
	static struct built_row base[PILE_MAX], recent[PILE_MAX];
	static char base_texts[PILE_MAX][48], recent_texts[PILE_MAX][48];
	static const char *const clients[2][4] = {
		{ "192.0.2.3", "192.0.2.66", "192.0.3.0", "192.0.4.1" },
		{ "2001:db8::1", "2001:db8:0:3::7", "2001:db8:1:9::1", "2001:db8:1:1::" },
	};
	size_t seen[WB_NEIGHBOURS_WANTED + 1] = { 0 };

	srand(14);
	for (int round = 0; round < 400; round++) {
		bool is_v6 = round % 2 == 1;
		size_t base_count = make_pile(base, base_texts, is_v6, false), count = 0;
		size_t recent_count = make_pile(recent, recent_texts, is_v6, true);
		struct truth rows[2 * PILE_MAX];

		publish_base(*state, base, base_count, round % 8 == 0);
		publish_recent(*state, recent, recent_count);
		for (size_t i = 0; i < base_count; i++)
			rows[count++] = (struct truth){ prefix_of(base[i].prefix), &base[i], false };
		for (size_t i = 0; i < recent_count; i++)
			rows[count++] = (struct truth){ prefix_of(recent[i].prefix), &recent[i], true };
		for (size_t c = 0; c < COUNT(clients[0]); c++) {
			struct wb_address client = address_of(clients[is_v6][c]);
			struct wb_prefix network = wb_prefix_of(&client, is_v6 ? 48 : WB_ADDRESS_V4_BITS + 24);
			struct wb_prefix own = wb_prefix_of_holder(&client);
			size_t wanted = count_naively(rows, count, &network, &own);
			size_t got = count_around(*state, clients[is_v6][c]);

			if (got != wanted)
				fail_msg("round %d, %s: %zu, not %zu", round, clients[is_v6][c], got, wanted);
			seen[wanted]++;
		}
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_true(seen[i] > 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_hosts_of_a_24),
		test_in_folder(test_recent_and_its_base),
		test_in_folder(test_what_does_not_count),
		test_in_folder(test_64s_of_a_48),
		test_in_folder(test_looking_ends),
		test_in_folder(test_rows_out_of_order_are_damage),
		test_in_folder(test_damage_adds_no_neighbour),
		test_in_folder(test_it_is_what_a_naive_count_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
