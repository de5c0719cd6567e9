/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_log_line.c - which lines of a main log are whyblock's, and what they say. */
#include "desk/log_line.h"
#include "fixture.h"

#include <time.h>

#define OURS "whyblock: action=reject category=spam"

static void test_what_exim_puts_before_the_text(void **state)
{
	static const struct {
		const char *line;
		enum wb_status wanted;
	} rows[] = {
		{ "2026-11-22 00:54:17 " OURS, WB_OK },
		{ "2026-11-22 00:54:17.123 " OURS, WB_OK },
		{ "2026-11-22 00:54:17 +0100 " OURS, WB_OK },
		{ "2026-11-22 00:54:17.123 -0330 " OURS, WB_OK },
		{ "2026-11-22 00:54:17 [4711] " OURS, WB_OK },
		{ "2026-11-22 00:54:17 1xUvo5-0002q8-0B " OURS, WB_OK },
		{ "2026-11-22 00:54:17 1xUvo5-00000002q8k-0B3c " OURS, WB_OK },
		{ "2026-11-22 00:54:17.123 +0100 [4711] 1xUvo5-00000002q8k-0B3c " OURS, WB_OK },
		{ "2026-12-31 23:59:60 " OURS, WB_OK },
		{ OURS, WB_NOT_FOUND },
		{ "", WB_NOT_FOUND },
		{ " 2026-11-22 00:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-22T00:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17" OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17.12 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 +01:00 " OURS, WB_NOT_FOUND },
		{ "2026-00-22 00:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-13-22 00:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-00 00:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-32 00:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 24:54:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:60:17 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:61 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 [x] " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 [4711 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 [4711" OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 1xUvo5-0002q8-0 " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 1xUvo5-0002q8-0B <= " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 1xUvo5-0002q8-0B 1xUvo5-0002q8-0B " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 H=(x: " OURS ") [192.0.2.1]", WB_NOT_FOUND },
		{ "2026-11-22 00:54:17  " OURS, WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 Whyblock: action=reject", WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 whyblock:action=reject", WB_NOT_FOUND },
		{ "2026-11-22 00:54:17 whyblock:", WB_NOT_FOUND },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_log_line logline;

		begin_row(rows[i].line);
		assert_int_equal(wb_log_line_parse(rows[i].line, strlen(rows[i].line), &logline), rows[i].wanted);
		if (rows[i].wanted == WB_OK) {
			assert_string_equal(wb_log_line_get(&logline, "action"), "reject");
			assert_string_equal(wb_log_line_get(&logline, "category"), "spam");
			assert_null(wb_log_line_get(&logline, "mode"));
			assert_null(wb_log_line_get(&logline, "bogus"));
		}
	}
}

static void test_the_head_of_any_line(void **state)
{
	static const struct {
		const char *line;
		const char *text; /* NULL: it is no line of Exim's */
	} rows[] = {
		{ "2026-11-22 00:54:17 exim 4.96 daemon started: pid=12", "exim 4.96 daemon started: pid=12" },
		{ "2026-11-22 00:54:17.123 +0100 [4711] pid 12: SIGHUP received", "pid 12: SIGHUP received" },
		{ "2026-11-22 00:54:17 ", "" },
		{ "2026-11-22 00:54:17", NULL },
		{ " Suggested action: use keep_environment.", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_log_line logline;
		size_t head;

		begin_row(rows[i].line);
		head = wb_log_line_read_head(rows[i].line, strlen(rows[i].line), &logline);
		assert_int_equal(head > 0, rows[i].text != NULL);
		if (rows[i].text != NULL) {
			assert_string_equal(rows[i].line + head, rows[i].text);
			assert_string_equal(logline.stamp, "2026-11-22 00:54:17");
		}
	}
}

/* wanted: the value of reason, or NULL when the line is refused. */
static void test_pairs(void **state)
{
	static const struct {
		const char *pairs;
		const char *wanted;
	} rows[] = {
		{ "reason=seen", "seen" },
		{ "reason=\"relays for anybody\"", "relays for anybody" },
		{ "reason=\"\"", "" },
		{ "reason=\"a \\\"b\\\" \\\\ c=d\"", "a \"b\" \\ c=d" },
		{ "reason=\"R\\xc3\\xa9seau\"", "R\xc3\xa9seau" },
		{ "reason=\"\\x0a action=reject\"", "\n action=reject" },
		{ "later=\"of a later version\" reason=a later2=b", "a" },
		{ "us=84 reason=a", "a" },
		{ "reason=", NULL },
		{ "reason", NULL },
		{ "=a", NULL },
		{ "reason=a ", NULL },
		{ " reason=a", NULL },
		{ "reason=a  us=84", NULL },
		{ "reason=a reason=b", NULL },
		{ "reason=a=b", NULL },
		{ "reason=a\\b", NULL },
		{ "reason=a\"b\"", NULL },
		{ "reason=\"a\"b", NULL },
		{ "reason=\"a", NULL },
		{ "reason=\"a\\\"", NULL },
		{ "reason=\"\\n\"", NULL },
		{ "reason=\"\\x00\"", NULL },
		{ "reason=\"\\xC3\"", NULL },
		{ "reason=\"\\xc\"", NULL },
		{ "reason=\"a\tb\"", NULL },
		{ "reason=R\xc3\xa9seau", NULL },
		{ "rea-son=a", NULL },
		{ "a_name_that_is_much_longer_than_any_key_of_ours=a", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[256];
		struct wb_log_line logline;
		int length = snprintf(line, sizeof(line), "2026-11-22 00:54:17 whyblock: %s", rows[i].pairs);

		begin_row(rows[i].pairs);
		assert_int_equal(
		    wb_log_line_parse(line, (size_t)length, &logline), rows[i].wanted == NULL ? WB_INVALID : WB_OK);
		if (rows[i].wanted == NULL)
			assert_null(wb_log_line_get(&logline, "reason"));
		else
			assert_string_equal(wb_log_line_get(&logline, "reason"), rows[i].wanted);
	}
}

static void test_nul_bytes_end_nothing(void **state)
{
	static const char inside[] = "2026-11-22 00:54:17 whyblock: action=reject\0 category=spam";
	static const char before[] = "2026-11-22 00:54:17\0 whyblock: action=reject";
	struct wb_log_line logline;

	(void)state;
	assert_int_equal(wb_log_line_parse(inside, sizeof(inside) - 1, &logline), WB_INVALID);
	assert_int_equal(wb_log_line_parse(before, sizeof(before) - 1, &logline), WB_NOT_FOUND);
}

/* What wb_text_add_value writes for any byte comes back. */
static void test_every_value_comes_back(void **state)
{
	char value[256], line[WB_LOG_LINE_SIZE];
	struct wb_text text;
	struct wb_log_line logline;

	(void)state;
	for (int c = 1; c < 256; c++) {
		snprintf(value, sizeof(value), "a%cb%c", c, c);
		wb_text_open(&text, line, sizeof(line));
		wb_text_add(&text, "2026-11-22 00:54:17 " WB_LOG_PREFIX "reason=");
		wb_text_add_value(&text, value, sizeof(value));
		wb_text_add(&text, " us=84");
		assert_int_equal(wb_log_line_parse(line, text.length, &logline), WB_OK);
		assert_string_equal(wb_log_line_get(&logline, "reason"), value);
		assert_string_equal(wb_log_line_get(&logline, "us"), "84");
	}
}

/* A line that filled report.h's buffer may end anywhere: its last pair is not believed, the others are. */
static void test_a_line_that_was_cut(void **state)
{
	static const char *const ends[] = { "aaaa", "aa a", "a\\x0", "aa\\x", "aaa\\", "\\xc3", "aaa\"", "a us",
		" us=", " us=8", "a\" us=8", "a\" " };

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		for (int missing = 0; missing < 2; missing++) {
			char line[WB_LOG_LINE_SIZE + 64];
			struct wb_log_line logline;
			struct wb_text text;
			size_t full = strlen("2026-11-22 00:54:17 ") + WB_LOG_LINE_SIZE - 1 - (size_t)missing;

			begin_row(ends[i]);
			wb_text_open(&text, line, sizeof(line));
			wb_text_add(&text, "2026-11-22 00:54:17 " OURS " reason=\"");
			while (text.length + strlen(ends[i]) < full)
				wb_text_add_char(&text, 'r');
			wb_text_add(&text, ends[i]);
			if (missing == 1 && (strcmp(ends[i], "aaa\"") == 0 || strcmp(ends[i], "a\" us=8") == 0))
				continue; /* whole as it is */
			assert_int_equal(wb_log_line_parse(line, text.length, &logline), missing == 0 ? WB_OK : WB_INVALID);
			if (missing == 0) {
				assert_string_equal(wb_log_line_get(&logline, "category"), "spam");
				assert_null(wb_log_line_get(&logline, "us"));
			}
		}
	}
}

/* Only its end is excused. */
static void test_a_line_of_full_length_that_is_broken_inside(void **state)
{
	char line[WB_LOG_LINE_SIZE + 64];
	struct wb_log_line logline;
	int head = snprintf(line, sizeof(line), "2026-11-22 00:54:17 " OURS " a=b=c reason=");
	size_t full = strlen("2026-11-22 00:54:17 ") + WB_LOG_LINE_SIZE - 1;

	(void)state;
	memset(line + head, 'r', full - (size_t)head);
	assert_int_equal(wb_log_line_parse(line, full, &logline), WB_INVALID);
}

/* Longer than report.h ever writes: not ours, whatever it says, and it overruns nothing. */
static void test_a_line_that_is_too_long(void **state)
{
	static char line[100000];
	struct wb_log_line logline;
	int head = snprintf(line, sizeof(line), "2026-11-22 00:54:17 " OURS " reason=");

	(void)state;
	memset(line + head, 'a', sizeof(line) - (size_t)head);
	assert_int_equal(wb_log_line_parse(line, sizeof(line), &logline), WB_INVALID);
	assert_int_equal(wb_log_line_parse(line, WB_LOG_LINE_SIZE + 20, &logline), WB_INVALID);
	assert_int_equal(wb_log_line_parse(line, WB_LOG_LINE_SIZE + 19, &logline), WB_OK);
}

static void test_times(void **state)
{
	static const struct {
		const char *stamp;
		int64_t wanted;
	} rows[] = {
		{ "2026-11-22 12:00:00 +0000", 1795348800 },
		{ "2026-11-22 13:00:00 +0100", 1795348800 },
		{ "2026-11-22 08:30:00.999 -0330", 1795348800 },
		{ "2026-11-22 07:00:00", 1795348800 }, /* New York's winter */
		{ "2026-07-22 08:00:00", 1784721600 }, /* and its summer */
		{ "1950-01-01 00:00:00 +0000", 0 },
	};

	(void)state;
	setenv("TZ", "America/New_York", 1);
	tzset();
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[128];
		struct wb_log_line logline;
		int length = snprintf(line, sizeof(line), "%s " OURS, rows[i].stamp);

		begin_row(rows[i].stamp);
		assert_int_equal(wb_log_line_parse(line, (size_t)length, &logline), WB_OK);
		assert_int_equal(wb_log_line_time_s(&logline), rows[i].wanted);
		assert_memory_equal(logline.stamp, rows[i].stamp, sizeof(logline.stamp) - 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_exim_puts_before_the_text),
		cmocka_unit_test(test_the_head_of_any_line),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_nul_bytes_end_nothing),
		cmocka_unit_test(test_every_value_comes_back),
		cmocka_unit_test(test_a_line_that_was_cut),
		cmocka_unit_test(test_a_line_of_full_length_that_is_broken_inside),
		cmocka_unit_test(test_a_line_that_is_too_long),
		cmocka_unit_test(test_times),
	};

	assert_true(wb_log_field_count <= WB_LOG_LINE_FIELDS_MAX);
	return cmocka_run_group_tests_name("logline", tests, NULL, NULL);
}
