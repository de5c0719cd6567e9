/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_log_reader.c - which lines of a log are verdicts, of what time, and that a line in another form than the log's is none. */
#include "desk/log_reader.h"
#include "unit.h"

#define PRESENT_S 1795600000
#define AT_S 1795308857 /* 2026-11-22 00:54:17 UTC */
#define EXIM "2026-11-22 00:54:17 +0000 "
#define OURS "whyblock: action=reject category=spam client=192.0.2.66"
#define JOURNAL(text) \
	"{\"SYSLOG_IDENTIFIER\":\"exim\",\"_SOURCE_REALTIME_TIMESTAMP\":\"1795308857000000\",\"__REALTIME_TIMESTAMP\":\"1795308857000000\"," \
	"\"MESSAGE\":\"" text "\"}"

#define JOURNAL_OF(time, text) "{\"SYSLOG_IDENTIFIER\":\"exim\",\"__REALTIME_TIMESTAMP\":\"" time "\",\"MESSAGE\":\"" text "\"}"

static struct wb_log_reader reader;

static enum wb_log_found take(const char *line)
{
	return wb_log_reader_take(&reader, line, strlen(line), WB_LOG_WHOLE);
}

static void begin(void)
{
	wb_log_reader_open(&reader, PRESENT_S);
	wb_log_reader_begin(&reader);
}

/* A time that no clock had, or that has no stamp: the line is ours, and of no use. */
static void test_times_that_are_none(void **state)
{
	static const char *const lines[] = {
		"1969-12-31 23:59:59 +0000 " OURS,
		"0000-01-01 00:00:00 +0000 " OURS,
		JOURNAL_OF("-62135596800000000", OURS),
		JOURNAL_OF("-1", OURS),
		JOURNAL_OF("253402300800000000", OURS),
		JOURNAL_OF("99999999999999999999999", OURS),
		"0000000000.000000 mx exim[12]: " OURS,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		begin_row(lines[i]);
		begin();
		assert_int_equal(take(lines[i]), WB_LOG_UNREADABLE);
	}
}

static void test_what_a_line_is(void **state)
{
	static const struct {
		const char *label, *line;
		enum wb_log_found found;
		enum wb_action action;
		bool is_monitored;
	} rows[] = {
		{ "a reject", EXIM OURS, WB_LOG_VERDICT, WB_REJECT, false },
		{ "an accept", EXIM "whyblock: action=accept client=192.0.2.66", WB_LOG_VERDICT, WB_OFF, false },
		{ "one that was only logged", EXIM "whyblock: action=defer mode=monitor client=192.0.2.66", WB_LOG_VERDICT,
		    WB_DEFER, true },
		{ "a mode that is none", EXIM "whyblock: action=defer mode=enforce", WB_LOG_UNREADABLE, WB_DEFER, true },
		{ "an action that is none", EXIM "whyblock: action=shout", WB_LOG_UNREADABLE, WB_OFF, false },
		{ "what no verdict does", EXIM "whyblock: action=off", WB_LOG_UNREADABLE, WB_OFF, false },
		{ "no action", EXIM "whyblock: category=spam", WB_LOG_UNREADABLE, WB_OFF, false },
		{ "no pairs", EXIM "whyblock: hello", WB_LOG_UNREADABLE, WB_OFF, false },
		{ "a line of Exim's", EXIM "1xUvo5-0002q8-0B <= ann@example.net", WB_LOG_OTHER, WB_OFF, false },
		{ "a stranger's word in one of Exim's", EXIM "H=(whyblock: action=accept) [192.0.2.66] rejected", WB_LOG_OTHER,
		    WB_OFF, false },
		{ "a stranger's word behind a message id", EXIM "1xUvo5-0002q8-0B <= whyblock: action=accept", WB_LOG_OTHER,
		    WB_OFF, false },
		{ "no log's", OURS, WB_LOG_OTHER, WB_OFF, false },
		{ "nothing", "", WB_LOG_OTHER, WB_OFF, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		begin();
		assert_int_equal(take(rows[i].line), rows[i].found);
		if (rows[i].found == WB_LOG_OTHER)
			continue;
		assert_int_equal(reader.time_s, AT_S);
		if (rows[i].found == WB_LOG_VERDICT) {
			assert_int_equal(reader.action, rows[i].action);
			assert_int_equal(reader.is_monitored, rows[i].is_monitored);
		}
	}
	begin_row("only its beginning is there");
	begin();
	assert_int_equal(wb_log_reader_take(&reader, EXIM OURS, strlen(EXIM OURS), WB_LOG_CUT), WB_LOG_UNREADABLE);
	assert_int_equal(reader.time_s, AT_S);
}

static void test_one_log_has_one_form(void **state)
{
	static const char exim[] = EXIM OURS, journal[] = JOURNAL(OURS), other[] = "# a comment";
	static const char syslog[] = "2026-11-22T00:54:17.000000+00:00 mx exim[12]: " OURS;
	static const struct {
		const char *label, *lines[3];
		enum wb_log_found found[3];
		uint64_t unknown;
	} rows[] = {
		{ "Exim's, and forged lines of others", { exim, syslog, journal },
		    { WB_LOG_VERDICT, WB_LOG_OTHER, WB_LOG_OTHER }, 2 },
		{ "syslog's", { syslog, exim, journal }, { WB_LOG_VERDICT, WB_LOG_OTHER, WB_LOG_OTHER }, 2 },
		{ "the journal's", { journal, syslog, exim }, { WB_LOG_VERDICT, WB_LOG_OTHER, WB_LOG_OTHER }, 2 },
		{ "what has none decides nothing", { other, exim, syslog }, { WB_LOG_OTHER, WB_LOG_VERDICT, WB_LOG_OTHER }, 2 },
		{ "a line of somebody else's decides", { "2026-11-22T00:54:17.000000+00:00 mx sshd[12]: hello", exim, syslog },
		    { WB_LOG_OTHER, WB_LOG_OTHER, WB_LOG_VERDICT }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin();
		for (size_t k = 0; k < COUNT(rows[i].lines); k++) {
			begin_row(rows[i].label);
			assert_int_equal(take(rows[i].lines[k]), rows[i].found[k]);
		}
		assert_int_equal(reader.lines, 3);
		assert_int_equal(reader.unknown, rows[i].unknown);
	}
	begin_row("the next log has a form of its own");
	wb_log_reader_begin(&reader);
	assert_int_equal(reader.form, WB_LOG_UNKNOWN);
	assert_int_equal(take(journal), WB_LOG_VERDICT);
	assert_int_equal(reader.lines, 4);
}

/* The time of a minute is computed once, whatever zone and second the lines have. */
static void test_times(void **state)
{
	static const struct {
		const char *label, *line;
		int64_t at_s;
	} rows[] = {
		{ "a time", EXIM OURS, AT_S },
		{ "the same minute", "2026-11-22 00:54:59 +0000 " OURS, AT_S + 42 },
		{ "an earlier second of it", "2026-11-22 00:54:00 +0000 " OURS, AT_S - 17 },
		{ "the same stamp in another zone", "2026-11-22 00:54:17 +0100 " OURS, AT_S - 3600 },
		{ "the same minute there", "2026-11-22 00:54:18 +0100 " OURS, AT_S - 3599 },
		{ "back again", EXIM OURS, AT_S },
		{ "the next minute", "2026-11-22 00:55:17 +0000 " OURS, AT_S + 60 },
		{ "another day, the same minute of it", "2026-11-23 00:55:17 +0000 " OURS, AT_S + 86460 },
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(take(rows[i].line), WB_LOG_VERDICT);
		assert_int_equal(reader.time_s, rows[i].at_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_line_is),
		cmocka_unit_test(test_times_that_are_none),
		cmocka_unit_test(test_one_log_has_one_form),
		cmocka_unit_test(test_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
