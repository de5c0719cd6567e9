/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_removal_standing.c - whether anything of ours stands against a client, without a question to the DNS. */
#include "check_fixture.h"
#include "desk/removal_standing.h"

#define HOST "192.0.2.66/32"
#define NET6 "2001:db8:1:2::/64"

#define ZONE "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam-source\" } }\n"
#define RULE "rule \"as\" { asn = {64496} category = \"spam\" }\n"

static const struct row {
	const char *label, *client, *category;
	const char *listings[3]; /* "PREFIX CATEGORY [SCOPE]" */
	const char *more;        /* of the configuration */
	const char *wanted;      /* the words of tell() */
	bool is_unlisted, is_clear;
} rows[] = {
	{ "nothing", HOST, "", { NULL }, "", "", true, true },
	{ "listed", HOST, "", { HOST " spam" }, "", "refused", false, false },
	{ "its network", HOST, "spam", { "192.0.2.0/24 spam" }, "", "refused", false, false },
	{ "deferred", HOST, "spam", { "192.0.2.0/24 spam range" }, "", "refused", false, false },
	{ "for something else than the request says", HOST, "open-relay", { HOST " spam" }, "", "refused", false, false },
	{ "what is only logged", HOST, "", { HOST " quiet" }, "", "", true, true },
	{ "what does not refuse alone", HOST, "", { HOST " high" }, "", "weak", false, false },
	{ "allowed", HOST, "", { HOST " spam", HOST " allow" }, ZONE RULE, "exempt", true, true },
	{ "exempt", "10.0.0.1", "", { "10.0.0.1/32 spam" }, ZONE RULE, "exempt", true, true },
	{ "a neighbour", HOST, "", { "192.0.2.67/32 spam" }, "", "", true, true },
	{ "a zone may", HOST, "", { NULL }, ZONE, "zone", true, false },
	{ "a zone may, for this category", HOST, "spam-source", { NULL }, ZONE, "zone", true, false },
	{ "but not for that", HOST, "open-relay", { NULL }, ZONE, "", true, true },
	{ "a rule may", HOST, "", { NULL }, RULE, "rule", true, false },
	{ "but not for that", HOST, "open-relay", { NULL }, RULE, "", true, true },
	{ "IPv6: a host in its /64", NET6, "", { "2001:db8:1:2::66/128 spam" }, "", "part", false, false },
	{ "IPv6: logged there", NET6, "", { "2001:db8:1:2::66/128 quiet" }, "", "", true, true },
	{ "IPv6: a host beside it", NET6, "", { "2001:db8:1:3::66/128 spam" }, "", "", true, true },
};

static const char *tell(const struct wb_removal_standing *standing)
{
	static char buffer[64];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_add(&text, standing->is_exempt ? "exempt" : "");
	wb_text_add(&text, standing->is_refused ? "refused" : "");
	wb_text_add(&text, standing->has_part ? "part" : "");
	wb_text_add(&text, standing->has_weak ? "weak" : "");
	wb_text_add(&text, standing->zone_may ? "zone" : "");
	wb_text_add(&text, standing->rule_may ? "rule" : "");
	return buffer;
}

static void list_row(const char *store, const char *row)
{
	char text[128], *rest = NULL, *prefix, *category, *scope;
	struct wb_listing listing;

	snprintf(text, sizeof(text), "%s", row);
	prefix = strtok_r(text, " ", &rest);
	category = strtok_r(NULL, " ", &rest);
	scope = strtok_r(NULL, " ", &rest);
	listing = listing_of(prefix, category);
	if (scope != NULL)
		assert_true(wb_scope_parse(scope, &listing.scope));
	add_listing(store, &listing);
}

static void find(
    const struct wb_config *config, const char *client, const char *category, struct wb_removal_standing *standing_r)
{
	struct wb_check *check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true });
	struct wb_prefix prefix = prefix_of(client);
	static struct wb_outcome unknown;
	struct wb_error error;

	unknown = *wb_check_run(check, &(struct wb_query){ .client = prefix.address });
	assert_int_equal(wb_removal_standing_find(&unknown, &prefix, category, NOW_S, standing_r, NULL), WB_OK);
	/* What is listed cannot be read: nothing is to be concluded. */
	unknown.facts.listings_unknown = true;
	if (!standing_r->is_exempt)
		assert_int_equal(
		    wb_removal_standing_find(&unknown, &prefix, category, NOW_S, &(struct wb_removal_standing){ 0 }, &error),
		    WB_UNAVAILABLE);
	wb_check_close(&check);
}

static void test_what_stands(void **state)
{
	static const char head[] =
	    "exempt { hosts = {\"10.0.0.0/8\"} }\ncategory \"quiet\" { action = \"log\" }\ncategory \"high\" { threshold = 2.0 }\n";

	for (size_t i = 0; i < COUNT(rows); i++) {
		char lines[512];
		struct wb_config *config;
		struct wb_removal_standing standing;

		begin_row(rows[i].label);
		snprintf(lines, sizeof(lines), "%s%s", head, rows[i].more);
		config = open_check_config(*state, lines);
		for (size_t l = 0; l < COUNT(rows[i].listings) && rows[i].listings[l] != NULL; l++)
			list_row(config->policy.store, rows[i].listings[l]);
		find(config, rows[i].client, rows[i].category, &standing);
		assert_string_equal(tell(&standing), rows[i].wanted);
		assert_int_equal(wb_removal_standing_is_unlisted(&standing), rows[i].is_unlisted);
		assert_int_equal(wb_removal_standing_is_clear(&standing), rows[i].is_clear);
		wb_config_close(&config);
		assert_int_equal(unlink(path_in(*state, "store/listings/data.mdb")) == 0 || rows[i].listings[0] == NULL, 1);
		unlink(path_in(*state, "store/listings/lock.mdb"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
