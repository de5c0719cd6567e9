/* test_classify.c - evidence, policy and the time in; a verdict out. */
#include "classify.h"
#include "fixture.h"

enum { RELAY, PROXY, VIRUS, MINE, CATEGORIES };

/* A policy of four categories in the order of the table; tests change what they are about. */
static struct wb_category categories[CATEGORIES];
static struct wb_config config;
static struct wb_facts facts;

static int start(void **state)
{
	static const char *const ids[] = { "open-relay", "open-proxy", "virus", "mine" };

	(void)state;
	memset(&facts, 0, sizeof(facts));
	memset(&config, 0, sizeof(config));
	memset(categories, 0, sizeof(categories));
	config.categories = categories;
	config.category_count = CATEGORIES;
	for (size_t i = 0; i < CATEGORIES; i++) {
		strcpy(categories[i].id, ids[i]);
		categories[i].action = WB_REJECT;
		categories[i].threshold_milli = 1000;
	}
	return 0;
}

static struct wb_evidence *add(size_t category, uint32_t weight_milli, enum wb_scope scope)
{
	struct wb_evidence *evidence = wb_evidence_add(&facts);

	evidence->category = category;
	evidence->weight_milli = weight_milli;
	evidence->scope = scope;
	return evidence;
}

static struct wb_verdict classify(void)
{
	struct wb_verdict verdict;

	wb_classify(&config, &facts, NOW_S, &verdict);
	assert_int_equal(verdict.decided_at_s, NOW_S);
	return verdict;
}

static void assert_verdict(const struct wb_verdict *verdict, enum wb_action action, size_t category)
{
	assert_int_equal(verdict->action, action);
	if (action == WB_OFF)
		assert_null(verdict->category);
	else
		assert_ptr_equal(verdict->category, &categories[category]);
}

static void test_no_evidence_is_accepted(void **state)
{
	struct wb_verdict verdict = classify();

	(void)state;
	assert_verdict(&verdict, WB_OFF, 0);
	assert_string_equal(verdict.exempt, "");
	assert_null(verdict.heaviest);
}

static void test_the_threshold_is_reached_by_the_sum(void **state)
{
	static const struct {
		const char *label;
		uint32_t first, second;
		enum wb_action action;
	} rows[] = {
		{ "one under", 999, 0, WB_OFF },
		{ "exactly", 1000, 0, WB_REJECT },
		{ "two halves", 500, 500, WB_REJECT },
		{ "two halves, one thousandth short", 500, 499, WB_OFF },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		add(RELAY, rows[i].first, WB_SCOPE_HOST);
		if (rows[i].second > 0)
			add(RELAY, rows[i].second, WB_SCOPE_HOST);
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, RELAY);
		assert_int_equal(verdict.scores[RELAY].score_milli, rows[i].first + rows[i].second);
	}
}

static void test_weights_of_different_categories_are_not_added_up(void **state)
{
	struct wb_verdict verdict;

	(void)state;
	add(RELAY, 600, WB_SCOPE_HOST);
	add(PROXY, 600, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_OFF, 0);
}

static void test_which_category_wins(void **state)
{
	static const struct {
		const char *label;
		struct {
			enum wb_action action;
			uint32_t threshold, score;
		} of[3]; /* RELAY, PROXY, VIRUS */
		enum wb_action action;
		size_t category;
	} rows[] = {
		{ "the strictest action, whatever the scores",
		    { { WB_TAG, 1000, 9000 }, { WB_DEFER, 1000, 2000 }, { WB_REJECT, 1000, 1000 } }, WB_REJECT, VIRUS },
		{ "the strictest action stands first", { { WB_REJECT, 1000, 1000 }, { WB_DEFER, 1000, 9000 }, { 0, 0, 0 } },
		    WB_REJECT, RELAY },
		{ "log is stricter than nothing", { { WB_OFF, 1000, 9000 }, { WB_LOG, 1000, 1000 }, { 0, 0, 0 } }, WB_LOG,
		    PROXY },
		{ "tag is stricter than log", { { WB_LOG, 1000, 9000 }, { WB_TAG, 1000, 1000 }, { 0, 0, 0 } }, WB_TAG, PROXY },
		{ "one under its threshold does not count",
		    { { WB_DEFER, 1000, 1000 }, { WB_REJECT, 9000, 8999 }, { 0, 0, 0 } }, WB_DEFER, RELAY },
		{ "of equal actions the highest score divided by threshold",
		    { { WB_REJECT, 1000, 1500 }, { WB_REJECT, 4000, 8000 }, { WB_REJECT, 5000, 9000 } }, WB_REJECT, PROXY },
		{ "not the highest score", { { WB_REJECT, 5000, 9000 }, { WB_REJECT, 1000, 2000 }, { 0, 0, 0 } }, WB_REJECT,
		    PROXY },
		{ "thirds are not rounded: 1/3 of 3 against 333/1000",
		    { { WB_REJECT, 1000, 3333 }, { WB_REJECT, 3000, 10000 }, { 0, 0, 0 } }, WB_REJECT, PROXY },
		{ "of equal ratios the first of the table",
		    { { 0, 0, 0 }, { WB_REJECT, 1000, 2000 }, { WB_REJECT, 2000, 4000 } }, WB_REJECT, PROXY },
		{ "the largest numbers there can be",
		    { { WB_REJECT, 1000000, 1000000 }, { WB_REJECT, 1000000, 1000001 }, { 0, 0, 0 } }, WB_REJECT, PROXY },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		for (size_t c = 0; c < COUNT(rows[i].of); c++) {
			if (rows[i].of[c].score == 0)
				continue;
			categories[c].action = (int)rows[i].of[c].action;
			categories[c].threshold_milli = rows[i].of[c].threshold;
			add(c, rows[i].of[c].score, WB_SCOPE_HOST);
		}
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, rows[i].category);
		assert_int_equal(verdict.score_milli, rows[i].of[rows[i].category].score);
	}
}

static void test_evidence_about_more_than_the_host_defers_at_most(void **state)
{
	static const struct {
		const char *label;
		enum wb_action policy;
		enum wb_scope first, second;
		enum wb_action action;
		bool capped;
	} rows[] = {
		{ "host rejects", WB_REJECT, WB_SCOPE_HOST, WB_SCOPE_HOST, WB_REJECT, false },
		{ "range is capped", WB_REJECT, WB_SCOPE_RANGE, WB_SCOPE_RANGE, WB_DEFER, true },
		{ "network is capped", WB_REJECT, WB_SCOPE_NETWORK, WB_SCOPE_NETWORK, WB_DEFER, true },
		{ "range and network are", WB_REJECT, WB_SCOPE_RANGE, WB_SCOPE_NETWORK, WB_DEFER, true },
		{ "host behind range lifts the cap", WB_REJECT, WB_SCOPE_RANGE, WB_SCOPE_HOST, WB_REJECT, false },
		{ "host before network does", WB_REJECT, WB_SCOPE_HOST, WB_SCOPE_NETWORK, WB_REJECT, false },
		{ "defer needs no cap", WB_DEFER, WB_SCOPE_NETWORK, WB_SCOPE_NETWORK, WB_DEFER, false },
		{ "nor does tag", WB_TAG, WB_SCOPE_RANGE, WB_SCOPE_RANGE, WB_TAG, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		categories[RELAY].action = (int)rows[i].policy;
		add(RELAY, 600, rows[i].first);
		add(RELAY, 600, rows[i].second);
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, RELAY);
		assert_int_equal(verdict.scores[RELAY].capped, rows[i].capped);
	}
}

static void test_the_cap_is_lifted_only_by_what_counts(void **state)
{
	struct wb_verdict verdict;

	begin_row("host evidence that has expired");
	add(RELAY, 1000, WB_SCOPE_RANGE);
	add(RELAY, 1000, WB_SCOPE_HOST)->expires_at_s = NOW_S;
	verdict = classify();
	assert_verdict(&verdict, WB_DEFER, RELAY);
	begin_row("host evidence of another category");
	start(state);
	add(RELAY, 1000, WB_SCOPE_RANGE);
	add(PROXY, 1, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_DEFER, RELAY);
	begin_row("a capped category loses against one that rejects");
	start(state);
	add(RELAY, 9000, WB_SCOPE_RANGE);
	add(PROXY, 1000, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_REJECT, PROXY);
}

static void test_evidence_expires_to_the_second(void **state)
{
	static const struct {
		const char *label;
		int64_t expires_at_s;
		bool counts;
	} rows[] = {
		{ "never", 0, true },
		{ "one second later", NOW_S + 1, true },
		{ "now", NOW_S, false },
		{ "one second ago", NOW_S - 1, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		add(RELAY, 1000, WB_SCOPE_HOST)->expires_at_s = rows[i].expires_at_s;
		verdict = classify();
		assert_verdict(&verdict, rows[i].counts ? WB_REJECT : WB_OFF, RELAY);
		assert_int_equal(wb_classify_discount(&config, &facts, 0, NOW_S) == NULL, rows[i].counts);
		assert_int_equal(verdict.scores[RELAY].score_milli, rows[i].counts ? 1000 : 0);
	}
}

static void test_a_category_that_is_off_counts_for_nothing(void **state)
{
	struct wb_verdict verdict;

	(void)state;
	categories[RELAY].action = WB_OFF;
	add(RELAY, 9000, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_OFF, 0);
	assert_int_equal(verdict.scores[RELAY].score_milli, 0);
	assert_non_null(wb_classify_discount(&config, &facts, 0, NOW_S));
	add(MINE, 1000, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_REJECT, MINE);
}

static void test_an_allow_listing_always_wins(void **state)
{
	static const struct {
		const char *label;
		int64_t expires_at_s;
		bool listings_unknown, wins;
	} rows[] = {
		{ "without end", 0, false, true },
		{ "one second left", NOW_S + 1, false, true },
		{ "expired", NOW_S, false, false },
		{ "even when other records could not be read", 0, true, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		add(RELAY, 1000000, WB_SCOPE_HOST);
		strcpy(facts.allow.source, "listing:staff:ann");
		strcpy(facts.allow.detail, "192.0.2.0/24");
		facts.allow.expires_at_s = rows[i].expires_at_s;
		facts.listings_unknown = rows[i].listings_unknown;
		verdict = classify();
		assert_verdict(&verdict, rows[i].wins ? WB_OFF : WB_REJECT, RELAY);
		assert_string_equal(verdict.exempt, rows[i].wins ? "allow listing:staff:ann 192.0.2.0/24" : "");
		assert_int_equal(verdict.scores[RELAY].action, WB_REJECT); /* explain still shows it */
	}
}

static void test_nothing_is_blocked_while_the_listings_are_unknown(void **state)
{
	struct wb_verdict verdict;

	(void)state;
	facts.listings_unknown = true;
	add(RELAY, 1000000, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_OFF, 0);
}

static void test_the_heaviest_counted_evidence_is_named(void **state)
{
	static const struct {
		const char *label;
		uint32_t weights[3];
		size_t expired, heaviest;
	} rows[] = {
		{ "the heaviest", { 300, 500, 400 }, 9, 1 },
		{ "the first of equals", { 500, 500, 500 }, 9, 0 },
		{ "not one that has expired", { 500, 9000, 600 }, 1, 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		for (size_t e = 0; e < COUNT(rows[i].weights); e++)
			add(RELAY, rows[i].weights[e], WB_SCOPE_HOST)->expires_at_s = e == rows[i].expired ? NOW_S : 0;
		verdict = classify();
		assert_ptr_equal(verdict.heaviest, &facts.evidence[rows[i].heaviest]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_no_evidence_is_accepted, start),
		cmocka_unit_test_setup(test_the_threshold_is_reached_by_the_sum, start),
		cmocka_unit_test_setup(test_weights_of_different_categories_are_not_added_up, start),
		cmocka_unit_test_setup(test_which_category_wins, start),
		cmocka_unit_test_setup(test_evidence_about_more_than_the_host_defers_at_most, start),
		cmocka_unit_test_setup(test_the_cap_is_lifted_only_by_what_counts, start),
		cmocka_unit_test_setup(test_evidence_expires_to_the_second, start),
		cmocka_unit_test_setup(test_a_category_that_is_off_counts_for_nothing, start),
		cmocka_unit_test_setup(test_an_allow_listing_always_wins, start),
		cmocka_unit_test_setup(test_nothing_is_blocked_while_the_listings_are_unknown, start),
		cmocka_unit_test_setup(test_the_heaviest_counted_evidence_is_named, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
