/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_removal_plan.c - what an approval has to do about a host, for everything that may be listed. */
#include "check_fixture.h"
#include "desk/removal_plan.h"
#include "event_fixture.h"
#include "store/case_session.h"

#define HOST "192.0.2.66/32"
#define HOST6 "2001:db8:1:2::66/128"
#define NET6 "2001:db8:1:2::/64"

struct row {
	const char *label, *client, *category;
	const char *listings; /* "PREFIX CATEGORY SOURCE [SCOPE [expired]];" */
	const char *removed;  /* what goes, as above */
	const char *outcome;
	const char *why;
};

static const struct row rows[] = {
	{ "nothing is listed", HOST, "spam", "", "", "nothing", "" },
	{ "staff listed the host", HOST, "spam", HOST " spam staff:ann;", HOST " spam staff:ann;", "nothing", "" },
	{ "in several categories", HOST, "spam", HOST " spam staff:ann;" HOST " virus staff:bob;",
	    HOST " spam staff:ann;" HOST " virus staff:bob;", "nothing", "" },
	{ "the request knows no category", HOST, "", HOST " virus staff:bob;", HOST " virus staff:bob;", "nothing", "" },
	{ "a network by staff", HOST, "spam", "192.0.2.0/24 spam staff:ann;", "", "allow",
	    "192.0.2.0/24 stays listed as spam by staff:ann" },
	{ "a feed, of the same prefix and category", HOST, "spam", HOST " spam feed:drop;" HOST " spam staff:ann;",
	    HOST " spam staff:ann;", "allow", "192.0.2.66/32 stays listed as spam by feed:drop" },
	{ "a report", HOST, "spam", HOST " spam report:trap;", "", "allow", "by report:trap" },
	{ "the host and its network", HOST, "spam", HOST " spam staff:ann;192.0.2.0/24 virus feed:drop;",
	    HOST " spam staff:ann;", "allow", "192.0.2.0/24 stays listed as virus by feed:drop" },
	{ "a network that is only logged", HOST, "spam", HOST " spam staff:ann;192.0.2.0/24 quiet feed:drop;",
	    HOST " spam staff:ann;", "nothing", "" },
	{ "a network that defers", HOST, "spam", "192.0.2.0/24 spam feed:drop range;", "", "allow", "192.0.2.0/24 stays" },
	{ "what has expired", HOST, "spam", HOST " spam staff:ann host expired;192.0.2.0/24 spam feed:drop host expired;", "",
	    "nothing", "" },
	{ "a category that the configuration has not", HOST, "spam", HOST " gone staff:ann;", HOST " gone staff:ann;",
	    "nothing", "" },
	{ "allowed already", HOST, "spam", "192.0.2.0/24 spam feed:drop;" HOST " allow staff:ann;", "", "allowed",
	    "192.0.2.66/32 is allowed by staff:ann" },
	{ "allowed, and listed by staff", HOST, "spam", HOST " spam staff:ann;192.0.2.0/24 allow staff:ann;",
	    HOST " spam staff:ann;", "allowed", "192.0.2.0/24 is allowed" },
	{ "an allowance that has expired", HOST, "spam", "192.0.2.0/24 spam feed:drop;" HOST " allow staff:ann host expired;",
	    "", "allow", "stays listed" },
	{ "exempt", "10.0.0.1/32", "spam", "10.0.0.1/32 spam staff:ann;", "10.0.0.1/32 spam staff:ann;", "nothing",
	    "it is exempt: host 10.0.0.0/8" },
	{ "IPv6: one address", HOST6, "spam", HOST6 " spam staff:ann;", HOST6 " spam staff:ann;", "nothing", "" },
	{ "IPv6: one address, its /64 is listed", HOST6, "spam", HOST6 " spam staff:ann;" NET6 " spam staff:ann;",
	    HOST6 " spam staff:ann;", "allow", NET6 " stays listed" },
	{ "IPv6: a /64", NET6, "spam", NET6 " spam staff:ann;", NET6 " spam staff:ann;", "nothing", "" },
	{ "IPv6: a host in it", NET6, "spam", HOST6 " spam staff:ann;2001:db8:1:3::1/128 spam staff:ann;",
	    HOST6 " spam staff:ann;", "nothing", "" },
	{ "IPv6: the first host in it", NET6, "spam", "2001:db8:1:2::/128 spam staff:ann;",
	    "2001:db8:1:2::/128 spam staff:ann;", "nothing", "" },
	{ "IPv6: a host in it, for something else", NET6, "spam", HOST6 " virus staff:ann;", "", "nothing", "" },
	{ "IPv6: a host in it, the category is not known", NET6, "", HOST6 " virus staff:ann;", HOST6 " virus staff:ann;",
	    "nothing", "" },
	{ "IPv6: a feed's host in it", NET6, "spam", HOST6 " spam feed:drop;", "", "allow", HOST6 " stays listed" },
	{ "IPv6: a network in it", NET6, "spam", "2001:db8:1:2:8000::/65 spam staff:ann;", "", "allow", "/65 stays listed" },
	{ "IPv6: a feed's host in it, which is allowed with all the others", NET6, "spam",
	    HOST6 " spam feed:drop;" NET6 " allow staff:ann;", "", "allowed", NET6 " is allowed" },
	{ "IPv6: a longer network", NET6, "spam", "2001:db8::/32 spam feed:drop;", "", "allow", "2001:db8::/32 stays listed" },
};

/* Lists what one "PREFIX CATEGORY SOURCE [SCOPE [expired]]" says. */
static void list_row(const char *store, char *text)
{
	char *fields[5] = { NULL };
	char *rest = NULL;
	struct wb_listing listing;

	for (size_t i = 0; i < COUNT(fields); i++)
		fields[i] = strtok_r(i == 0 ? text : NULL, " ", &rest);
	listing = listing_of(fields[0], fields[1]);
	snprintf(listing.source, sizeof(listing.source), "%s", fields[2]);
	if (fields[3] != NULL)
		assert_true(wb_scope_parse(fields[3], &listing.scope));
	if (fields[4] != NULL)
		listing.expires_at_s = NOW_S;
	add_listing(store, &listing);
}

static void list_all(const char *store, const char *listings)
{
	char text[512];
	char *rest = NULL;

	snprintf(text, sizeof(text), "%s", listings);
	for (char *row = strtok_r(text, ";", &rest); row != NULL; row = strtok_r(NULL, ";", &rest))
		list_row(store, row);
}

/* reference: of the request; NULL: none. */
static void make_plan_with(struct wb_config *config, const char *prefix, const char *category,
    const struct wb_reference *reference, struct wb_removal_plan *plan_r)
{
	struct wb_unseen_rules unseen;
	static struct wb_removal_listings listings;
	struct wb_check *check =
	    open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true, .wait_for_all = true });
	struct wb_prefix client = prefix_of(prefix);
	const struct wb_outcome *outcome = wb_check_run(check, &(struct wb_query){ .client = client.address });

	assert_int_equal(wb_removal_find(outcome, &client, &listings, NULL), WB_OK);
	wb_unseen_rules_find(outcome, reference, &unseen);
	wb_removal_plan_make(outcome, &client, category, &listings, &unseen, NOW_S, plan_r);
	wb_check_close(&check);
}

static void make_plan(struct wb_config *config, const char *prefix, const char *category, struct wb_removal_plan *plan_r)
{
	make_plan_with(config, prefix, category, NULL, plan_r);
}

static const char *outcome_of(const struct wb_removal_plan *plan)
{
	assert_false(plan->allows && plan->is_allowed);
	return plan->allows ? "allow" : plan->is_allowed ? "allowed" : "nothing";
}

static const char *removed_by(const struct wb_removal_plan *plan)
{
	static char buffer[512];
	char prefix[WB_PREFIX_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < plan->removed_count; i++) {
		wb_prefix_format(&plan->removed[i].prefix, prefix);
		wb_text_addf(&text, "%s %s %s;", prefix, plan->removed[i].category, plan->removed[i].source);
	}
	return buffer;
}

static struct wb_config *configure(const char *folder, const char *more)
{
	char text[1024];

	snprintf(text, sizeof(text),
	    "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\nexempt { hosts = {\"10.0.0.0/8\"} }\n"
	    "category \"quiet\" { action = \"log\" }\n%s",
	    init_store(folder), more);
	return open_config(folder, text);
}

static void test_what_has_to_be_done(void **state)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = configure(*state, "");
		struct wb_removal_plan plan;

		begin_row(rows[i].label);
		list_all(config->policy.store, rows[i].listings);
		make_plan(config, rows[i].client, rows[i].category, &plan);
		assert_string_equal(removed_by(&plan), rows[i].removed);
		assert_string_equal(outcome_of(&plan), rows[i].outcome);
		assert_contains(plan.why, rows[i].why);
		assert_int_equal(plan.why[0] == '\0', rows[i].why[0] == '\0');
		wb_config_close(&config);
		assert_int_equal(unlink(path_in(*state, "store/listings/data.mdb")) == 0 || rows[i].listings[0] == '\0', 1);
		unlink(path_in(*state, "store/listings/lock.mdb"));
	}
}

/* Who is blocked for the hosts around it has nothing that could go. */
static void test_neighbours_block(void **state)
{
	struct wb_config *config = configure(*state, "neighbours_weight = 1.0\n");
	struct wb_removal_plan plan;

	list_all(config->policy.store, HOST " spam staff:ann;192.0.2.1/32 spam staff:ann;192.0.2.2/32 spam staff:ann;");
	make_plan(config, HOST, "spam", &plan);
	assert_string_equal(outcome_of(&plan), "nothing");
	list_prefix(config->policy.store, "192.0.2.3", "spam");
	make_plan(config, HOST, "spam", &plan);
	assert_string_equal(removed_by(&plan), HOST " spam staff:ann;");
	assert_string_equal(outcome_of(&plan), "allow");
	assert_string_equal(plan.why, "3 or more other hosts of its /24 are listed, which counts for it as spam-source");
	wb_config_close(&config);
}

/* A zone that was not asked might list the host: that counts where nothing else was found. */
static void test_a_silent_zone(void **state)
{
	struct wb_config *config = configure(*state, "dnswl \"wl.example.net\" {}\ndnsbl \"bl.example.net\" {}\n");
	struct wb_removal_plan plan;

	make_plan(config, HOST, "spam", &plan);
	assert_string_equal(outcome_of(&plan), "allow");
	assert_contains(plan.why, "bl.example.net did not answer");
	list_prefix(config->policy.store, HOST, "spam");
	make_plan(config, HOST, "spam", &plan);
	assert_string_equal(outcome_of(&plan), "nothing");
	assert_int_equal(plan.removed_count, 1);
	assert_contains(plan.why, "bl.example.net did not answer");
	list_prefix(config->policy.store, HOST, "allow");
	make_plan(config, HOST, "spam", &plan);
	assert_string_equal(outcome_of(&plan), "allowed");
	wb_config_close(&config);
}

/* A rule about a mail is not seen of the host: the case says that it decided, and would again. */
static void test_a_rule_about_the_mail(void **state)
{
	struct wb_config *config = configure(
	    *state, "rule \"odd-script\" { category = \"spam\" weight = 1.0 header = {\"X-A\"} header_pattern = \"x\" }\n");
	const struct wb_address client = address_of("192.0.2.66");
	const struct wb_reference reference = wb_reference_make(&client, "spam", WB_REJECT, NOW_S);
	struct wb_case_session session;
	struct wb_removal_plan plan;
	struct wb_error error;
	uint64_t number;
	bool is_new;

	make_plan(config, HOST, "spam", &plan);
	assert_string_equal(outcome_of(&plan), "nothing");
	assert_string_equal(plan.why, "");

	begin_row("no case: it is not known");
	make_plan_with(config, HOST, "spam", &reference, &plan);
	assert_string_equal(outcome_of(&plan), "allow");
	assert_contains(plan.why, "odd-script, may have refused it: no case of it is kept");
	list_prefix(config->policy.store, HOST, "spam");
	make_plan_with(config, HOST, "spam", &reference, &plan);
	assert_string_equal(outcome_of(&plan), "nothing");
	assert_contains(plan.why, "may have refused it");

	begin_row("the case knows, whatever is listed besides");
	set_event("192.0.2.66", "action=reject|category=spam", "mail spam odd-script 1000");
	assert_int_equal(wb_case_session_open_write(config->policy.store, &session, &error), WB_OK);
	assert_int_equal(wb_case_session_add(&session, &event, NOW_S, WB_CASE_OF_AGENT, &number, &is_new, &error), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
	make_plan_with(config, HOST, "spam", &reference, &plan);
	assert_string_equal(removed_by(&plan), HOST " spam staff:ann;");
	assert_string_equal(outcome_of(&plan), "allow");
	assert_string_equal(plan.why, "rule odd-script refused its mail, and would refuse such a mail again");
	list_prefix(config->policy.store, HOST, "allow");
	make_plan_with(config, HOST, "spam", &reference, &plan);
	assert_string_equal(outcome_of(&plan), "allowed");
	wb_config_close(&config);
}

static void test_more_listings_than_it_looks_at(void **state)
{
	struct wb_config *config = configure(*state, "");
	struct wb_listing_writer *writer;
	struct wb_removal_plan plan;

	assert_int_equal(wb_listing_writer_open(config->policy.store, &writer, NULL), WB_OK);
	for (int i = 0; i < WB_REMOVAL_LISTINGS_MAX + 1; i++) {
		struct wb_listing listing = listing_of(HOST6, "spam");

		listing.prefix.address.bytes[14] = (uint8_t)i;
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	make_plan(config, NET6, "spam", &plan);
	assert_int_equal(plan.removed_count, WB_REMOVAL_LISTINGS_MAX);
	assert_string_equal(outcome_of(&plan), "allow");
	assert_contains(plan.why, "more than 100 listings");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_has_to_be_done),
		test_in_folder(test_neighbours_block),
		test_in_folder(test_a_silent_zone),
		test_in_folder(test_a_rule_about_the_mail),
		test_in_folder(test_more_listings_than_it_looks_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
