/* test_check.c - the whole way from a client's facts to a verdict. */
#include "check.h"
#include "fixture.h"

static struct wb_check check;

static int start(void **state)
{
	memset(&check, 0, sizeof(check));
	return open_folder(state);
}

static int end(void **state)
{
	wb_check_close(&check);
	return close_folder(state);
}

#define test_of_check(test) cmocka_unit_test_setup_teardown(test, start, end)

/* Opens a configuration that uses an empty store, and these lines. */
static const char *open_check(const char *folder, const char *lines)
{
	const char *store = open_store(folder);
	char text[2048];

	snprintf(text, sizeof(text), "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\n%s\n", store, lines);
	assert_int_equal(wb_check_open(&check, write_text(folder, "whyblock.conf", text), NULL), WB_OK);
	assert_string_equal(check.config_fault.text, "");
	return store;
}

static enum wb_action run(const char *client, const char *recipient)
{
	struct wb_query query = { .client = address_of(client) };

	snprintf(query.recipient, sizeof(query.recipient), "%s", recipient);
	wb_check_run(&check, &query, NOW_S);
	return check.verdict.action;
}

static void test_a_listed_client_is_rejected(void **state)
{
	list_prefix(open_check(*state, ""), "192.0.2.66", "open-relay");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_string_equal(check.verdict.category->id, "open-relay");
	assert_int_equal(check.verdict.decided_at_s, NOW_S);
	assert_int_equal(wb_check_action(&check), WB_REJECT);
	assert_int_equal(run("::ffff:192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_null(check.verdict.category);
}

static void test_the_address_is_looked_up_once(void **state)
{
	const char *store = open_check(*state, "");

	list_prefix(store, "192.0.2.66", "open-relay");
	for (int i = 0; i < 5; i++)
		assert_int_equal(run("192.0.2.66", i % 2 == 0 ? "ann@example.net" : "postmaster@example.net"),
		    i % 2 == 0 ? WB_REJECT : WB_OFF);
	assert_int_equal(check.gather_count, 1);
	begin_row("what is listed meanwhile counts for the next connection");
	list_prefix(store, "192.0.2.66", "allow");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_int_equal(check.gather_count, 1);
	begin_row("another address is looked up anew");
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_int_equal(check.gather_count, 2);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_int_equal(check.gather_count, 3);
	assert_contains(check.verdict.exempt, "allow listing:staff:ann");
}

static void test_a_listing_expires_while_the_client_is_connected(void **state)
{
	const char *store = open_check(*state, "");
	struct wb_listing listing = listing_of("192.0.2.66", "spam");
	struct wb_query query = { .client = address_of("192.0.2.66") };

	listing.expires_at_s = NOW_S;
	add_listing(store, &listing);
	wb_check_run(&check, &query, NOW_S - 1);
	assert_int_equal(check.verdict.action, WB_REJECT);
	wb_check_run(&check, &query, NOW_S);
	assert_int_equal(check.verdict.action, WB_OFF);
}

static void test_the_exempt_are_not_looked_up(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"), .authenticated = true };

	list_prefix(open_check(*state, ""), "0.0.0.0/0", "spam");
	assert_int_equal(run("127.0.0.1", "ann@example.net"), WB_OFF);
	assert_string_equal(check.verdict.exempt, "host 127.0.0.0/8");
	wb_check_run(&check, &query, NOW_S);
	assert_int_equal(check.verdict.action, WB_OFF);
	assert_string_equal(check.verdict.exempt, "authenticated");
	assert_int_equal(run("192.0.2.66", "Postmaster"), WB_OFF);
	assert_int_equal(check.gather_count, 0);
	begin_row("the next recipient of the same client is not exempt");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_string_equal(check.verdict.exempt, "");
}

static void test_recipients_of_the_message_are_not_kept(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"),
		.recipients = "postmaster@example.net, abuse@example.net" };

	list_prefix(open_check(*state, ""), "192.0.2.66", "spam");
	wb_check_run(&check, &query, NOW_S);
	assert_int_equal(check.verdict.action, WB_OFF);
	assert_null(check.query.recipients);
	query.recipients = "postmaster@example.net, ann@example.net";
	wb_check_run(&check, &query, NOW_S);
	assert_int_equal(check.verdict.action, WB_REJECT);
}

static void test_monitor_mode_only_logs(void **state)
{
	static const struct {
		enum wb_action verdict, action;
	} rows[] = {
		{ WB_OFF, WB_OFF },
		{ WB_LOG, WB_LOG },
		{ WB_TAG, WB_LOG },
		{ WB_DEFER, WB_LOG },
		{ WB_REJECT, WB_LOG },
	};

	open_check(*state, "mode = \"monitor\"");
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(wb_action_name(rows[i].verdict));
		check.verdict.action = rows[i].verdict;
		assert_int_equal(wb_check_action(&check), rows[i].action);
	}
	check.config->mode = WB_ENFORCE;
	for (size_t i = 0; i < COUNT(rows); i++) {
		check.verdict.action = rows[i].verdict;
		assert_int_equal(wb_check_action(&check), rows[i].verdict);
	}
}

static void test_a_broken_store_accepts_or_defers(void **state)
{
	const char *store = open_check(*state, "category \"spam\" { action = \"log\" }\n");

	list_prefix(store, "192.0.2.66", "virus");
	write_text(store, "listings/data.mdb", "garbage");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_contains(check.facts.fault.text, store);
	check.config->on_error = WB_ON_ERROR_DEFER;
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_DEFER);
	assert_true(check.verdict.on_error);
	assert_null(check.verdict.category);
	begin_row("the exempt are not deferred");
	assert_int_equal(run("192.0.2.66", "postmaster@example.net"), WB_OFF);
	assert_false(check.verdict.on_error);
	assert_int_equal(run("127.0.0.1", "ann@example.net"), WB_OFF);
}

static void test_another_fault_does_not_hide_what_is_known(void **state)
{
	const char *store = open_check(*state, "");
	char empty[512];

	snprintf(empty, sizeof(empty), "%s", write_text(*state, "empty.mmdb", ""));
	check.config->geoip.country = empty;
	check.config->on_error = WB_ON_ERROR_DEFER;
	list_prefix(store, "192.0.2.66", "virus");
	list_prefix(store, "192.0.2.67", "allow");
	begin_row("a reject stays a reject");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_false(check.verdict.on_error);
	begin_row("an allow listing stays one");
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	begin_row("who is not listed is deferred");
	assert_int_equal(run("192.0.2.68", "ann@example.net"), WB_DEFER);
	assert_true(check.verdict.on_error);
	check.config->on_error = WB_ON_ERROR_ACCEPT;
	assert_int_equal(run("192.0.2.68", "ann@example.net"), WB_OFF);
	check.config->geoip.country = "";
}

static void test_a_faulty_configuration_accepts_or_defers(void **state)
{
	static const struct {
		const char *label, *text; /* NULL: no file */
		enum wb_status status;
		enum wb_action action;
		const char *fault;
	} rows[] = {
		{ "no file", NULL, WB_UNAVAILABLE, WB_OFF, "whyblock.conf: cannot be opened" },
		{ "a mistake", "mode = \"bogus\"\n", WB_INVALID, WB_OFF, "whyblock.conf:1: found mode = \"bogus\"" },
		{ "two mistakes", "\nmode = \"a\"\nstore = \"b\"\n", WB_INVALID, WB_OFF,
		    "(and more: run whyblock check-config)" },
		{ "a mistake, and on_error", "mode = \"a\"\non_error = \"defer\"\n", WB_INVALID, WB_DEFER, "mode = \"a\"" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = path_in(*state, "whyblock.conf");

		begin_row(rows[i].label);
		if (rows[i].text != NULL)
			write_text(*state, "whyblock.conf", rows[i].text);
		assert_int_equal(wb_check_open(&check, path, NULL), rows[i].status);
		assert_contains(check.config_fault.text, rows[i].fault);
		assert_int_equal(run("192.0.2.66", "ann@example.net"), rows[i].action);
		assert_int_equal(check.verdict.on_error, rows[i].action == WB_DEFER);
		assert_string_equal(check.facts.fault.text, check.config_fault.text);
		assert_true(check.facts.listings_unknown);
		assert_int_equal(check.gather_count, 0);
		assert_int_equal(run("127.0.0.1", "ann@example.net"), WB_OFF); /* exempt by default */
		wb_check_close(&check);
	}
}

static void test_close_leaves_nothing(void **state)
{
	static const struct wb_check zero;

	list_prefix(open_check(*state, ""), "192.0.2.66", "spam");
	run("192.0.2.66", "ann@example.net");
	wb_check_close(&check);
	assert_memory_equal(&check, &zero, sizeof(check));
	wb_check_close(&check);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_check(test_a_listed_client_is_rejected),
		test_of_check(test_the_address_is_looked_up_once),
		test_of_check(test_a_listing_expires_while_the_client_is_connected),
		test_of_check(test_the_exempt_are_not_looked_up),
		test_of_check(test_recipients_of_the_message_are_not_kept),
		test_of_check(test_monitor_mode_only_logs),
		test_of_check(test_a_broken_store_accepts_or_defers),
		test_of_check(test_another_fault_does_not_hide_what_is_known),
		test_of_check(test_a_faulty_configuration_accepts_or_defers),
		test_of_check(test_close_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
