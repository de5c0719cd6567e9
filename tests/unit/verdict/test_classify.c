/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_classify.c - evidence, policy and the time in; a verdict out. */
#include "fixture.h"
#include "verdict/classify.h"
#include "verdict/settled.h"

enum { RELAY, PROXY, VIRUS, MINE, CATEGORIES };

/* A policy of four categories in the order of the table; tests change what they are about. */
static struct wb_category categories[CATEGORIES];
static struct wb_policy policy;
static struct wb_facts facts;
static const struct wb_zone allow_zone = { .shown = "list.dnswl.org", .is_dnswl = true };

/* What a policy's zones are unless a test says otherwise; those of x and y weigh. */
enum { EXEMPTS = 2, X2, X1, Y1 };
static struct wb_zone policy_zones[] = {
	[EXEMPTS] = { .shown = "list.dnswl.org", .run_by = "DNSWL", .is_dnswl = true },
	[X2] = { .shown = "x2.example.net", .run_by = "x", .is_dnswl = true, .relief_milli = 2000 },
	[X1] = { .shown = "x1.example.net", .run_by = "x", .is_dnswl = true, .relief_milli = 1000 },
	[Y1] = { .shown = "y1.example.net", .run_by = "y", .is_dnswl = true, .relief_milli = 1000 },
};

#define BIT(zone) (UINT64_C(1) << (zone))

static int start(void **state)
{
	static const char *const ids[] = { "open-relay", "open-proxy", "virus", "mine" };

	(void)state;
	memset(&facts, 0, sizeof(facts));
	memset(&policy, 0, sizeof(policy));
	memset(categories, 0, sizeof(categories));
	policy.categories = categories;
	policy.category_count = CATEGORIES;
	policy.zones = policy_zones;
	policy.zone_count = COUNT(policy_zones);
	for (size_t i = 0; i < CATEGORIES; i++) {
		strcpy(categories[i].id, ids[i]);
		categories[i].action = WB_REJECT;
		categories[i].threshold_milli = 1000;
	}
	return 0;
}

/* A listing. */
static struct wb_evidence *add(size_t category, uint32_t weight_milli, enum wb_scope scope)
{
	struct wb_evidence *evidence = wb_evidence_add(&facts);

	facts.listings[facts.listing_count].expires_at_s = 0;
	evidence->kind = WB_EVIDENCE_LISTING;
	evidence->listing = &facts.listings[facts.listing_count++];
	evidence->category = category;
	evidence->weight_milli = weight_milli;
	evidence->scope = scope;
	return evidence;
}

/* One that ends then. */
static void add_until(size_t category, uint32_t weight_milli, enum wb_scope scope, int64_t expires_at_s)
{
	add(category, weight_milli, scope);
	facts.listings[facts.listing_count - 1].expires_at_s = expires_at_s;
}

static struct wb_verdict classify(void)
{
	struct wb_verdict verdict;

	wb_classify(&policy, &facts, NULL, NOW_S, &verdict);
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

static void test_below_the_threshold_a_category_tags_and_defers(void **state)
{
	static const struct {
		const char *label;
		uint32_t score, score_proxy; /* of PROXY, which tags */
		enum wb_action relay;
		enum wb_scope scope;
		enum wb_action action;
		size_t category;
	} rows[] = {
		{ "under all", 299, 0, WB_REJECT, WB_SCOPE_HOST, WB_OFF, 0 },
		{ "it tags", 300, 0, WB_REJECT, WB_SCOPE_HOST, WB_TAG, RELAY },
		{ "it defers", 600, 0, WB_REJECT, WB_SCOPE_HOST, WB_DEFER, RELAY },
		{ "it rejects", 1000, 0, WB_REJECT, WB_SCOPE_HOST, WB_REJECT, RELAY },
		{ "but not for a network", 1000, 0, WB_REJECT, WB_SCOPE_NETWORK, WB_DEFER, RELAY },
		{ "it never does more than its action", 600, 0, WB_LOG, WB_SCOPE_HOST, WB_LOG, RELAY },
		{ "a tag loses against one that says more", 300, 1000, WB_REJECT, WB_SCOPE_HOST, WB_TAG, PROXY },
		{ "a defer wins", 600, 9000, WB_REJECT, WB_SCOPE_HOST, WB_DEFER, RELAY },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		categories[RELAY].action = (int)rows[i].relay;
		categories[RELAY].tag_at_milli = 300;
		categories[RELAY].defer_at_milli = 600;
		categories[PROXY].action = WB_TAG;
		add(RELAY, rows[i].score, rows[i].scope);
		if (rows[i].score_proxy > 0)
			add(PROXY, rows[i].score_proxy, WB_SCOPE_HOST);
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, rows[i].category);
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
	add_until(RELAY, 1000, WB_SCOPE_HOST, NOW_S);
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
		add_until(RELAY, 1000, WB_SCOPE_HOST, rows[i].expires_at_s);
		verdict = classify();
		assert_verdict(&verdict, rows[i].counts ? WB_REJECT : WB_OFF, RELAY);
		assert_int_equal(wb_classify_discount(&policy, &facts, 0, NOW_S) == WB_DISCOUNT_NONE, rows[i].counts);
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
	assert_int_equal(wb_classify_discount(&policy, &facts, 0, NOW_S), WB_DISCOUNT_CATEGORY_OFF);
	begin_row("what has expired would not count either if the category were on");
	add_until(RELAY, 1000, WB_SCOPE_HOST, NOW_S);
	assert_int_equal(wb_classify_discount(&policy, &facts, 1, NOW_S), WB_DISCOUNT_EXPIRED);
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
		facts.is_allowed = true;
		strcpy(facts.allow.source, "staff:ann");
		facts.allow.prefix = prefix_of("192.0.2.0/24");
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
			add_until(RELAY, rows[i].weights[e], WB_SCOPE_HOST, e == rows[i].expired ? NOW_S : 0);
		verdict = classify();
		assert_ptr_equal(verdict.heaviest, &facts.evidence[rows[i].heaviest]);
	}
}

/* Evidence of a DNSBL zone of this operator: the zones that all tests may use, by name; NULL: of none. */
static void add_dnsbl(size_t category, uint32_t weight_milli, enum wb_scope scope, const char *run_by)
{
	static struct wb_zone operators[8];
	struct wb_evidence *evidence = add(category, weight_milli, scope);
	struct wb_zone *zone = operators;

	if (run_by == NULL)
		return;
	while (zone->run_by != NULL && strcmp(zone->run_by, run_by) != 0)
		zone++;
	assert_true(zone < operators + COUNT(operators) - 1);
	zone->run_by = zone->shown = run_by;
	evidence->kind = WB_EVIDENCE_ZONE;
	evidence->hit = (struct wb_zone_hit){ .zone = zone, .text = "" };
}

static void test_an_operator_counts_once(void **state)
{
	static const struct {
		const char *label;
		struct {
			uint32_t weight;
			enum wb_scope scope;
			const char *run_by;
			int category;
		} of[3]; /* ends with weight 0 */
		uint64_t score;
		size_t heaviest;
		enum wb_action action;
	} rows[] = {
		{ "two operators", { { 600, WB_SCOPE_HOST, "a", RELAY }, { 600, WB_SCOPE_HOST, "b", RELAY } }, 1200, 0,
		    WB_REJECT },
		{ "one operator", { { 600, WB_SCOPE_HOST, "a", RELAY }, { 600, WB_SCOPE_HOST, "a", RELAY } }, 600, 0, WB_OFF },
		{ "its heaviest row", { { 600, WB_SCOPE_HOST, "a", RELAY }, { 1000, WB_SCOPE_HOST, "a", RELAY } }, 1000, 1,
		    WB_REJECT },
		{ "wherever it stands", { { 1000, WB_SCOPE_HOST, "a", RELAY }, { 600, WB_SCOPE_HOST, "a", RELAY } }, 1000, 0,
		    WB_REJECT },
		{ "with another between",
		    { { 400, WB_SCOPE_HOST, "a", RELAY }, { 300, WB_SCOPE_HOST, "b", RELAY },
			{ 500, WB_SCOPE_HOST, "a", RELAY } },
		    800, 2, WB_OFF },
		{ "three of equal weight",
		    { { 500, WB_SCOPE_HOST, "a", RELAY }, { 500, WB_SCOPE_HOST, "a", RELAY },
			{ 500, WB_SCOPE_HOST, "a", RELAY } },
		    500, 0, WB_OFF },
		{ "listings of the site have no operator",
		    { { 600, WB_SCOPE_HOST, NULL, RELAY }, { 600, WB_SCOPE_HOST, NULL, RELAY } }, 1200, 0, WB_REJECT },
		{ "in each category", { { 1000, WB_SCOPE_HOST, "a", RELAY }, { 5000, WB_SCOPE_HOST, "a", PROXY } }, 1000, 0,
		    WB_REJECT },
		{ "a range row shadows a host row: it is about the host still",
		    { { 1000, WB_SCOPE_RANGE, "a", RELAY }, { 600, WB_SCOPE_HOST, "a", RELAY } }, 1000, 0, WB_REJECT },
		{ "a host row shadows a range row",
		    { { 600, WB_SCOPE_RANGE, "a", RELAY }, { 1000, WB_SCOPE_HOST, "a", RELAY } }, 1000, 1, WB_REJECT },
		{ "range rows alone", { { 1000, WB_SCOPE_RANGE, "a", RELAY }, { 600, WB_SCOPE_NETWORK, "a", RELAY } }, 1000, 0,
		    WB_DEFER },
		{ "the host row is of another category",
		    { { 1000, WB_SCOPE_RANGE, "a", RELAY }, { 600, WB_SCOPE_HOST, "a", PROXY } }, 1000, 0, WB_DEFER },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		categories[PROXY].action = WB_LOG;
		for (size_t e = 0; e < COUNT(rows[i].of) && rows[i].of[e].weight > 0; e++)
			add_dnsbl(
			    (size_t)rows[i].of[e].category, rows[i].of[e].weight, rows[i].of[e].scope, rows[i].of[e].run_by);
		verdict = classify();
		assert_int_equal(verdict.scores[RELAY].score_milli, rows[i].score);
		assert_ptr_equal(verdict.scores[RELAY].heaviest, &facts.evidence[rows[i].heaviest]);
		assert_int_equal(verdict.scores[RELAY].action, rows[i].action);
		assert_int_equal(wb_classify_discount(&policy, &facts, rows[i].heaviest, NOW_S), WB_DISCOUNT_NONE);
	}
}

static void test_what_an_operators_other_row_says_is_discounted(void **state)
{
	(void)state;
	add_dnsbl(RELAY, 500, WB_SCOPE_HOST, "a");
	add_dnsbl(RELAY, 1000, WB_SCOPE_HOST, "a");
	assert_int_equal(wb_classify_discount(&policy, &facts, 0, NOW_S), WB_DISCOUNT_SAME_OPERATOR);
	assert_string_equal(wb_discount_text(WB_DISCOUNT_SAME_OPERATOR), "another entry of the same operator counts");
	assert_int_equal(wb_classify_discount(&policy, &facts, 1, NOW_S), WB_DISCOUNT_NONE);
}

static void test_an_allow_list_in_the_dns_takes_away_what_the_dns_said(void **state)
{
	struct wb_verdict verdict;

	(void)state;
	facts.vouching_zone = &allow_zone;
	add_dnsbl(RELAY, 9000, WB_SCOPE_HOST, "a");
	verdict = classify();
	assert_verdict(&verdict, WB_OFF, 0);
	assert_int_equal(verdict.scores[RELAY].score_milli, 0);
	assert_int_equal(wb_classify_discount(&policy, &facts, 0, NOW_S), WB_DISCOUNT_VOUCHED_FOR);
	begin_row("not what the site lists itself");
	add(RELAY, 1000, WB_SCOPE_HOST);
	verdict = classify();
	assert_verdict(&verdict, WB_REJECT, RELAY);
	assert_int_equal(verdict.score_milli, 1000);
	begin_row("nor does a row of the DNS lift the cap");
	start(state);
	facts.vouching_zone = &allow_zone;
	add(RELAY, 1000, WB_SCOPE_RANGE);
	add_dnsbl(RELAY, 1000, WB_SCOPE_HOST, "a");
	verdict = classify();
	assert_verdict(&verdict, WB_DEFER, RELAY);
}

static void test_an_allow_list_that_gave_no_answer(void **state)
{
	static const struct {
		const char *label;
		uint32_t local, dns; /* weights of RELAY */
		uint32_t local_proxy;
		enum wb_scope scope; /* of what is local */
		enum wb_action action;
		size_t category;
		bool lowered;
	} rows[] = {
		{ "zones alone", 0, 1000, 0, WB_SCOPE_HOST, WB_DEFER, RELAY, true },
		{ "the site alone", 1000, 0, 0, WB_SCOPE_HOST, WB_REJECT, RELAY, false },
		{ "the site, whatever the zones say", 1000, 9000, 0, WB_SCOPE_HOST, WB_REJECT, RELAY, false },
		{ "the site not without the zones", 999, 1, 0, WB_SCOPE_HOST, WB_DEFER, RELAY, true },
		{ "about the host are the zones alone", 1000, 1, 0, WB_SCOPE_RANGE, WB_DEFER, RELAY, true },
		{ "the site rejects for something else", 0, 9000, 1000, WB_SCOPE_HOST, WB_REJECT, PROXY, false },
		{ "which it would only defer for: the zones keep their words", 0, 1000, 9000, WB_SCOPE_RANGE, WB_DEFER, RELAY,
		    true },
		{ "nobody reaches a threshold", 0, 999, 0, WB_SCOPE_HOST, WB_OFF, 0, false },
	};

	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		size_t row = i / 2;
		bool is_heard = i % 2 == 1;
		struct wb_verdict verdict;

		begin_row(rows[row].label);
		start(state);
		facts.unheard_zones = is_heard ? 0 : BIT(EXEMPTS);
		if (rows[row].local > 0)
			add(RELAY, rows[row].local, rows[row].scope);
		if (rows[row].local_proxy > 0)
			add(PROXY, rows[row].local_proxy, rows[row].scope);
		facts.local_count = facts.evidence_count;
		if (rows[row].dns > 0)
			add_dnsbl(RELAY, rows[row].dns, WB_SCOPE_HOST, "a");
		verdict = classify();
		if (is_heard) {
			assert_int_equal(verdict.action, rows[row].action == WB_OFF ? WB_OFF : WB_REJECT);
			assert_false(verdict.lowered);
			continue;
		}
		assert_verdict(&verdict, rows[row].action, rows[row].category);
		assert_int_equal(verdict.lowered, rows[row].lowered);
		begin_row("another one vouches");
		facts.vouching_zone = &allow_zone;
		verdict = classify();
		assert_false(verdict.lowered);
	}
}

/* What is suspended counts as if it were not there; but that is said of a verdict that it might have changed. */
static void test_an_allow_list_that_is_not_asked(void **state)
{
	static const struct {
		const char *label;
		uint32_t local, dns;
		enum wb_action configured, action;
		bool misses;
	} rows[] = {
		{ "zones alone", 0, 1000, WB_REJECT, WB_REJECT, true },
		{ "a defer", 0, 1000, WB_DEFER, WB_DEFER, true },
		{ "a tag refuses nobody", 0, 1000, WB_TAG, WB_TAG, false },
		{ "the site alone", 1000, 1000, WB_REJECT, WB_REJECT, false },
		{ "nothing", 0, 999, WB_REJECT, WB_OFF, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		categories[RELAY].action = (int)rows[i].configured;
		if (rows[i].local > 0)
			add(RELAY, rows[i].local, WB_SCOPE_HOST);
		add_dnsbl(RELAY, rows[i].dns, WB_SCOPE_HOST, "a");
		verdict = classify();
		assert_false(verdict.misses_allow_list);
		facts.absent_zones = BIT(EXEMPTS);
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, RELAY);
		assert_int_equal(verdict.misses_allow_list, rows[i].misses);
	}
}

static void test_an_allow_list_that_weighs(void **state)
{
	static const struct {
		const char *label;
		uint32_t local, dns, dns_proxy; /* weights: of RELAY, but for the last */
		uint64_t relieving, unheard;
		uint64_t score, score_proxy;
		enum wb_action action;
		bool lowered;
		enum wb_discount discount; /* of what the zones say of RELAY */
	} rows[] = {
		{ "less than the zones say", 0, 3000, 0, BIT(X2), 0, 1000, 0, WB_REJECT, false, WB_DISCOUNT_NONE },
		{ "so much that it does not suffice", 0, 2999, 0, BIT(X2), 0, 999, 0, WB_OFF, false, WB_DISCOUNT_NONE },
		{ "as much", 0, 2000, 0, BIT(X2), 0, 0, 0, WB_OFF, false, WB_DISCOUNT_OUTWEIGHED },
		{ "more: never below nothing", 500, 1000, 0, BIT(X2), 0, 500, 0, WB_OFF, false, WB_DISCOUNT_OUTWEIGHED },
		{ "what the site says is not lowered", 1000, 1000, 0, BIT(X2), 0, 1000, 0, WB_REJECT, false,
		    WB_DISCOUNT_OUTWEIGHED },
		{ "what is left joins it", 500, 2500, 0, BIT(X2), 0, 1000, 0, WB_REJECT, false, WB_DISCOUNT_NONE },
		{ "in each category", 0, 3000, 3000, BIT(X2), 0, 1000, 1000, WB_REJECT, false, WB_DISCOUNT_NONE },
		{ "two of one operator count once", 0, 3000, 0, BIT(X1) | BIT(X2), 0, 1000, 0, WB_REJECT, false,
		    WB_DISCOUNT_NONE },
		{ "two of two add up", 0, 3999, 0, BIT(X2) | BIT(Y1), 0, 999, 0, WB_OFF, false, WB_DISCOUNT_NONE },
		{ "no answer, and it could matter", 0, 2999, 0, 0, BIT(X2), 2999, 0, WB_DEFER, true, WB_DISCOUNT_NONE },
		{ "no answer, and it could not", 0, 3000, 0, 0, BIT(X2), 3000, 0, WB_REJECT, false, WB_DISCOUNT_NONE },
		{ "nor what the site says alone", 1000, 3000, 0, 0, BIT(X2), 4000, 0, WB_REJECT, false, WB_DISCOUNT_NONE },
		{ "one knows the host, one does not answer", 0, 3999, 0, BIT(X2), BIT(Y1), 1999, 0, WB_DEFER, true,
		    WB_DISCOUNT_NONE },
		{ "of one operator it could not matter", 0, 3000, 0, BIT(X2), BIT(X1), 1000, 0, WB_REJECT, false,
		    WB_DISCOUNT_NONE },
		{ "one that would exempt could", 0, 9000, 0, BIT(X2), BIT(EXEMPTS), 7000, 0, WB_DEFER, true, WB_DISCOUNT_NONE },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		if (rows[i].local > 0)
			add(RELAY, rows[i].local, WB_SCOPE_HOST);
		facts.local_count = facts.evidence_count;
		add_dnsbl(RELAY, rows[i].dns, WB_SCOPE_HOST, "a");
		if (rows[i].dns_proxy > 0)
			add_dnsbl(PROXY, rows[i].dns_proxy, WB_SCOPE_HOST, "a");
		facts.relieving_zones = rows[i].relieving;
		facts.unheard_zones = rows[i].unheard;
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, RELAY);
		assert_int_equal(verdict.scores[RELAY].score_milli, rows[i].score);
		assert_int_equal(verdict.scores[PROXY].score_milli, rows[i].score_proxy);
		assert_int_equal(verdict.lowered, rows[i].lowered);
		assert_int_equal(wb_classify_discount(&policy, &facts, facts.local_count, NOW_S), rows[i].discount);
		assert_int_equal(wb_discount_text(rows[i].discount)[0] == '\0', rows[i].discount == WB_DISCOUNT_NONE);
	}
}

/* Evidence about the host that an allow list outweighs lifts no cap. */
static void test_what_is_outweighed_says_nothing_about_the_host(void **state)
{
	struct wb_verdict verdict;

	(void)state;
	add(RELAY, 1000, WB_SCOPE_RANGE);
	facts.local_count = 1;
	add_dnsbl(RELAY, 2000, WB_SCOPE_HOST, "a");
	verdict = classify();
	assert_verdict(&verdict, WB_REJECT, RELAY);
	facts.relieving_zones = BIT(X2);
	verdict = classify();
	assert_verdict(&verdict, WB_DEFER, RELAY);
	assert_ptr_equal(verdict.heaviest, &facts.evidence[0]);
}

static const struct wb_sender known = { .name = "Example Mail" };

static void test_a_known_sender_is_guarded(void **state)
{
	static const struct {
		const char *label;
		enum wb_sender_state sender;
		int sender_action, category_action;
		uint32_t staff; /* weight of a listing by staff, beside 1000 of a feed's */
		enum wb_scope scope;
		enum wb_action action;
		const char *guard; /* NULL: it did nothing */
	} rows[] = {
		{ "nobody asked", WB_SENDER_UNASKED, WB_SENDER_DEFER, WB_REJECT, 0, WB_SCOPE_HOST, WB_REJECT, NULL },
		{ "somebody else's", WB_SENDER_NONE, WB_SENDER_DEFER, WB_REJECT, 0, WB_SCOPE_HOST, WB_REJECT, NULL },
		{ "a known one's", WB_SENDER_KNOWN, WB_SENDER_DEFER, WB_REJECT, 0, WB_SCOPE_HOST, WB_DEFER, "Example Mail" },
		{ "as the operator wants it", WB_SENDER_KNOWN, WB_SENDER_TAG, WB_REJECT, 0, WB_SCOPE_HOST, WB_TAG,
		    "Example Mail" },
		{ "or less", WB_SENDER_KNOWN, WB_SENDER_LOG, WB_DEFER, 0, WB_SCOPE_HOST, WB_LOG, "Example Mail" },
		{ "a defer is one already", WB_SENDER_KNOWN, WB_SENDER_DEFER, WB_DEFER, 0, WB_SCOPE_HOST, WB_DEFER, NULL },
		{ "a tag becomes no defer", WB_SENDER_KNOWN, WB_SENDER_DEFER, WB_TAG, 0, WB_SCOPE_HOST, WB_TAG, NULL },
		{ "nobody knows", WB_SENDER_UNKNOWN, WB_SENDER_DEFER, WB_REJECT, 0, WB_SCOPE_HOST, WB_DEFER, WB_GUARD_UNKNOWN },
		{ "that takes no more than a known sender gets", WB_SENDER_UNKNOWN, WB_SENDER_LOG, WB_REJECT, 0, WB_SCOPE_HOST,
		    WB_DEFER, WB_GUARD_UNKNOWN },
		{ "and nothing of a tag", WB_SENDER_UNKNOWN, WB_SENDER_LOG, WB_TAG, 0, WB_SCOPE_HOST, WB_TAG, NULL },
		{ "staff decide", WB_SENDER_KNOWN, WB_SENDER_DEFER, WB_REJECT, 1000, WB_SCOPE_HOST, WB_REJECT, NULL },
		{ "also where nobody knows", WB_SENDER_UNKNOWN, WB_SENDER_DEFER, WB_REJECT, 1000, WB_SCOPE_HOST, WB_REJECT,
		    NULL },
		{ "but not by a part of it", WB_SENDER_KNOWN, WB_SENDER_DEFER, WB_REJECT, 999, WB_SCOPE_HOST, WB_DEFER,
		    "Example Mail" },
		{ "nor about a range", WB_SENDER_KNOWN, WB_SENDER_DEFER, WB_REJECT, 1000, WB_SCOPE_RANGE, WB_DEFER,
		    "Example Mail" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;
		bool could_be;

		begin_row(rows[i].label);
		start(state);
		policy.sender_action = rows[i].sender_action;
		categories[VIRUS].action = rows[i].category_action;
		strcpy(((struct wb_listing *)add(VIRUS, 1000, WB_SCOPE_HOST)->listing)->source, "feed:drop");
		if (rows[i].staff > 0)
			strcpy(((struct wb_listing *)add(VIRUS, rows[i].staff, rows[i].scope)->listing)->source, "staff:ann");
		could_be = wb_classify_could_be_guarded(&policy, &facts, NOW_S);
		facts.sender_state = rows[i].sender;
		facts.sender = rows[i].sender == WB_SENDER_KNOWN ? &known : NULL;
		verdict = classify();
		assert_verdict(&verdict, rows[i].action, VIRUS);
		assert_int_equal(verdict.scores[VIRUS].guarded, rows[i].guard != NULL);
		assert_true(could_be || rows[i].guard == NULL || rows[i].sender == WB_SENDER_UNKNOWN);
		if (rows[i].guard == NULL)
			assert_null(verdict.guard);
		else
			assert_string_equal(verdict.guard, rows[i].guard);
	}
}

/* Its words are those of the category that would have rejected. */
static void test_a_guarded_reject_goes_before_other_defers(void **state)
{
	struct wb_verdict verdict;

	(void)state;
	categories[RELAY].action = WB_DEFER;
	strcpy(((struct wb_listing *)add(RELAY, 9000, WB_SCOPE_HOST)->listing)->source, "feed:drop");
	strcpy(((struct wb_listing *)add(MINE, 1000, WB_SCOPE_HOST)->listing)->source, "feed:drop");
	facts.sender_state = WB_SENDER_KNOWN;
	facts.sender = &known;
	verdict = classify();
	assert_verdict(&verdict, WB_DEFER, MINE);
	assert_string_equal(verdict.guard, "Example Mail");
}

static void test_whose_name_is_worth_asking_for(void **state)
{
	(void)state;
	assert_false(wb_classify_could_be_guarded(&policy, &facts, NOW_S));
	strcpy(((struct wb_listing *)add(RELAY, 1000, WB_SCOPE_HOST)->listing)->source, "staff:ann");
	begin_row("staff decide");
	assert_false(wb_classify_could_be_guarded(&policy, &facts, NOW_S));
	strcpy((char *)facts.listings[0].source, "feed:drop");
	begin_row("a feed does");
	assert_true(wb_classify_could_be_guarded(&policy, &facts, NOW_S));
	begin_row("an allow listing wins");
	facts.is_allowed = true;
	assert_false(wb_classify_could_be_guarded(&policy, &facts, NOW_S));
	facts.allow.expires_at_s = NOW_S;
	assert_true(wb_classify_could_be_guarded(&policy, &facts, NOW_S));
	begin_row("nothing is known");
	facts.listings_unknown = true;
	assert_false(wb_classify_could_be_guarded(&policy, &facts, NOW_S));
}

/* Zones of one code each, in the order of a file: A to C are blocklists, W is an allow list. */
enum { A, B, C, W, ZONES };

struct open_zone {
	uint32_t weight_milli; /* 0: not open */
	int category;
};

static bool is_settled_within(const struct open_zone *open, bool allow_list_is_open, const struct wb_limits *limits)
{
	static const char *const names[] = { "a.example.net", "b.example.net", "c.example.net", "w.example.net" };
	struct wb_code codes[ZONES] = { { .kind = WB_CODE_LISTED } };
	struct wb_zone zones[ZONES] = { { .name = NULL } };
	bool is_open[ZONES] = { false };
	struct wb_verdict verdict;

	for (int i = 0; i < ZONES; i++) {
		zones[i].shown = names[i];
		zones[i].codes = &codes[i];
		zones[i].code_count = 1;
		zones[i].is_dnswl = i == W;
		codes[i].kind = i == W ? WB_CODE_ALLOW : WB_CODE_LISTED;
		codes[i].category = i == W ? 0 : (size_t)open[i].category;
		codes[i].weight_milli = i == W ? 0 : open[i].weight_milli;
		is_open[i] = i == W ? allow_list_is_open : open[i].weight_milli > 0;
	}
	/* Evidence names its zone by a pointer. */
	for (size_t i = 0; i < facts.evidence_count; i++) {
		const struct wb_zone *zone = wb_evidence_zone(&facts.evidence[i]);

		for (int z = 0; zone != NULL && z < ZONES; z++) {
			zones[z].run_by = names[z];
			if (strcmp(zone->shown, names[z]) == 0)
				facts.evidence[i].hit.zone = &zones[z];
		}
	}
	policy.zones = zones;
	policy.zone_count = ZONES;
	wb_classify(&policy, &facts, limits, NOW_S, &verdict);
	return wb_settled(&policy, &facts, &verdict, is_open);
}

static bool is_settled(const struct open_zone *open, bool allow_list_is_open)
{
	return is_settled_within(open, allow_list_is_open, NULL);
}

static void test_when_nobody_need_wait(void **state)
{
	static const struct {
		const char *label;
		uint32_t local, dns; /* weights of RELAY known by now; the latter from zone B */
		struct open_zone open[W];
		enum wb_action relay, proxy;
		bool allow_list_is_open, settled;
	} rows[] = {
		{ "nothing is open", 0, 0, { { 0, 0 } }, WB_REJECT, WB_REJECT, false, true },
		{ "a zone could reject", 0, 0, { { 1000, RELAY } }, WB_REJECT, WB_REJECT, false, false },
		{ "it could not reach the threshold", 0, 0, { { 999, RELAY } }, WB_REJECT, WB_REJECT, false, true },
		{ "two could together", 0, 0, { { 500, RELAY }, { 500, RELAY } }, WB_REJECT, WB_REJECT, false, false },
		{ "in different categories they could not", 0, 0, { { 500, RELAY }, { 500, PROXY } }, WB_REJECT, WB_REJECT,
		    false, true },
		{ "one could with what is known", 500, 0, { { 500, RELAY } }, WB_REJECT, WB_REJECT, false, false },
		{ "the category is off", 0, 0, { { 1000, RELAY } }, WB_OFF, WB_REJECT, false, true },
		{ "rejected; no zone could be named instead", 1000, 0, { { 1000, RELAY } }, WB_REJECT, WB_REJECT, false, true },
		{ "a heavier one could", 1000, 0, { { 1001, RELAY } }, WB_REJECT, WB_REJECT, false, false },
		{ "an equal one before it in the file could", 0, 1000, { [A] = { 1000, RELAY } }, WB_REJECT, WB_REJECT, false,
		    false },
		{ "one behind it could not", 0, 1000, { [C] = { 1000, RELAY } }, WB_REJECT, WB_REJECT, false, true },
		{ "a heavier one behind it could", 0, 1000, { [C] = { 1001, RELAY } }, WB_REJECT, WB_REJECT, false, false },
		{ "another category that weighs the same comes later in the table", 1000, 0, { { 1000, PROXY } }, WB_REJECT,
		    WB_REJECT, false, true },
		{ "one that weighs more wins", 1000, 0, { { 1001, PROXY } }, WB_REJECT, WB_REJECT, false, false },
		{ "a milder one does not", 1000, 0, { { 9000, PROXY } }, WB_REJECT, WB_DEFER, false, true },
		{ "a stricter one does, however light", 9000, 0, { { 1000, PROXY } }, WB_DEFER, WB_REJECT, false, false },
		{ "under its threshold it does not", 9000, 0, { { 999, PROXY } }, WB_DEFER, WB_REJECT, false, true },
		{ "an allow list alone changes nothing", 0, 0, { { 0, 0 } }, WB_REJECT, WB_REJECT, true, true },
		{ "nor what the site says", 1000, 0, { { 0, 0 } }, WB_REJECT, WB_REJECT, true, true },
		{ "but what the DNS said", 0, 1000, { { 0, 0 } }, WB_REJECT, WB_REJECT, true, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		start(state);
		categories[RELAY].action = (int)rows[i].relay;
		categories[PROXY].action = (int)rows[i].proxy;
		if (rows[i].local > 0)
			add(RELAY, rows[i].local, WB_SCOPE_HOST);
		facts.local_count = facts.evidence_count;
		if (rows[i].dns > 0)
			add_dnsbl(RELAY, rows[i].dns, WB_SCOPE_HOST, "b.example.net");
		assert_int_equal(is_settled(rows[i].open, rows[i].allow_list_is_open), rows[i].settled);
	}
}

static void test_when_nobody_need_wait_below_the_threshold(void **state)
{
	static const struct {
		const char *label;
		uint32_t local;
		struct open_zone open[W];
		enum wb_action relay; /* tags from 0.3, defers from 0.6 */
		bool settled;
	} rows[] = {
		{ "a zone could tag", 0, { { 300, RELAY } }, WB_REJECT, false },
		{ "it could not", 0, { { 299, RELAY } }, WB_REJECT, true },
		{ "a tag could become a defer", 300, { { 300, RELAY } }, WB_REJECT, false },
		{ "or say another score", 300, { { 1, RELAY } }, WB_REJECT, false },
		{ "a defer has its words", 600, { { 399, RELAY } }, WB_REJECT, true },
		{ "it could become a reject", 600, { { 400, RELAY } }, WB_REJECT, false },
		{ "not in a category that defers", 600, { { 600, RELAY } }, WB_DEFER, true },
		{ "another category could not say more than a tag", 300, { { 300, PROXY } }, WB_REJECT, true },
		{ "it could", 300, { { 301, PROXY } }, WB_REJECT, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		start(state);
		categories[RELAY].action = (int)rows[i].relay;
		categories[RELAY].tag_at_milli = 300;
		categories[RELAY].defer_at_milli = 600;
		categories[PROXY].action = WB_TAG;
		categories[PROXY].tag_at_milli = 100;
		if (rows[i].local > 0)
			add(RELAY, rows[i].local, WB_SCOPE_HOST);
		facts.local_count = facts.evidence_count;
		assert_int_equal(is_settled(rows[i].open, false), rows[i].settled);
	}
}

/* Of each category, in their order; WB_REJECT: nobody chooses. */
static struct wb_limits limits_of(const enum wb_action *actions)
{
	static const char *const names[CATEGORIES] = { "0.example", "1.example", "2.example", "3.example" };
	struct wb_limits limits;

	for (size_t i = 0; i < CATEGORIES; i++)
		limits.of[i] = (struct wb_limit){ actions[i], actions[i] < WB_REJECT ? names[i] : NULL };
	return limits;
}

static void test_a_recipients_choice_lowers(void **state)
{
	static const struct {
		const char *label;
		enum wb_action relay, proxy; /* what the categories say ... */
		uint32_t score[2];
		enum wb_action limits[2]; /* ... and the recipient; WB_REJECT: nothing */
		enum wb_action action;
		size_t category;
		const char *chooser;
	} rows[] = {
		{ "to a tag", WB_REJECT, WB_REJECT, { 1000, 0 }, { WB_TAG, WB_REJECT }, WB_TAG, RELAY, "0.example" },
		{ "to nothing", WB_REJECT, WB_REJECT, { 1000, 0 }, { WB_OFF, WB_REJECT }, WB_OFF, 0, "0.example" },
		{ "not above the category's action", WB_TAG, WB_REJECT, { 1000, 0 }, { WB_DEFER, WB_REJECT }, WB_TAG, RELAY,
		    NULL },
		{ "the same is no choice", WB_TAG, WB_REJECT, { 1000, 0 }, { WB_TAG, WB_REJECT }, WB_TAG, RELAY, NULL },
		{ "not below the threshold", WB_REJECT, WB_REJECT, { 999, 0 }, { WB_TAG, WB_REJECT }, WB_OFF, 0, NULL },
		{ "so that another category wins", WB_REJECT, WB_DEFER, { 9000, 1000 }, { WB_TAG, WB_REJECT }, WB_DEFER, PROXY,
		    "0.example" },
		{ "one that would not have won", WB_DEFER, WB_REJECT, { 9000, 1000 }, { WB_TAG, WB_REJECT }, WB_REJECT, PROXY,
		    NULL },
		{ "both", WB_DEFER, WB_REJECT, { 9000, 1000 }, { WB_TAG, WB_LOG }, WB_TAG, RELAY, "0.example" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const enum wb_action actions[CATEGORIES] = { rows[i].limits[0], rows[i].limits[1], WB_REJECT, WB_REJECT };
		const struct wb_limits limits = limits_of(actions);
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		categories[RELAY].action = (int)rows[i].relay;
		categories[PROXY].action = (int)rows[i].proxy;
		for (size_t c = 0; c < 2; c++) {
			if (rows[i].score[c] > 0)
				add(c, rows[i].score[c], WB_SCOPE_HOST);
		}
		wb_classify(&policy, &facts, &limits, NOW_S, &verdict);
		assert_verdict(&verdict, rows[i].action, rows[i].category);
		if (rows[i].chooser != NULL)
			assert_string_equal(verdict.chooser, rows[i].chooser);
		else
			assert_null(verdict.chooser);
	}
	begin_row("an allow list that gave no answer says nothing of a reject that nobody wants");
	start(state);
	add_dnsbl(RELAY, 1000, WB_SCOPE_HOST, "a");
	facts.unheard_zones = BIT(EXEMPTS);
	for (enum wb_action action = WB_OFF; action <= WB_REJECT; action++) {
		const enum wb_action actions[CATEGORIES] = { action, WB_REJECT, WB_REJECT, WB_REJECT };
		const struct wb_limits limits = limits_of(actions);
		struct wb_verdict verdict;

		wb_classify(&policy, &facts, &limits, NOW_S, &verdict);
		assert_int_equal(verdict.action, action < WB_DEFER ? action : WB_DEFER);
		assert_int_equal(verdict.lowered, action >= WB_DEFER);
		assert_int_equal(verdict.chooser != NULL, action < WB_DEFER);
	}
}

static unsigned random_below(unsigned count)
{
	static uint32_t seed = 14;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % count;
}

/* Numbers of few values, so that they meet. */
static void make_random_policy(void **state, enum wb_action *limits)
{
	static const uint32_t marks[][3] = { { 1000, 0, 0 }, { 1000, 300, 600 }, { 600, 300, 0 }, { 900, 0, 600 } };

	start(state);
	for (size_t i = 0; i < CATEGORIES; i++) {
		const uint32_t *mark = marks[random_below(COUNT(marks))];

		categories[i].action = (int)random_below(WB_REJECT + 1);
		categories[i].threshold_milli = mark[0];
		categories[i].tag_at_milli = mark[1];
		categories[i].defer_at_milli = mark[2];
		limits[i] = random_below(2) == 0 ? (enum wb_action)random_below(WB_REJECT) : WB_REJECT;
	}
	for (unsigned i = random_below(4); i > 0; i--)
		add(random_below(2), 300 * (1 + random_below(3)), (enum wb_scope)random_below(WB_SCOPE_COUNT));
	facts.local_count = facts.evidence_count;
}

static void test_nothing_does_more_than_the_category_nor_than_without_a_choice(void **state)
{
	for (int turn = 0; turn < 20000; turn++) {
		enum wb_action actions[CATEGORIES];
		struct wb_verdict with, without;
		struct wb_limits limits;

		make_random_policy(state, actions);
		if (random_below(2) == 0)
			add_dnsbl(random_below(2), 300 * (1 + random_below(3)), WB_SCOPE_HOST, "a");
		facts.unheard_zones = random_below(2) == 0 ? BIT(EXEMPTS) : 0;
		limits = limits_of(actions);
		wb_classify(&policy, &facts, NULL, NOW_S, &without);
		wb_classify(&policy, &facts, &limits, NOW_S, &with);
		for (size_t i = 0; i < CATEGORIES; i++) {
			assert_true((int)without.scores[i].action <= categories[i].action);
			assert_true(with.scores[i].action <= without.scores[i].action);
			assert_true(with.scores[i].action <= limits.of[i].action);
		}
		assert_true(with.action <= without.action);
		assert_true(with.category == NULL || (int)with.action <= with.category->action);
		/* A difference is somebody's choice, and no difference nobody's. */
		assert_int_equal(with.action != without.action || with.category != without.category, with.chooser != NULL);
	}
}

/* What is settled with the least limits stays as it is for every recipient, whatever the open zones say. */
static void test_what_is_settled_stays_so_for_every_recipient(void **state)
{
	unsigned settled = 0;

	for (int turn = 0; turn < 20000; turn++) {
		struct open_zone open[W] = { { 0, 0 } };
		enum wb_action actions[CATEGORIES];
		struct wb_limits least, limits;

		make_random_policy(state, actions);
		for (size_t i = 0; i < W; i++)
			open[i] = (struct open_zone){ 300 * random_below(4), (int)random_below(2) };
		least = limits_of(actions);
		if (!is_settled_within(open, false, &least))
			continue;
		settled++;
		policy.zones = policy_zones;
		policy.zone_count = COUNT(policy_zones);
		/* A recipient that chooses in some of these categories: the bits of chosen. */
		for (unsigned chosen = 0; chosen < 4; chosen++) {
			struct wb_verdict before, after;
			size_t evidence = facts.evidence_count, listings = facts.listing_count;

			limits = least;
			for (size_t i = 0; i < CATEGORIES; i++) {
				if (i < 2 && (chosen >> i & 1) == 0)
					limits.of[i] = (struct wb_limit){ WB_REJECT, NULL };
			}
			wb_classify(&policy, &facts, &limits, NOW_S, &before);
			for (size_t i = 0; i < W; i++) {
				static const char *const operators[] = { "a", "b", "c" };

				if (open[i].weight_milli > 0)
					add_dnsbl((size_t)open[i].category, open[i].weight_milli, WB_SCOPE_HOST, operators[i]);
			}
			wb_classify(&policy, &facts, &limits, NOW_S, &after);
			assert_int_equal(before.action, after.action);
			assert_ptr_equal(before.category, after.category);
			/* The evidence that is named, and in the tag the score. */
			assert_ptr_equal(before.heaviest, after.heaviest);
			if (after.action == WB_TAG)
				assert_int_equal(before.score_milli, after.score_milli);
			facts.evidence_count = evidence;
			facts.listing_count = listings;
		}
	}
	assert_true(settled > 1000);
}

static void test_what_settles_whatever_is_open(void **state)
{
	static const struct open_zone open[W] = { { 9000, RELAY } };

	(void)state;
	begin_row("nothing does");
	assert_false(is_settled(open, true));
	begin_row("an allow listing");
	facts.is_allowed = true;
	strcpy(facts.allow.source, "staff:ann");
	assert_true(is_settled(open, true));
	begin_row("one that has expired does not");
	facts.allow.expires_at_s = NOW_S;
	assert_false(is_settled(open, true));
	begin_row("listings that are unknown");
	start(state);
	facts.listings_unknown = true;
	assert_true(is_settled(open, true));
	begin_row("an allow list in the DNS");
	start(state);
	facts.vouching_zone = &allow_zone;
	assert_true(is_settled(open, true));
	begin_row("evidence about a range that a zone could make one about the host");
	start(state);
	add(RELAY, 1000, WB_SCOPE_RANGE);
	facts.local_count = 1;
	assert_false(is_settled((struct open_zone[W]){ { 500, RELAY } }, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_no_evidence_is_accepted, start),
		cmocka_unit_test_setup(test_the_threshold_is_reached_by_the_sum, start),
		cmocka_unit_test_setup(test_below_the_threshold_a_category_tags_and_defers, start),
		cmocka_unit_test_setup(test_weights_of_different_categories_are_not_added_up, start),
		cmocka_unit_test_setup(test_which_category_wins, start),
		cmocka_unit_test_setup(test_evidence_about_more_than_the_host_defers_at_most, start),
		cmocka_unit_test_setup(test_the_cap_is_lifted_only_by_what_counts, start),
		cmocka_unit_test_setup(test_evidence_expires_to_the_second, start),
		cmocka_unit_test_setup(test_a_category_that_is_off_counts_for_nothing, start),
		cmocka_unit_test_setup(test_an_allow_listing_always_wins, start),
		cmocka_unit_test_setup(test_nothing_is_blocked_while_the_listings_are_unknown, start),
		cmocka_unit_test_setup(test_the_heaviest_counted_evidence_is_named, start),
		cmocka_unit_test_setup(test_an_operator_counts_once, start),
		cmocka_unit_test_setup(test_what_an_operators_other_row_says_is_discounted, start),
		cmocka_unit_test_setup(test_an_allow_list_in_the_dns_takes_away_what_the_dns_said, start),
		cmocka_unit_test_setup(test_an_allow_list_that_gave_no_answer, start),
		cmocka_unit_test_setup(test_an_allow_list_that_is_not_asked, start),
		cmocka_unit_test_setup(test_an_allow_list_that_weighs, start),
		cmocka_unit_test_setup(test_what_is_outweighed_says_nothing_about_the_host, start),
		cmocka_unit_test_setup(test_a_known_sender_is_guarded, start),
		cmocka_unit_test_setup(test_a_guarded_reject_goes_before_other_defers, start),
		cmocka_unit_test_setup(test_whose_name_is_worth_asking_for, start),
		cmocka_unit_test_setup(test_when_nobody_need_wait, start),
		cmocka_unit_test_setup(test_when_nobody_need_wait_below_the_threshold, start),
		cmocka_unit_test_setup(test_a_recipients_choice_lowers, start),
		cmocka_unit_test_setup(test_nothing_does_more_than_the_category_nor_than_without_a_choice, start),
		cmocka_unit_test_setup(test_what_is_settled_stays_so_for_every_recipient, start),
		cmocka_unit_test_setup(test_what_settles_whatever_is_open, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
