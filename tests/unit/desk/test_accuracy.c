/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_accuracy.c - months whose truth is known: each source's precision lies inside its interval; and a source that is bad is lowered, and
 * comes back.
 */
#include "desk/accuracy.h"
#include "desk_fixture.h"
#include "request_fixture.h"
#include "verdict/lowered_file.h"

#define MONTHS 100
#define HOSTS 150 /* of a source in a month */

static struct wb_event event;
static uint64_t random_state = 12345;

/* xorshift64*: the same each time. */
static double pick(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (double)(random_state * UINT64_C(2685821657736338717) >> 11) / 9007199254740992.0;
}

static struct wb_address host_at(uint32_t number)
{
	struct wb_address address = address_of("10.0.0.0");

	wb_bytes_put(address.bytes + 13, number, 3);
	return address;
}

static void book(struct wb_case_session *session, const struct wb_address *client, enum wb_evidence_kind kind,
    const char *origin, bool is_guarded, int64_t at_s)
{
	memset(&event, 0, offsetof(struct wb_event, fields));
	event.kind = WB_EVENT_VERDICT;
	event.is_refusal = true;
	event.client = *client;
	event.fields[0] = (struct wb_event_field){ "category", "spam" };
	event.fields[1] = (struct wb_event_field){ "guard", "Example Mail" };
	event.field_count = is_guarded ? 2 : 1;
	event.evidence[0] = (struct wb_event_evidence){ .kind = kind,
		.return_code = kind == WB_EVIDENCE_ZONE ? 0x7f000002 : 0,
		.category = "spam",
		.origin = origin,
		.detail = "",
		.reason = "" };
	event.evidence_count = 1;
	assert_int_equal(wb_judged_refuse(session, &event, at_s, SIZE_MAX, NULL), WB_OK);
}

static void test_a_hundred_months(void **state)
{
	static const struct {
		const char *name; /* of the source; the month follows */
		enum wb_evidence_kind kind;
		const char *before, *behind; /* in its key */
		double truth;
	} sources[] = {
		{ "good.example.net", WB_EVIDENCE_ZONE, "zone:", "", 0.99 },
		{ "fair.example.net", WB_EVIDENCE_ZONE, "code:", ":127.0.0.2", 0.9 },
		{ "feed:bad", WB_EVIDENCE_LISTING, "", "", 0.6 },
		{ "report:trap", WB_EVIDENCE_LISTING, "", "", 0.95 },
		{ "coin", WB_EVIDENCE_RULE, "rule:", "", 0.5 },
	};
	struct wb_config *config = open_desk(*state, "");
	const char *store = config->policy.store;
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_history_record record = { .action = WB_HISTORY_REMOVE, .has_prefix = true, .why = "Mistake: ours" };
	struct wb_case_session session;
	struct wb_accuracy accuracy;
	uint32_t number = 0;
	char name[64];

	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	for (int month = 0; month < MONTHS; month++) {
		for (size_t s = 0; s < COUNT(sources); s++) {
			for (int i = 0; i < HOSTS; i++) {
				const struct wb_address client = host_at(++number);
				bool is_wrong = pick() >= sources[s].truth;
				/* Each way to find it out, but for requests: see below. */
				int how = is_wrong ? (int)(number % 3) : -1;

				if (sources[s].kind != WB_EVIDENCE_LISTING && how == 2)
					how = 1;
				snprintf(name, sizeof(name), "%s%d", sources[s].name, month);
				book(&session, &client, sources[s].kind, name, how == 0, NOW_S);
				if (how == 1) {
					assert_int_equal(wb_judged_accept(&session, &client, NOW_S + 60, NULL), WB_OK);
					assert_int_equal(
					    wb_judged_accept(&session, &client, NOW_S + 60 + WB_ACCURACY_ACCEPTED_S, NULL),
					    WB_OK);
				}
				if (how == 2) {
					record.prefix = (struct wb_prefix){ client, 128 };
					strcpy(record.source, name);
					assert_int_equal(wb_change_note(writer, &by_ann, &record, NULL), WB_OK);
				}
			}
		}
	}
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);

	assert_int_equal(wb_accuracy_count(store, 0, &accuracy, NULL), WB_OK);
	assert_int_equal(accuracy.others, 0);
	for (size_t s = 0; s < COUNT(sources); s++) {
		int inside = 0;

		for (int month = 0; month < MONTHS; month++) {
			const struct wb_accuracy_row *row;

			snprintf(name, sizeof(name), "%s%s%d%s", sources[s].before, sources[s].name, month, sources[s].behind);
			row = wb_accuracy_find(&accuracy, name);
			assert_non_null(row);
			assert_int_equal(row->hosts, HOSTS);
			inside += row->low <= sources[s].truth && sources[s].truth <= row->high;
		}
		print_message("      %s: inside its interval in %d of %d months\n", sources[s].name, inside, MONTHS);
		assert_in_range(inside, 90, MONTHS);
	}
	wb_accuracy_close(&accuracy);
	wb_config_close(&config);
}

/* The days of one source: bad until it is mended; who was refused wrongly is found out three days later. */
static void test_a_bad_source_is_lowered_and_comes_back(void **state)
{
	struct wb_config *config = open_desk(*state, "category \"spam\" { floor = 0.9 }\n");
	const char *store = config->policy.store;
	const uint64_t number_of_it = wb_lowered_number("spam", "rule:bad");
	int lowered_on = -1, back_on = -1;
	struct wb_accuracy accuracy;
	uint32_t number = 0;

	for (int day = 0; day < 70; day++) {
		int64_t now_s = NOW_S + day * (int64_t)DAY_S;
		struct wb_case_session session;
		uint64_t rows[WB_LOWERED_ROWS_MAX];
		size_t count;
		bool is_lowered = false;

		assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
		for (int i = 0; i < 20; i++) {
			const struct wb_address client = host_at(++number), found = host_at(number - 3 * 20);

			book(&session, &client, WB_EVIDENCE_RULE, "bad", false, now_s);
			/* Half of those of three days ago, while it was bad. */
			if (day >= 3 && day - 3 < 25 && i % 2 == 0)
				book(&session, &found, WB_EVIDENCE_RULE, "bad", true, now_s - 3 * (int64_t)DAY_S);
		}
		assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
		wb_case_session_close(&session);
		assert_int_equal(wb_accuracy_count(store, now_s - WB_ACCURACY_WINDOW_S, &accuracy, NULL), WB_OK);
		count = wb_accuracy_find_lowered(&accuracy, &config->policy, rows);
		for (size_t i = 0; i < count; i++)
			is_lowered = is_lowered || rows[i] == number_of_it;
		wb_accuracy_close(&accuracy);
		if (is_lowered && lowered_on < 0)
			lowered_on = day;
		if (!is_lowered && lowered_on >= 0 && back_on < 0)
			back_on = day;
	}
	print_message("      lowered on day %d, back on day %d\n", lowered_on, back_on);
	assert_in_range(lowered_on, 3, 7);
	assert_in_range(back_on, 26, 60);
	wb_config_close(&config);
}

static void test_an_approved_request_is_against_all_that_spoke_against_the_host(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	const char *store = config->policy.store;
	struct wb_request request = proven_of("10.0.0.1");
	char token[WB_REQUEST_TOKEN_SIZE];
	enum wb_request_outcome outcome;
	struct wb_case_session session;
	struct wb_accuracy accuracy;
	struct wb_address one = host_at(1), two = host_at(2);

	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	book(&session, &one, WB_EVIDENCE_ZONE, "bl.example.net", false, NOW_S);
	book(&session, &one, WB_EVIDENCE_LISTING, "staff:ann", false, NOW_S);
	book(&session, &one, WB_EVIDENCE_LISTING, "feed:later", false, NOW_S + 7200);
	book(&session, &two, WB_EVIDENCE_LISTING, "staff:bob", false, NOW_S);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
	assert_int_equal(wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token, NULL), WB_OK);
	request.state = WB_REQUEST_APPROVED;
	request.decided_at_s = NOW_S + 3600;
	strcpy(request.decided_by, "ann");
	assert_int_equal(wb_request_decide(store, &request, NULL), WB_OK);
	assert_int_equal(wb_accuracy_count(store, 0, &accuracy, NULL), WB_OK);
	assert_int_equal(wb_accuracy_find(&accuracy, "zone:bl.example.net")->reversals[WB_REVERSAL_REQUEST], 1);
	assert_int_equal(wb_accuracy_find(&accuracy, "staff")->hosts, 2);
	assert_int_equal(wb_accuracy_find(&accuracy, "staff")->wrong, 1);
	assert_int_equal(wb_accuracy_find(&accuracy, "feed:later")->wrong, 0);
	wb_accuracy_close(&accuracy);
	wb_config_close(&config);
}

static void test_intervals(void **state)
{
	/* Newcombe, R. G. (1998), Statistics in Medicine 17: 857-872, table I, method 3. */
	static const struct {
		uint64_t right, n;
		double low, high;
	} rows[] = { { 81, 263, 0.2553, 0.3662 }, { 15, 148, 0.0624, 0.1605 }, { 0, 20, 0.0, 0.1611 },
		{ 1, 29, 0.0061, 0.1718 }, { 0, 0, 0.0, 1.0 }, { 20, 20, 0.8389, 1.0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		double low, high;

		wb_accuracy_interval(rows[i].right, rows[i].n, &low, &high);
		assert_true(low > rows[i].low - 0.0001 && low < rows[i].low + 0.0001);
		assert_true(high > rows[i].high - 0.0001 && high < rows[i].high + 0.0001);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_intervals),
		cmocka_unit_test_setup_teardown(test_a_hundred_months, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_a_bad_source_is_lowered_and_comes_back, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(
		    test_an_approved_request_is_against_all_that_spoke_against_the_host, open_folder, close_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
