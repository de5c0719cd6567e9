/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_changed.c - serials, and the prefixes that were changed since a base. */
#include "fixture.h"

#include "store/changed.h"

#define NOW_US (NOW_S * 1000000)

struct open_changed {
	struct wb_transaction transaction;
	struct wb_table meta;
	struct wb_changed changed;
};

static struct open_changed open_at(const char *store, int64_t now_us)
{
	struct open_changed open;

	assert_int_equal(wb_transaction_open_write(store, "listings", &open.transaction, NULL), WB_OK);
	assert_int_equal(wb_table_open(&open.transaction, "meta", &open.meta, NULL), WB_OK);
	assert_int_equal(wb_changed_open(&open.transaction, &open.meta, now_us, &open.changed, NULL), WB_OK);
	return open;
}

static void commit(struct open_changed *open)
{
	assert_int_equal(wb_changed_save(&open->changed, &open->transaction, &open->meta, NULL), WB_OK);
	assert_int_equal(wb_transaction_commit(&open->transaction, NULL), WB_OK);
	wb_transaction_close(&open->transaction);
}

static void change(const char *store, const char *prefix_text, int64_t now_us)
{
	struct open_changed open = open_at(store, now_us);
	struct wb_prefix prefix = prefix_of(prefix_text);

	assert_int_equal(wb_changed_add(&open.changed, &prefix, NULL), WB_OK);
	commit(&open);
}

static void rebase(const char *store, uint64_t serial)
{
	struct open_changed open = open_at(store, NOW_US);

	assert_int_equal(wb_changed_rebase(&open.changed, serial, NULL), WB_OK);
	commit(&open);
}

static bool note_prefix(void *context, const struct wb_prefix *prefix)
{
	char *text = context;

	strcat(text, text[0] != '\0' ? " " : "");
	wb_prefix_format(prefix, text + strlen(text));
	return strlen(text) < 900;
}

/* The serials, and the prefixes as text. */
static struct wb_changed look(const char *store, char text[1024])
{
	struct open_changed open;

	text[0] = '\0';
	assert_int_equal(wb_transaction_open_read(store, "listings", &open.transaction, NULL), WB_OK);
	assert_int_equal(wb_table_open(&open.transaction, "meta", &open.meta, NULL), WB_OK);
	assert_int_equal(wb_changed_open(&open.transaction, &open.meta, NOW_US, &open.changed, NULL), WB_OK);
	assert_int_equal(wb_changed_walk(&open.changed, note_prefix, text, NULL), WB_OK);
	wb_transaction_close(&open.transaction);
	return open.changed;
}

static void test_serials_grow_whatever_the_clock_says(void **state)
{
	const char *store = open_store(*state);
	static const struct {
		const char *label;
		int64_t now_us;
		uint64_t wanted;
	} rows[] = {
		{ "the time", NOW_US, NOW_US },
		{ "the same microsecond", NOW_US, NOW_US + 1 },
		{ "the same second", NOW_US + 500, NOW_US + 500 },
		{ "a clock that was set back", NOW_US - 1000, NOW_US + 501 },
	};
	char text[1024];

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		change(store, "192.0.2.66", rows[i].now_us);
		assert_int_equal(look(store, text).serial, rows[i].wanted);
	}
	begin_row("a transaction that changes nothing takes none");
	rebase(store, 1);
	assert_int_equal(look(store, text).serial, NOW_US + 501);
}

static void test_changes_are_kept_until_a_base_has_them(void **state)
{
	const char *store = open_store(*state);
	struct wb_changed changed;
	char text[1024];
	uint64_t serial;

	begin_row("no base yet: nothing is kept");
	change(store, "192.0.2.66", NOW_US);
	changed = look(store, text);
	assert_string_equal(text, "");
	assert_int_equal(changed.base_serial, 0);
	begin_row("a base of an older state does not serve");
	change(store, "192.0.2.67", NOW_US);
	rebase(store, changed.serial);
	assert_int_equal(look(store, text).base_serial, 0);
	begin_row("of this one it does");
	serial = look(store, text).serial;
	rebase(store, serial);
	assert_int_equal(look(store, text).base_serial, serial);
	begin_row("from here on they are kept, in the order of listings");
	change(store, "2001:db8::/32", NOW_US);
	change(store, "192.0.2.0/24", NOW_US);
	serial = look(store, text).serial;
	change(store, "192.0.2.66", NOW_US);
	look(store, text);
	assert_string_equal(text, "192.0.2.0/24 192.0.2.66/32 2001:db8::/32");
	begin_row("what was changed since the base was read stays");
	change(store, "2001:db8::/32", NOW_US);
	rebase(store, serial);
	assert_int_equal(look(store, text).base_serial, serial);
	assert_string_equal(text, "192.0.2.66/32 2001:db8::/32");
}

static void test_too_many_are_forgotten(void **state)
{
	const char *store = open_store(*state);
	struct open_changed open;
	struct wb_prefix prefix = prefix_of("10.0.0.0");
	struct wb_changed changed;
	char text[1024];

	change(store, "192.0.2.66", NOW_US);
	rebase(store, look(store, text).serial);
	open = open_at(store, NOW_US);
	for (int i = 0; i <= WB_CHANGED_MAX + 5; i++) {
		prefix.address.bytes[14] = (uint8_t)(i >> 8);
		prefix.address.bytes[15] = (uint8_t)i;
		assert_int_equal(wb_changed_add(&open.changed, &prefix, NULL), WB_OK);
		assert_int_equal(open.changed.base_serial == 0, i >= WB_CHANGED_MAX);
	}
	commit(&open);
	changed = look(store, text);
	assert_int_equal(changed.base_serial, 0);
	assert_string_equal(text, "");
	rebase(store, changed.serial);
	change(store, "192.0.2.67", NOW_US);
	look(store, text);
	assert_string_equal(text, "192.0.2.67/32");
}

static void test_somebody_else_has_written(void **state)
{
	const char *store = open_store(*state);
	struct wb_changed changed;
	char text[1024];

	change(store, "192.0.2.66", NOW_US);
	rebase(store, look(store, text).serial);
	change(store, "192.0.2.67", NOW_US);
	changed = look(store, text);
	put_into_listings(store, "meta", "other", 5, "1", 1);
	rebase(store, changed.serial); /* an older base serves no more */
	changed = look(store, text);
	assert_int_equal(changed.base_serial, 0);
	assert_int_equal(changed.serial, NOW_US + 2);
	assert_string_equal(text, "");
}

static void test_what_cannot_be_read_is_as_good_as_nothing(void **state)
{
	const char *store = open_store(*state);
	struct wb_transaction transaction;
	struct wb_changed changed;
	struct wb_table meta;
	char text[1024];
	struct wb_error error;

	change(store, "192.0.2.66", NOW_US);
	rebase(store, look(store, text).serial);
	put_into_listings(store, "changed", "short", 5, "12345678", 8);
	begin_row("a prefix: no recent can be made of it");
	assert_int_equal(wb_transaction_open_read(store, "listings", &transaction, NULL), WB_OK);
	assert_int_equal(wb_table_open(&transaction, "meta", &meta, NULL), WB_OK);
	assert_int_equal(wb_changed_open(&transaction, &meta, NOW_US, &changed, NULL), WB_OK);
	assert_int_equal(wb_changed_walk(&changed, note_prefix, text, &error), WB_UNAVAILABLE);
	wb_transaction_close(&transaction);
	begin_row("the serials: a base is due");
	put_into_listings(store, "meta", "serials", 7, "damage", 6);
	change(store, "192.0.2.67", NOW_US);
	changed = look(store, text);
	assert_int_equal(changed.base_serial, 0);
	assert_int_equal(changed.serial, NOW_US);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_serials_grow_whatever_the_clock_says),
		test_in_folder(test_changes_are_kept_until_a_base_has_them),
		test_in_folder(test_too_many_are_forgotten),
		test_in_folder(test_somebody_else_has_written),
		test_in_folder(test_what_cannot_be_read_is_as_good_as_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
