/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_resolver_answer.c - outcomes of c-ares, and how a failure is named; what becomes of records: test_resolver.c. */
#include "dns/resolver_answer.h"
#include "unit.h"

static void test_outcomes(void **state)
{
	static const struct {
		int status;
		bool is_truncated;
		enum wb_resolver_outcome outcome;
		const char *why;
	} rows[] = {
		{ ARES_SUCCESS, false, WB_RESOLVER_ANSWER, "" },
		{ ARES_ENOTFOUND, false, WB_RESOLVER_NONE, "" },
		{ ARES_ENODATA, false, WB_RESOLVER_NONE, "" },
		{ ARES_ETIMEOUT, false, WB_RESOLVER_TIMEOUT, "no answer" },
		{ ARES_ESERVFAIL, false, WB_RESOLVER_FAILURE, "SERVFAIL" },
		{ ARES_EREFUSED, false, WB_RESOLVER_FAILURE, "REFUSED" },
		{ ARES_EFORMERR, false, WB_RESOLVER_FAILURE, "FORMERR" },
		{ ARES_ENOTIMP, false, WB_RESOLVER_FAILURE, "NOTIMP" },
		{ ARES_EBADRESP, false, WB_RESOLVER_FAILURE, "a malformed answer" },
		{ ARES_ECONNREFUSED, false, WB_RESOLVER_FAILURE, "connection refused, or no route" },
		{ ARES_ENOMEM, false, WB_RESOLVER_FAILURE, "out of memory" },
		{ ARES_SUCCESS, true, WB_RESOLVER_FAILURE, "the answer was truncated" },
		{ ARES_ENOTFOUND, true, WB_RESOLVER_FAILURE, "the answer was truncated" },
	};

	(void)state;
	assert_int_equal(wb_cares_load(NULL), WB_OK);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_cares_reply reply = { .status = rows[i].status, .is_truncated = rows[i].is_truncated };
		struct wb_resolver_answer answer;

		begin_row(rows[i].why);
		wb_answer_classify(&reply, &answer);
		assert_int_equal(answer.outcome, rows[i].outcome);
		assert_string_equal(answer.why, rows[i].why);
		assert_int_equal(answer.address_count, 0);
		assert_string_equal(answer.text, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outcomes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
