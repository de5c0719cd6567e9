/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_record.c - fields that become bytes and come back, what is refused, and the tail that an older reader skips. */
#include "unit.h"

#include "base/record.h"
#include "base/scope.h"

/* All kinds of fields, described once, as a record of the store is. */
struct row {
	uint64_t number;
	uint16_t small;
	enum wb_scope scope;
	int64_t at_s;
	unsigned char raw[3];
	struct wb_prefix prefix;
	char text[8];
	char lines[8];
	char last[8];
	/* A later version has these, too. */
	uint64_t ticket;
	char comment[8];
};

static void walk(struct wb_record *record, struct row *row)
{
	wb_record_version(record, 1);
	row->number = wb_record_number(record, row->number, 8);
	row->small = (uint16_t)wb_record_number(record, row->small, 2);
	row->scope = wb_record_choice(record, row->scope, WB_SCOPE_NETWORK + 1);
	row->at_s = wb_record_time(record, row->at_s);
	wb_record_bytes(record, row->raw, sizeof(row->raw));
	wb_record_prefix(record, &row->prefix);
	wb_record_text(record, row->text, sizeof(row->text));
	wb_record_lines(record, row->lines, sizeof(row->lines));
	wb_record_last_text(record, row->last, sizeof(row->last));
}

static void walk_later(struct wb_record *record, struct row *row)
{
	walk(record, row);
	row->ticket = wb_record_optional_number(record, 1, row->ticket);
	wb_record_optional_text(record, 2, row->comment, sizeof(row->comment));
}

static struct row example(void)
{
	return (struct row){ UINT64_MAX - 1, 0x1234, WB_SCOPE_NETWORK, NOW_S, { 1, 2, 3 }, prefix_of("192.0.2.0/24"), "text",
		"a\nb", "last", 0, "" };
}

static struct wb_blob write_row(struct row row, unsigned char *bytes, size_t room)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, room);
	walk_later(&record, &row);
	return wb_record_blob(&record);
}

/* Reads a copy of just that length: a sanitizer sees a byte too many. */
static bool read_row(struct wb_blob blob, void (*description)(struct wb_record *, struct row *), struct row *row_r)
{
	unsigned char *copy = malloc(blob.size + 1);
	struct wb_record record;
	bool is_good;

	memset(row_r, 0, sizeof(*row_r));
	memcpy(copy + 1, blob.data, blob.size);
	wb_record_open_read(&record, (struct wb_blob){ copy + 1, blob.size });
	description(&record, row_r);
	is_good = wb_record_ends_value(&record);
	free(copy);
	return is_good;
}

static void assert_same(const struct row *a, const struct row *b)
{
	assert_true(a->number == b->number && a->small == b->small && a->scope == b->scope && a->at_s == b->at_s);
	assert_memory_equal(a->raw, b->raw, sizeof(a->raw));
	assert_true(wb_prefix_equals(&a->prefix, &b->prefix));
	assert_string_equal(a->text, b->text);
	assert_string_equal(a->lines, b->lines);
	assert_string_equal(a->last, b->last);
	assert_int_equal(a->ticket, b->ticket);
	assert_string_equal(a->comment, b->comment);
}

static void test_what_is_written_is_read(void **state)
{
	static const unsigned char wanted[] = "\1\377\377\377\377\377\377\377\376\22\64\2\0\0\0\0\x6a\xb1\x3b\x80\1\2\3"
					      "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\0\170text\0a\nb\0last";
	struct row row = example(), seen;
	unsigned char bytes[100];
	struct wb_blob blob = write_row(row, bytes, sizeof(bytes));

	(void)state;
	assert_int_equal(blob.size, sizeof(wanted) - 1);
	assert_memory_equal(blob.data, wanted, sizeof(wanted) - 1);
	assert_true(read_row(blob, walk, &seen));
	assert_same(&seen, &row);
	begin_row("cut short, wherever");
	for (size_t size = 0; size < blob.size - 4; size++)
		assert_false(read_row((struct wb_blob){ blob.data, size }, walk, &seen));
	begin_row("the last text may be of any length");
	assert_true(read_row((struct wb_blob){ blob.data, blob.size - 4 }, walk, &seen));
	assert_string_equal(seen.last, "");
}

static void test_what_may_not_be_is_refused(void **state)
{
	static const struct {
		const char *label;
		size_t at;
		unsigned char byte;
	} rows[] = {
		{ "another version", 0, 2 },
		{ "a choice that is none", 11, 3 },
		{ "a time before 1970", 12, 0x80 },
		{ "bits behind a prefix", 38, 1 },
		{ "a prefix length beyond 128", 39, 129 },
		{ "a control character in a text", 40, 7 },
		{ "a line break in a text", 41, '\n' },
		{ "no UTF-8", 41, 0xff },
		{ "a carriage return in lines", 46, '\r' },
		{ "a NUL in the last text", 50, '\0' },
		{ "a NUL at its end", 52, '\0' },
	};
	unsigned char bytes[100];
	struct row seen;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_blob blob = write_row(example(), bytes, sizeof(bytes));

		begin_row(rows[i].label);
		assert_true(read_row(blob, walk, &seen));
		bytes[rows[i].at] = rows[i].byte;
		assert_false(read_row(blob, walk, &seen));
	}
	begin_row("texts longer than their buffers");
	assert_true(read_row((struct wb_blob){ bytes, write_row(example(), bytes, sizeof(bytes)).size }, walk, &seen));
	memcpy(bytes + 49, "12345678", 8);
	assert_false(read_row((struct wb_blob){ bytes, 57 }, walk, &seen));
	assert_true(read_row((struct wb_blob){ bytes, 56 }, walk, &seen));
	memset(bytes + 40, 'x', 8);
	assert_false(read_row((struct wb_blob){ bytes, 56 }, walk, &seen));
}

static void test_text_is_cleaned_when_it_is_written(void **state)
{
	struct row row = example(), seen;
	unsigned char bytes[100];

	(void)state;
	memcpy(row.text, "a\033b\nc\377\303\274", 8); /* without its NUL */
	memcpy(row.lines, "a\r\nb\rc\7d", 8);
	assert_true(read_row(write_row(row, bytes, sizeof(bytes)), walk, &seen));
	assert_string_equal(seen.text, "a?b?c?");
	assert_string_equal(seen.lines, "a\nb?c?d");
}

static void test_a_mistake_stays_one(void **state)
{
	struct wb_record record;
	unsigned char bytes[100] = { 0 };
	char text[4] = "abc";

	(void)state;
	for (size_t room = 0; room < 53; room++) {
		struct wb_blob blob = write_row(example(), bytes, room);

		assert_null(blob.data);
		assert_int_equal(blob.size, 0);
	}
	begin_row("what follows does nothing");
	wb_record_open_write(&record, bytes, sizeof(bytes));
	wb_record_time(&record, -1);
	assert_int_equal(wb_record_number(&record, 5, 1), 0);
	wb_record_text(&record, text, sizeof(text));
	assert_null(wb_record_blob(&record).data);
	assert_false(wb_record_ends_value(&record));
	begin_row("nor when it reads");
	wb_record_open_read(&record, (struct wb_blob){ (const unsigned char *)"\2abc", 5 });
	wb_record_version(&record, 1);
	wb_record_text(&record, text, sizeof(text));
	assert_string_equal(text, "");
	assert_int_equal(wb_record_number(&record, 0, 1), 0);
	assert_false(wb_record_ends_key(&record));
}

static void test_an_older_reader_skips_the_tail(void **state)
{
	struct row row = example(), seen;
	unsigned char bytes[100];
	struct wb_blob blob;

	(void)state;
	row.ticket = 4711;
	strcpy(row.comment, "why");
	blob = write_row(row, bytes, sizeof(bytes));
	assert_int_equal(blob.size, 53 + 1 + 3 + 8 + 3 + 3);
	assert_memory_equal(bytes + 53, "\0\1\0\10\0\0\0\0\0\0\22\147\2\0\3why", 18);
	begin_row("a reader that knows it");
	assert_true(read_row(blob, walk_later, &seen));
	assert_same(&seen, &row);
	begin_row("one that does not");
	assert_true(read_row(blob, walk, &seen));
	row.ticket = 0;
	row.comment[0] = '\0';
	assert_same(&seen, &row);
	begin_row("a later reader of an older record");
	assert_true(read_row(write_row(row, bytes, sizeof(bytes)), walk_later, &seen));
	assert_same(&seen, &row);
}

static void test_a_tail_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *label, *tail;
		size_t size;
		bool good;
	} rows[] = {
		{ "a field that nobody knows", "\0\11\0\2xy", 6, true },
		{ "two of them, in another order", "\0\2\0\1c\1\0\1\7", 9, true },
		{ "half a head", "\0\1\0", 3, false },
		{ "a tag of 0", "\0\0\0\1x", 5, false },
		{ "longer than the record", "\0\1\0\2x", 5, false },
		{ "garbage behind a field", "\0\11\0\1x!", 6, false },
		{ "a number of nine bytes", "\0\1\0\011123456789", 13, false },
		{ "a text longer than its buffer", "\0\2\0\01012345678", 12, false },
		{ "a NUL in a text", "\0\2\0\3a\0b", 7, false },
	};
	unsigned char bytes[100];
	struct row seen;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_blob blob = write_row(example(), bytes, sizeof(bytes));

		begin_row(rows[i].label);
		memcpy(bytes + blob.size, rows[i].tail, rows[i].size);
		blob.size += rows[i].size;
		assert_int_equal(read_row(blob, walk_later, &seen), rows[i].good);
	}
	assert_true(read_row((struct wb_blob){ bytes, 53 }, walk_later, &seen));
	memcpy(bytes + 53, "\0\2\0\1c\1\0\1\7", 9);
	assert_true(read_row((struct wb_blob){ bytes, 62 }, walk_later, &seen));
	assert_int_equal(seen.ticket, 7);
	assert_string_equal(seen.comment, "c");
}

static void test_a_string_stays_where_it_is(void **state)
{
	const char *wanted[] = { "a", "", "\377\n" };
	unsigned char bytes[8];
	struct wb_record record;
	const char *string;

	(void)state;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		string = wanted[i];
		wb_record_string(&record, &string);
	}
	assert_int_equal(wb_record_blob(&record).size, 6);
	wb_record_string(&record, &wanted[0]);
	assert_int_equal(wb_record_blob(&record).size, 8);
	begin_row("no room");
	string = "";
	wb_record_string(&record, &string);
	assert_null(wb_record_blob(&record).data);
	begin_row("read");
	wb_record_open_read(&record, (struct wb_blob){ bytes, 6 });
	for (size_t i = 0; i < COUNT(wanted); i++) {
		wb_record_string(&record, &string);
		assert_string_equal(string, wanted[i]);
	}
	assert_ptr_equal(string, bytes + 3);
	assert_true(wb_record_ends_key(&record));
	begin_row("nothing is left");
	wb_record_string(&record, &string);
	assert_string_equal(string, "");
	assert_false(wb_record_ends_key(&record));
	begin_row("no NUL");
	wb_record_open_read(&record, (struct wb_blob){ bytes, 1 });
	wb_record_string(&record, &string);
	assert_string_equal(string, "");
	assert_false(wb_record_ends_key(&record));
}

static void test_a_key_has_no_tail(void **state)
{
	static const unsigned char key[] = "\0\0\0\7\0\1\0\1x";
	struct wb_record record;

	(void)state;
	wb_record_open_read(&record, (struct wb_blob){ key, 4 });
	assert_int_equal(wb_record_number(&record, 0, 4), 7);
	assert_true(wb_record_ends_key(&record));
	wb_record_open_read(&record, (struct wb_blob){ key, 9 });
	assert_int_equal(wb_record_number(&record, 0, 4), 7);
	assert_false(wb_record_ends_key(&record));
	assert_false(wb_record_ends_value(&record));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_what_may_not_be_is_refused),
		cmocka_unit_test(test_text_is_cleaned_when_it_is_written),
		cmocka_unit_test(test_a_mistake_stays_one),
		cmocka_unit_test(test_an_older_reader_skips_the_tail),
		cmocka_unit_test(test_a_tail_that_is_none_is_refused),
		cmocka_unit_test(test_a_string_stays_where_it_is),
		cmocka_unit_test(test_a_key_has_no_tail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
