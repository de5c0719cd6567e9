/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_export_rbldnsd.c - the list as a zone for rbldnsd. A real rbldnsd answers from it in tests/exim. */
#include "desk/list_export.h"
#include "desk_fixture.h"

struct zone {
	char text[16384];
};

static void note_line(void *context, const char *line)
{
	struct zone *zone = context;
	size_t length = strlen(zone->text);

	assert_null(strchr(line, '\n'));
	snprintf(zone->text + length, sizeof(zone->text) - length, "%s\n", line);
}

static struct zone export_zone(const struct wb_config *config)
{
	struct zone zone = { "" };
	size_t unreadable;

	assert_int_equal(wb_list_export_rbldnsd(config, NOW_S, note_line, &zone, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	return zone;
}

static void test_the_head_says_how_to_ask(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct zone zone = export_zone(config);

	assert_contains(zone.text, "#       code \"127.0.0.2\" { category = \"open-relay\" }\n");
	assert_contains(zone.text, "#       code \"127.0.1.2\" { category = \"open-relay\" scope = \"range\" }\n");
	assert_contains(zone.text, "#       code \"127.0.2.2\" { category = \"open-relay\" scope = \"network\" }\n");
	assert_contains(zone.text, "#       code \"127.0.0.3\" { category = \"open-proxy\" }\n");
	assert_contains(zone.text,
	    "#   }\n$SOA 3600 localhost. hostmaster.localhost. 0 3600 600 86400 60\n$NS 3600 localhost.\n"
	    "$DATASET ip4trie:open-relay @\n127.0.0.2 :127.0.0.2:test entry (RFC 5782)\n"
	    "$DATASET ip6trie:open-relay @\n::ffff:7f00:2/128 :127.0.0.2:test entry (RFC 5782)\n"
	    "$DATASET ip4trie:open-proxy @\n$DATASET ip6trie:open-proxy @\n");
	wb_config_close(&config);
}

static void test_entries(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_listing range = listing_of("192.0.2.0/25", "open-relay");
	struct wb_listing over = listing_of("203.0.113.1", "open-relay");
	struct zone zone;

	range.scope = WB_SCOPE_RANGE;
	snprintf(range.reason, sizeof(range.reason), "costs 5$, gr\xc3\xbc");
	over.expires_at_s = NOW_S;
	add_listing(config->policy.store, &range);
	add_listing(config->policy.store, &over);
	list_prefix(config->policy.store, "2001:db8::66", "open-relay");
	list_prefix(config->policy.store, "198.51.100.7", "open-relay");
	list_prefix(config->policy.store, "198.51.100.0/24", "allow");
	list_prefix(config->policy.store, "2001:db8:1::/48", "allow");
	zone = export_zone(config);
	assert_contains(zone.text,
	    "$DATASET ip4trie:open-relay @\n127.0.0.2 :127.0.0.2:test entry (RFC 5782)\n!198.51.100.0/24\n"
	    "192.0.2.0/25 :127.0.1.2:costs 5?, gr??\n$DATASET ip6trie:open-relay @\n"
	    "::ffff:7f00:2/128 :127.0.0.2:test entry (RFC 5782)\n!2001:db8:1::/48\n"
	    "2001:db8::66/128 :127.0.0.2:seen relaying\n$DATASET ip4trie:open-proxy @\n!198.51.100.0/24\n"
	    "$DATASET ip6trie:open-proxy @\n!2001:db8:1::/48\n");
	assert_null(strstr(zone.text, "198.51.100.7"));
	assert_null(strstr(zone.text, "203.0.113.1"));
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_head_says_how_to_ask),
		test_in_folder(test_entries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
