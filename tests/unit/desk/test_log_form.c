/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_log_form.c - in which form a log keeps a line, and whose it is. What whole logs say is tested with the command. */
#include "desk/log_form.h"
#include "unit.h"

#include <time.h>

#define AT_S 1795600000 /* 2026-11-25 09:46:40 UTC */
#define OURS "whyblock: action=reject category=spam"
#define OWN "2026-11-22 00:54:17 "

/* Of a copy of just that length: whoever reads past the end is seen. */
static enum wb_status parse(const char *text, size_t length, struct wb_log_line *logline_r, enum wb_log_form *form_r)
{
	char *line = malloc(length > 0 ? length : 1);
	enum wb_status status;

	assert_non_null(line);
	memcpy(line, text, length);
	status = wb_log_form_parse(line, length, AT_S, logline_r, form_r);
	free(line);
	return status;
}

static void test_forms(void **state)
{
	static const struct {
		const char *line;
		enum wb_log_form form;
		enum wb_status wanted;
		const char *stamp; /* of ours */
	} rows[] = {
		{ OWN OURS, WB_LOG_EXIM, WB_OK, "2026-11-22 00:54:17" },
		{ OWN "x", WB_LOG_EXIM, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx exim[1]: " OURS, WB_LOG_SYSLOG, WB_OK, "2026-11-22 01:54:17" },
		{ "Nov 22 01:54:17 mx exim[1]: " OWN "[12] 1xUvo5-0002q8-0B " OURS, WB_LOG_SYSLOG, WB_OK,
		    "2026-11-22 00:54:17" },
		{ "Nov 22 01:54:17 mx exim[1]: [12] 1xUvo5-0002q8-0B " OURS, WB_LOG_SYSLOG, WB_OK, "2026-11-22 01:54:17" },
		{ "Nov 26 01:54:17 mx exim[1]: " OURS, WB_LOG_SYSLOG, WB_OK, "2025-11-26 01:54:17" },
		{ "Dec  1 01:54:17 mx exim[1]: " OURS, WB_LOG_SYSLOG, WB_OK, "2025-12-01 01:54:17" },
		{ "Nov 22 01:54:17 mx exim[1]: " OURS "=", WB_LOG_SYSLOG, WB_INVALID, NULL },
		{ "Nov 22 01:54:17 mx exim[1]: H=(x) " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx exim[1]: [2/3] " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx exim[1]: [2\\3] " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx exim[1]: [11/12] " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx sshd[1]: " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx exim[x]: " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 mx " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:17 exim", WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "Nov 32 01:54:17 mx exim[1]: " OURS, WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "Nov 22 01:54:1", WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "Nix 22 01:54:17 mx exim[1]: " OURS, WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "2026-11-22T00:54:17.1+00:00 mx exim[1]: " OURS, WB_LOG_SYSLOG, WB_OK, "2026-11-22 00:54:17" },
		{ "2026-11-22T00:54:17 mx exim[1]: " OURS, WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "<22>1 2026-11-22T00:54:17Z mx exim 1 - - " OURS, WB_LOG_SYSLOG, WB_OK, "2026-11-22 00:54:17" },
		{ "<22>1 2026-11-22T00:54:17Z mx exim 1 - [a b=\"c\"] " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "<22>1 2026-11-22T00:54:17Z mx sshd 1 - - " OURS, WB_LOG_SYSLOG, WB_NOT_FOUND, NULL },
		{ "Sun 2026-11-22 00:54:17 UTC mx exim[1]: " OURS, WB_LOG_SYSLOG, WB_OK, "2026-11-22 00:54:17" },
		{ "1795308857.000000 mx exim[1]: " OURS, WB_LOG_SYSLOG, WB_OK, "2026-11-22 00:54:17" },
		{ "{\"__REALTIME_TIMESTAMP\":\"1795308857000000\",\"SYSLOG_IDENTIFIER\":\"exim\",\"MESSAGE\":\"" OURS "\"}",
		    WB_LOG_JOURNAL, WB_OK, "2026-11-22 00:54:17" },
		{ "{\"__REALTIME_TIMESTAMP\":\"1795308857000000\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":\"" OURS "\"}",
		    WB_LOG_JOURNAL, WB_NOT_FOUND, NULL },
		{ "{\"__REALTIME_TIMESTAMP\":\"99999999999999999999999999\",\"SYSLOG_IDENTIFIER\":\"exim\",\"MESSAGE\":\"" OURS
		  "\"}",
		    WB_LOG_JOURNAL, WB_OK, "0000-01-01 00:00:00" },
		{ "{\"SYSLOG_IDENTIFIER\":\"exim\",\"MESSAGE\":\"" OURS "\"}", WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}", WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "{", WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ OURS, WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
		{ "", WB_LOG_UNKNOWN, WB_NOT_FOUND, NULL },
	};

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_log_line logline;
		enum wb_log_form form;

		begin_row(rows[i].line);
		assert_int_equal(parse(rows[i].line, strlen(rows[i].line), &logline, &form), rows[i].wanted);
		assert_int_equal(form, rows[i].form);
		if (rows[i].stamp == NULL)
			continue;
		assert_string_equal(logline.stamp, rows[i].stamp);
		assert_string_equal(wb_log_line_get(&logline, "category"), "spam");
	}
}

/* The beginning of each line, as a file that is being written ends. */
static void test_any_beginning_is_taken(void **state)
{
	static const char *const lines[] = { "<22>1 2026-11-22T00:54:17.1Z mx exim 1 - - " OURS,
		"Sun 2026-11-22 00:54:17 CET mx exim[1]: [1/2] " OWN OURS, "1795308857.000000 mx exim[1]: " OURS };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		for (size_t length = 0; length <= strlen(lines[i]); length++) {
			struct wb_log_line logline;
			enum wb_log_form form;

			parse(lines[i], length, &logline, &form);
			if (form == WB_LOG_SYSLOG)
				assert_true(length > strlen("1795308857.000000 mx "));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_any_beginning_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
