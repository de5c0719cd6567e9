/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_config.c - what a configuration becomes, and what is said about one with mistakes. */
#include "fixture.h"

#include "config/setting.h"
#include "desk/feed_guard.h"

static struct wb_diagnostics diagnostics;

static void show_mistakes(void)
{
	for (size_t i = 0; i < diagnostics.count; i++)
		print_message("      line %d: %s\n", diagnostics.rows[i].position.line, diagnostics.rows[i].text);
}

struct mistaken {
	const char *label, *text;
	struct {
		int line; /* 0 behind the last one */
		const char *part;
	} wanted[4];
};

static void check_mistakes(const char *folder, const struct mistaken *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *path = write_text(folder, "whyblock.conf", rows[i].text);
		struct wb_config *config;
		size_t wanted = 0;

		begin_row(rows[i].label);
		assert_int_equal(wb_config_open(path, &config, &diagnostics), WB_INVALID);
		assert_non_null(config);
		wb_config_close(&config);
		show_mistakes();
		for (; wanted < COUNT(rows[i].wanted) && rows[i].wanted[wanted].line != 0; wanted++) {
			assert_true(wanted < diagnostics.count);
			assert_int_equal(diagnostics.rows[wanted].position.line, rows[i].wanted[wanted].line);
			assert_contains(diagnostics.rows[wanted].text, rows[i].wanted[wanted].part);
		}
		assert_int_equal(diagnostics.count, wanted);
	}
}

static void test_unknown_names_are_mistakes(void **state)
{
	static const struct mistaken rows[] = {
		{ "unknown name", "mode = \"enforce\"\nmodee = \"monitor\"\n", { { 2, "unknown name \"modee\"" } } },
		{ "what was expected", "zzzz = 1\n", { { 1, "expected one of mode, on_error, log_accepts, store" } } },
		{ "unknown name in a section", "site {\n    nam = \"x\"\n}\n",
		    { { 2, "unknown name \"nam\" in section site" } } },
		{ "an unknown name whose value is a list", "x = {\n1,\n2}\nmode = \"no\"\n",
		    { { 1, "unknown name \"x\"" }, { 4, "mode = \"no\"" } } },
		{ "unknown section: all of it is skipped, what follows is not",
		    "greylist \"x\" {\n    mode = \"bogus\"\n    inner { a = {1, 2} b = \"}\" }\n    # }\n}\nmode = \"bogus\"\n",
		    { { 1, "unknown name \"greylist\"" }, { 6, "mode = \"bogus\"" } } },
		{ "the same unknown name twice", "x = 1\nx = 2\n", { { 1, "\"x\"" }, { 2, "\"x\"" } } },
		{ "two unknown names in a line", "x = 1 y = 2\n", { { 1, "\"x\"" }, { 1, "\"y\"" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_repetition_is_a_mistake(void **state)
{
	static const struct mistaken rows[] = {
		{ "repeated title", "category \"spam\" { action = \"tag\" }\n\ncategory \"spam\" {\n    action = \"log\"\n}\n",
		    { { 3, "second section with the title \"spam\"" } } },
		{ "repeated title, the same in another kind of section",
		    "rule \"spam\" { asn = {64496} category = \"spam\" }\ncategory \"spam\" { action = \"bogus\" }\n",
		    { { 2, "action = \"bogus\"" } } },
		{ "repeated setting", "mode = \"enforce\"\non_error = \"accept\"\nmode = \"monitor\"\n",
		    { { 3, "mode a second time" } } },
		{ "repeated setting in a section", "site {\n    name = \"a\"\n    name = \"b\"\n}\n",
		    { { 3, "name a second time" } } },
		{ "repeated list", "exempt {\n    hosts = {\"192.0.2.1\"}\n    hosts = {\"192.0.2.2\"}\n}\n",
		    { { 3, "hosts a second time" } } },
		{ "repeated section without title", "site { name = \"a\" }\nsite { url = \"https://a.example/\" }\n",
		    { { 2, "site" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_the_environment_is_a_mistake(void **state)
{
	static const struct mistaken rows[] = {
		{ "environment in double quotes", "site {\n    name = \"${HOME}\"\n}\n", { { 2, "\"${\"" } } },
		{ "environment without quotes", "store = ${HOME}\n", { { 1, "\"${\"" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_broken_grammar_is_told_where_it_begins(void **state)
{
	static const struct mistaken rows[] = {
		{ "brace never closed", "mode = \"enforce\"\nsite {\n    name = \"x\"\n",
		    { { 2, "the { of site and no } that closes it" } } },
		{ "list never closed", "exempt {\n    hosts = {\"192.0.2.1\"\n}\n", { { 1, "the { of exempt and no }" } } },
		{ "brace that closes nothing", "mode = \"enforce\"\n}\n", { { 2, "} that closes nothing" } } },
		{ "quote never closed", "mode = \"enforce\"\nstore = \"/x\non_error = defer\n",
		    { { 2, "quote that is never closed" } } },
		{ "single quote never closed", "store = '/x\n", { { 1, "quote that is never closed" } } },
		{ "no value", "mode =\n\nstore = \"/x\"\n", { { 1, "mode = and no value" } } },
		{ "a name alone", "mode\n", { { 1, "expected mode = ..." } } },
		{ "a section in place of a setting", "mode { }\n", { { 1, "expected a = between" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_many_mistakes_are_told_at_once_each_with_its_line(void **state)
{
	static const struct mistaken rows[] = {
		{ "several mistakes at once",
		    "mode = \"block\"\nexempt {\n    hosts = {\"192.0.2.66/24\"}\n    authentcated = false\n}\n"
		    "category \"spam\" {\n    threshold = -1\n}\n",
		    { { 1, "mode = \"block\": expected enforce or monitor" }, { 3, "192.0.2.0/24 for the network" },
			{ 4, "\"authentcated\"" }, { 7, "threshold = \"-1\": expected a number from 0.001 to 1000.0" } } },
		{ "items of a list on lines of their own",
		    "exempt {\n    hosts = {\n        \"192.0.2.1/24\",\n        \"192.0.2.1\",\n        \"192.0.2.2/24\"\n    }\n}\n",
		    { { 3, "\"192.0.2.1/24\"" }, { 5, "\"192.0.2.2/24\"" } } },
		{ "comments count as lines", "# one\n// two\n/* three\nfour */ mode = \"x\"\n", { { 4, "mode = \"x\"" } } },
		{ "a title over two lines", "category\n\"spam\"\n{ action = \"x\" }\n", { { 3, "action = \"x\"" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_what_a_section_needs_is_checked(void **state)
{
	static const struct mistaken rows[] = {
		{ "category that is none", "category \"Open Relay\" {}\n", { { 1, "found category \"Open Relay\"" } } },
		{ "category allow", "category \"allow\" { action = \"bogus\" }\n", { { 1, "found category \"allow\"" } } },
		{ "rule with a bad name", "rule \"a,b\" { asn = {64496} category = \"spam\" }\n",
		    { { 1, "found rule \"a,b\"" } } },
		{ "rule without a category", "rule \"x\" {\n    asn = {64496}\n}\n", { { 1, "rule \"x\" without category" } } },
		{ "rule for a category that is not there",
		    "mode = \"enforce\"\nrule \"x\" { asn = {64496} category = \"nope\" }\n",
		    { { 2, "category = \"nope\"" } } },
		{ "a tag at the threshold", "\ncategory \"spam\" { threshold = 0.5 tag_at = 0.5 }\n",
		    { { 2, "category \"spam\" with tag_at = 0.5: expected less than its threshold, which is 0.5" } } },
		{ "a defer above the default threshold", "category \"mine\" {\ndefer_at = 1.25 }\n",
		    { { 2, "with defer_at = 1.25: expected less than its threshold, which is 1.0" } } },
		{ "a tag where it defers", "category \"spam\" { threshold = 2 tag_at = 1.5 defer_at = 1.5 }\n",
		    { { 1, "with tag_at = 1.5: expected less than its defer_at, which is 1.5" } } },
		{ "rule about nothing", "rule \"x\" { category = \"spam\" }\n", { { 1, "without a condition" } } },
		{ "country that is none", "rule \"x\" { countries = {\"USA\"} asn = {64496} category = \"spam\" }\n",
		    { { 1, "countries = \"USA\"" } } },
		{ "text with an unknown placeholder", "category \"spam\" {\n    text = \"%{nope}\"\n}\n",
		    { { 2, "line 1 has \"%{nope}\"" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_good_configurations_have_no_mistakes(void **state)
{
	static const struct {
		const char *label, *text;
	} rows[] = {
		{ "nothing", "" },
		{ "a comment without line break", "# nothing" },
		{ "no line break at the end", "mode = \"monitor\"" },
		{ "carriage returns", "mode = \"monitor\"\r\nsite {\r\n}\r\n" },
		{ "single quotes keep ${", "site { name = '${HOME}' }" },
		{ "a dollar alone", "site { name = \"5$ {a}\" }" },
		{ "values without quotes",
		    "mode = monitor\nexempt { authenticated = no }\nrule x { asn = {64496} category = spam }" },
		{ "a brace, a hash and a quote inside quotes", "site { name = \"} # ' {\" }" },
		{ "an escaped quote", "site { name = \"say \\\"no\\\"\" }" },
		{ "braces in comments", "# {\n// }\n/* {{{ */\nmode = \"monitor\"\n" },
		{ "a URL without quotes", "site { url = https://postmaster.example.net/blocked }" },
		{ "empty lists", "exempt { hosts = {} recipients = {} }" },
		{ "the same title in two kinds of section",
		    "rule \"spam\" { asn = {64496} category = \"spam\" }\ncategory \"spam\" { action = \"tag\" }" },
		{ "a rule that stands before its category",
		    "rule \"x\" { asn = {64496} category = \"mine\" }\ncategory \"mine\" { action = \"tag\" }" },
		{ "a comma behind the last item", "exempt { hosts = {\"192.0.2.1\",} }" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = write_text(*state, "whyblock.conf", rows[i].text);
		struct wb_config *config;
		enum wb_status status;

		begin_row(rows[i].label);
		status = wb_config_open(path, &config, &diagnostics);
		show_mistakes();
		wb_config_close(&config);
		assert_int_equal(status, WB_OK);
		assert_int_equal(diagnostics.count, 0);
	}
}

static void test_defaults(void **state)
{
	struct wb_config *config = open_config(*state, "");
	char host[256] = "";

	gethostname(host, sizeof(host) - 1);
	assert_int_equal(config->policy.mode, WB_ENFORCE);
	assert_int_equal(config->policy.on_error, WB_ON_ERROR_ACCEPT);
	assert_string_equal(config->policy.store, "/var/lib/whyblock");
	assert_string_equal(config->policy.site.name, host);
	assert_string_equal(config->policy.site.url, "");
	assert_true(config->policy.exempt.authenticated);
	assert_int_equal(config->policy.exempt.hosts.count, 2);
	assert_int_equal(config->policy.exempt.recipients.count, 3);
	assert_string_equal(config->policy.exempt.recipients.items[0], "postmaster");
	assert_string_equal(config->policy.exempt.recipients.items[2], "removal");
	assert_string_equal(config->colour, "#0b57d0");
	assert_string_equal(config->colour_dark, "#a8c7fa");
	assert_int_equal(config->web.trusted_proxies.count, 0);
	assert_int_equal(config->web.metrics_from.count, 2);
	assert_string_equal(config->removal.address, "");
	assert_string_equal(config->removal.sendmail, "/usr/sbin/sendmail");
	assert_int_equal(config->removal.allow_ttl_s, 90 * 86400);
	assert_int_equal(config->removal.keep_s, 400 * 86400);
	assert_int_equal(config->removal.per_address, 5);
	assert_int_equal(config->removal.per_host, 3);
	assert_int_equal(config->removal.per_day, 200);
	assert_int_equal(config->removal.relist_milli, 2000);
	assert_int_equal(config->policy.category_count, 7);
	for (size_t i = 0; i < 7; i++) {
		const struct wb_category *category = &config->policy.categories[i];

		begin_row(category->id);
		assert_string_equal(category->id, wb_category_builtins[i].id);
		assert_string_equal(category->title, wb_category_builtins[i].title);
		assert_int_equal(category->action, WB_REJECT);
		assert_int_equal(category->threshold_milli, 1000);
		assert_string_equal(category->status, "5.7.1");
		assert_contains(category->text, wb_category_builtins[i].phrase);
		assert_ptr_equal(wb_policy_category(&config->policy, category->id), category);
	}
	assert_null(wb_policy_category(&config->policy, "nope"));
	wb_config_close(&config);
}

static void test_what_the_file_says_is_what_is_used(void **state)
{
	struct wb_config *config = open_config(*state,
	    "mode = \"monitor\"\non_error = \"defer\"\nstore = \"/srv/store\"\n"
	    "site { name = \"Example Internet\" url = \"https://postmaster.example.net/blocked\"\n"
	    "    contacts = {\"abuse@example.net\", \"noc@example.net\"} }\n"
	    "geoip { country = \"/c.mmdb\" asn = \"\" }\n"
	    "exempt { hosts = {\"192.0.2.0/24\", \"2001:db8::1\"} authenticated = false recipients = {\"NOC\", \"@Example.NET\"} }\n"
	    "category \"spam\" { title = \"junk\" action = \"tag\" threshold = 2.5 status = \"5.0.0\" text = \"No, %{ip}\" }\n"
	    "category \"mine\" { action = \"log\" }\n"
	    "rule \"b\" { asn = {64496, AS64497} countries = {\"us\", \"DE\"} category = \"mine\" weight = 0.25 scope = \"host\" }\n"
	    "rule \"a\" { countries = {\"FR\"} category = \"spam\" }\n");
	const struct wb_category *spam = wb_policy_category(&config->policy, "spam");
	const struct wb_category *mine = wb_policy_category(&config->policy, "mine");
	char prefix[WB_PREFIX_TEXT_SIZE];

	assert_int_equal(config->policy.mode, WB_MONITOR);
	assert_int_equal(config->policy.on_error, WB_ON_ERROR_DEFER);
	assert_string_equal(config->policy.store, "/srv/store");
	assert_string_equal(config->policy.site.name, "Example Internet");
	assert_string_equal(config->policy.site.url, "https://postmaster.example.net/blocked");
	assert_int_equal(config->policy.site.contacts.count, 2);
	assert_string_equal(config->policy.site.contacts.items[1], "noc@example.net");
	assert_string_equal(config->policy.geoip.country, "/c.mmdb");
	assert_string_equal(config->policy.geoip.asn, "");

	begin_row("a list in the file takes the default's place");
	assert_int_equal(config->policy.exempt.hosts.count, 2);
	wb_prefix_format(&config->policy.exempt.hosts.items[1], prefix);
	assert_string_equal(prefix, "2001:db8::1/128");
	assert_false(config->policy.exempt.authenticated);
	assert_int_equal(config->policy.exempt.recipients.count, 2);
	assert_string_equal(config->policy.exempt.recipients.items[0], "noc");
	assert_string_equal(config->policy.exempt.recipients.items[1], "@example.net");

	begin_row("a built-in category keeps its place, one of your own comes behind");
	assert_int_equal(config->policy.category_count, 8);
	assert_ptr_equal(spam, &config->policy.categories[4]);
	assert_ptr_equal(mine, &config->policy.categories[7]);
	assert_string_equal(spam->title, "junk");
	assert_int_equal(spam->action, WB_TAG);
	assert_int_equal(spam->threshold_milli, 2500);
	assert_string_equal(spam->status, "5.0.0");
	assert_string_equal(spam->text, "No, %{ip}");
	assert_string_equal(mine->title, "mine");
	assert_contains(mine->text, "blocked: %{title}");

	begin_row("rules stay in the order of the file");
	assert_int_equal(config->policy.rule_count, 2);
	assert_string_equal(config->policy.rules[0].name, "b");
	assert_int_equal(config->policy.rules[0].asns.count, 2);
	assert_int_equal(config->policy.rules[0].asns.items[1], 64497);
	assert_string_equal(config->policy.rules[0].countries.items[0], "US");
	assert_int_equal(config->policy.rules[0].category, 7);
	assert_int_equal(config->policy.rules[0].weight_milli, 250);
	assert_int_equal(config->policy.rules[0].scope, WB_SCOPE_HOST);
	assert_string_equal(config->policy.rules[1].name, "a");
	assert_int_equal(config->policy.rules[1].category, 4);
	assert_int_equal(config->policy.rules[1].weight_milli, 1000);
	assert_int_equal(config->policy.rules[1].scope, WB_SCOPE_NETWORK);
	wb_config_close(&config);
}

/* A template is written with \n in the file, which libconfuse turns into a line break. */
static void test_a_text_of_several_lines(void **state)
{
	struct wb_config *config = open_config(*state, "category \"spam\" { text = \"one\\ntwo %{ip}\" }");

	assert_string_equal(wb_policy_category(&config->policy, "spam")->text, "one\ntwo %{ip}");
	wb_config_close(&config);
}

static const struct wb_section *find_section(const char *settings)
{
	for (size_t i = 0; i < wb_section_count; i++) {
		if (strcmp(wb_sections[i].settings, settings) == 0)
			return &wb_sections[i];
	}
	return NULL;
}

/* Opens a section and those it stands in; the number of braces. */
static int add_section(struct wb_text *text, const char *settings)
{
	const struct wb_section *section = find_section(settings);
	const char *name, *title;
	int depth;

	if (section == NULL)
		return 0;
	name = section->name;
	title = strcmp(name, "code") == 0 ? "127.0.0.2" : strncmp(name, "dns", 3) == 0 ? "bl.example.net" : "spam";
	depth = section->parent != NULL ? add_section(text, section->parent) : 0;
	wb_text_add(text, name);
	if (section->title != NULL)
		wb_text_addf(text, " \"%s\"", title);
	wb_text_add(text, " { ");
	return depth + 1;
}

static void test_every_setting_takes_its_own_default(void **state)
{
	for (size_t i = 0; i < wb_setting_count; i++) {
		char buffer[1024], complaint[64];
		struct wb_text text;
		struct wb_config *config;
		int depth;

		wb_text_open(&text, buffer, sizeof(buffer));
		depth = add_section(&text, wb_settings[i].section);
		wb_text_addf(&text, "%s = ", wb_settings[i].name);
		wb_setting_add_initial(&wb_settings[i], &text);
		for (; depth > 0; depth--)
			wb_text_add(&text, " }");
		begin_row(buffer);
		wb_config_open(write_text(*state, "whyblock.conf", buffer), &config, &diagnostics);
		show_mistakes();
		wb_config_close(&config);
		/* That another setting must be given beside it is another matter. */
		snprintf(complaint, sizeof(complaint), "found %s =", wb_settings[i].name);
		for (size_t m = 0; m < diagnostics.count; m++) {
			assert_null(strstr(diagnostics.rows[m].text, complaint));
			assert_null(strstr(diagnostics.rows[m].text, "unknown name"));
			assert_null(strstr(diagnostics.rows[m].text, "nothing behind this line was read"));
		}
	}
}

static void test_what_the_page_and_the_requests_become(void **state)
{
	struct wb_config *config = open_config(*state,
	    "site { colour = \"#a80000\" colour_dark = \"#ffb4ab\" contacts = {\"abuse@example.net\", \"noc@example.net\"} }\n"
	    "web { trusted_proxies = {\"192.0.2.1\", \"2001:db8::/64\"} metrics_from = {} }\n"
	    "removal { sendmail = \"\" allow_ttl = \"\" keep = \"2w\" per_address = 1 per_host = 1000 per_day = 2\n"
	    "    relist_factor = 1.5 }\n");

	assert_string_equal(config->colour, "#a80000");
	assert_string_equal(config->colour_dark, "#ffb4ab");
	assert_int_equal(config->web.trusted_proxies.count, 2);
	assert_int_equal(config->web.metrics_from.count, 0);
	assert_string_equal(config->removal.address, "abuse@example.net"); /* the first contact */
	assert_string_equal(config->removal.sendmail, "");
	assert_int_equal(config->removal.allow_ttl_s, 0);
	assert_int_equal(config->removal.keep_s, 14 * 86400);
	assert_int_equal(config->removal.per_address, 1);
	assert_int_equal(config->removal.per_host, 1000);
	assert_int_equal(config->removal.per_day, 2);
	assert_int_equal(config->removal.relist_milli, 1500);
	wb_config_close(&config);
	config =
	    open_config(*state, "site { contacts = {\"abuse@example.net\"} }\nremoval { address = \"removal@example.net\" }\n");
	assert_string_equal(config->removal.address, "removal@example.net");
	wb_config_close(&config);
}

static void test_mistakes_of_the_page_and_the_requests(void **state)
{
	static const struct mistaken rows[] = {
		{ "a colour that cannot be read", "site {\n    colour = \"#ffff00\"\n    colour_dark = \"#000000\"\n}\n",
		    { { 2, "against the light page" }, { 3, "against the dark page" } } },
		{ "a colour without quotes is a comment", "site {\n    colour = #0b57d0\n}\n",
		    { { 2, "colour = and no value: expected a colour such as \"#0b57d0\"" } } },
		{ "numbers out of bounds", "removal {\n    per_address = 0\n    per_day = 1\n    relist_factor = 0.5\n}\n",
		    { { 2, "expected a number from 1 to 1000" }, { 3, "a number from 2 to 100000" },
			{ 4, "a number from 1.0 to 10.0" } } },
		{ "a number that would wrap", "removal { per_host = 4294967297 }\n", { { 1, "per_host = \"4294967297\"" } } },
		{ "a proxy by its name", "web { trusted_proxies = {\"localhost\"} }\n",
		    { { 1, "trusted_proxies = \"localhost\"" } } },
		{ "two sections of a kind", "web { }\nweb { }\n", { { 2, "web" } } },
	};

	check_mistakes(*state, rows, COUNT(rows));
}

static void test_what_a_feed_becomes(void **state)
{
	struct wb_config *config = open_config(*state,
	    "history_keep = \"2d\"\n"
	    "feed \"drop\" { file = \"/x\" category = \"spam\" scope = \"range\" ttl = \"1h\" allow = {\"wide\", \"empty,lines\"} }\n"
	    "feed \"good\" { file = \"/y\" category = \"allow\" }\n");
	const struct wb_feed_settings *feed = wb_config_feed(config, "drop");

	assert_int_equal(config->history_keep_s, 172800);
	assert_int_equal(config->feed_count, 2);
	assert_non_null(feed);
	assert_string_equal(feed->file, "/x");
	assert_string_equal(feed->category_id, "spam");
	assert_int_equal(feed->scope, WB_SCOPE_RANGE);
	assert_int_equal(feed->ttl_s, 3600);
	assert_int_equal(feed->allowed,
	    WB_FEED_ALLOWS(WB_FEED_GUARD_WIDE) | WB_FEED_ALLOWS(WB_FEED_GUARD_EMPTY) | WB_FEED_ALLOWS(WB_FEED_GUARD_LINES));
	feed = wb_config_feed(config, "good");
	assert_int_equal(feed->scope, WB_SCOPE_HOST);
	assert_int_equal(feed->ttl_s, 0);
	assert_int_equal(feed->allowed, 0);
	assert_null(wb_config_feed(config, "none"));
	wb_config_close(&config);
}

static void test_on_error_is_honoured_despite_a_mistake_elsewhere(void **state)
{
	static const struct {
		const char *label, *text;
		int on_error;
	} rows[] = {
		{ "a bad value before it", "mode = \"bogus\"\non_error = \"defer\"\n", WB_ON_ERROR_DEFER },
		{ "a bad value behind it", "on_error = \"defer\"\nmode = \"bogus\"\n", WB_ON_ERROR_DEFER },
		{ "an unknown section before it", "nope { a = 1 }\non_error = \"defer\"\n", WB_ON_ERROR_DEFER },
		{ "a repeated title before it", "category \"a\" {}\ncategory \"a\" {}\non_error = \"defer\"\n",
		    WB_ON_ERROR_DEFER },
		{ "broken grammar behind it", "on_error = \"defer\"\nmode = = =\n", WB_ON_ERROR_DEFER },
		{ "an open brace behind it", "on_error = \"defer\"\nsite {\n", WB_ON_ERROR_DEFER },
		{ "an open quote behind it", "on_error = \"defer\"\nstore = \"/x\n", WB_ON_ERROR_DEFER },
		{ "broken grammar before it", "mode = = =\non_error = \"defer\"\n", WB_ON_ERROR_DEFER },
		{ "a mistake in itself", "on_error = \"reject\"\n", WB_ON_ERROR_ACCEPT },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = write_text(*state, "whyblock.conf", rows[i].text);
		struct wb_config *config;
		int on_error;

		begin_row(rows[i].label);
		assert_int_equal(wb_config_open(path, &config, &diagnostics), WB_INVALID);
		show_mistakes();
		on_error = config->policy.on_error;
		assert_true(config->policy.site.name[0] != '\0');
		wb_config_close(&config);
		assert_int_equal(on_error, rows[i].on_error);
	}
}

static void test_a_file_that_is_missing_gives_the_defaults_and_a_reason(void **state)
{
	struct wb_config *config;

	assert_int_equal(wb_config_open(path_in(*state, "none"), &config, &diagnostics), WB_UNAVAILABLE);
	assert_int_equal(diagnostics.count, 1);
	assert_int_equal(diagnostics.rows[0].position.line, 0);
	assert_contains(diagnostics.rows[0].text, "No such file");
	assert_int_equal(config->policy.on_error, WB_ON_ERROR_ACCEPT);
	assert_true(config->policy.site.name[0] != '\0');
	wb_config_close(&config);
}

static void test_categories_have_an_upper_bound(void **state)
{
	char text[8192] = "";
	size_t length = 0;
	struct wb_config *config;

	for (size_t i = wb_category_builtin_count; i <= WB_POLICY_CATEGORIES_MAX; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "category \"c%zu\" {}\n", i);
	assert_int_equal(wb_config_open(write_text(*state, "whyblock.conf", text), &config, &diagnostics), WB_INVALID);
	assert_int_equal(config->policy.category_count, WB_POLICY_CATEGORIES_MAX);
	wb_config_close(&config);
	assert_int_equal(diagnostics.count, 1);
	assert_int_equal(diagnostics.rows[0].position.line, WB_POLICY_CATEGORIES_MAX - (int)wb_category_builtin_count + 1);
	assert_contains(diagnostics.rows[0].text, "at most 64 categories");
}

/* The wrong file in the configuration's place must not cost every connection minutes. */
static void test_a_file_of_nothing_but_mistakes_is_soon_read(void **state)
{
	size_t bytes = 1024 * 1024 - 64;
	char *text = malloc(bytes + 1);
	const char *path;
	struct wb_config *config;

	for (size_t i = 0; i < bytes; i++)
		text[i] = "x = 1\n"[i % 6];
	text[bytes] = '\0';
	path = write_text(*state, "whyblock.conf", text);
	free(text);
	alarm(20); /* with sanitizers; it takes a moment without them */
	assert_int_equal(wb_config_open(path, &config, &diagnostics), WB_INVALID);
	alarm(0);
	wb_config_close(&config);
	assert_int_equal(diagnostics.count, WB_DIAGNOSTICS_MAX);
}

/* Every beginning of a file, and the file with each byte in turn made a brace or a quote: an answer, and a reason with it. */
static void test_no_text_is_too_broken_for_an_answer(void **state)
{
	static const char sample[] =
	    "mode = \"monitor\" # c\non_error = 'defer'\n/* x */ exempt { hosts = {\"192.0.2.0/24\", \"::1\"} }\n"
	    "category \"a\" { action = \"tag\" text = \"a\\nb\" }\nrule r { asn = {1,2} category = a }\nnope \"t\" { x = {1} }\n";
	static const char odd[] = "{}\"'=#\\$(),+\n";
	char text[sizeof(sample)];

	for (size_t i = 0; i < sizeof(sample) * sizeof(odd); i++) {
		size_t place = i % sizeof(sample);
		struct wb_config *config;
		enum wb_status status;

		memcpy(text, sample, sizeof(sample));
		text[place] = odd[i / sizeof(sample)]; /* the last one of odd is NUL: the text ends here */
		text[sizeof(sample) - 1] = '\0';
		status = wb_config_open(write_text(*state, "whyblock.conf", text), &config, &diagnostics);
		wb_config_close(&config);
		if (status == WB_OK ? diagnostics.count != 0 : status != WB_INVALID || diagnostics.count == 0)
			fail_msg("status %d with %zu mistakes for: %s", status, diagnostics.count, text);
	}
}

static void test_close_takes_null(void **state)
{
	struct wb_config *config = NULL;

	(void)state;
	wb_config_close(&config);
	assert_null(config);
}

/* The order of the settings is nobody's matter: exempt may stand before nat64_prefixes. */
static void test_who_is_exempt_as_a_translator_writes_it(void **state)
{
	struct wb_config *config = open_config(*state,
	    "exempt { hosts = {\"64:ff9b::c000:242\", \"2001:db8:64::c633:6400/120\", \"2001:db8::/32\", \"::1\"} }\n"
	    "nat64_prefixes = {\"2001:db8:64::/96\"}\n");
	static const char *const wanted[] = { "192.0.2.66", "198.51.100.0/24", "2001:db8::/32", "::1" };

	assert_int_equal(config->policy.exempt.hosts.count, COUNT(wanted));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		const struct wb_prefix right = prefix_of(wanted[i]);

		begin_row(wanted[i]);
		assert_true(wb_prefix_equals(&config->policy.exempt.hosts.items[i], &right));
	}
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_unknown_names_are_mistakes),
		test_in_folder(test_repetition_is_a_mistake),
		test_in_folder(test_the_environment_is_a_mistake),
		test_in_folder(test_broken_grammar_is_told_where_it_begins),
		test_in_folder(test_many_mistakes_are_told_at_once_each_with_its_line),
		test_in_folder(test_what_a_section_needs_is_checked),
		test_in_folder(test_good_configurations_have_no_mistakes),
		test_in_folder(test_defaults),
		test_in_folder(test_what_the_file_says_is_what_is_used),
		test_in_folder(test_a_text_of_several_lines),
		test_in_folder(test_every_setting_takes_its_own_default),
		test_in_folder(test_what_the_page_and_the_requests_become),
		test_in_folder(test_mistakes_of_the_page_and_the_requests),
		test_in_folder(test_what_a_feed_becomes),
		test_in_folder(test_on_error_is_honoured_despite_a_mistake_elsewhere),
		test_in_folder(test_a_file_that_is_missing_gives_the_defaults_and_a_reason),
		test_in_folder(test_categories_have_an_upper_bound),
		test_in_folder(test_no_text_is_too_broken_for_an_answer),
		cmocka_unit_test(test_close_takes_null),
		test_in_folder(test_a_file_of_nothing_but_mistakes_is_soon_read),
		test_in_folder(test_who_is_exempt_as_a_translator_writes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
