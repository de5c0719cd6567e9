/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_agent_metrics.c - what an agent says of itself in the format of Prometheus: names, labels, states, and room for the most. */
#include "agent/agent_metrics.h"

#include "agent/suspensions.h"
#include "policy_fixture.h"
#include "request_fixture.h"

static struct agent agent;
static sd_event *loop;
static struct wb_config *config;
static struct open_requests requests;
static char run[PATH_MAX], metrics[METRICS_TEXT_SIZE];
static struct wb_text text;

static void open_agent(const char *folder, const char *more)
{
	char lines[16384];

	snprintf(lines, sizeof(lines), "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\ncategory \"own\" { }\n%s\n",
	    init_store(folder), more);
	config = open_config(folder, lines);
	publish_policy(config->policy.store, &config->policy);
	snprintf(run, sizeof(run), "%s", path_in(config->policy.store, "run"));
	assert_true(mkdir(run, 0700) == 0 || access(run, F_OK) == 0);
	memset(&requests, 0, sizeof(requests));
	assert_true(sd_event_new(&loop) >= 0);
	assert_int_equal(agent_open(&agent, loop, config->policy.store, run, NULL), WB_OK);
}

static int close_all(void **state)
{
	agent_close(&agent);
	loop = sd_event_unref(loop);
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_metrics(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

static void format_at(int64_t now_s)
{
	wb_text_open(&text, metrics, sizeof(metrics));
	metrics_format(&agent, &requests, now_s, &text);
	assert_false(text.truncated);
}

static void assert_line(const char *line)
{
	char whole[1000];

	begin_row(line);
	snprintf(whole, sizeof(whole), "\nwhyblock_agent_%s\n", line);
	assert_contains(metrics, whole);
}

static void take_finding(const char *zone, enum wb_health_finding finding)
{
	static struct wb_event event;

	event.zone_count = 1;
	event.zones[0] = (struct wb_event_zone){ .zone = zone, .finding = finding, .why = "" };
	suspensions_take(&agent.suspensions, &event, NOW_S, NULL);
}

static void assert_is_exposition(void);

static void test_the_states_of_zones(void **state)
{
	struct wb_zone_row tested = { .zone = "failed.example.net",
		.health = { .state = WB_HEALTH_FAILED, .since_s = NOW_S - 60, .tested_at_s = NOW_S - 60 } };
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(&tested, 1, bytes);

	open_agent(*state,
	    "dnsbl \"0123456789abcdefghijklmnop.zen.dq.spamhaus.net\" { }\ndnsbl \"silent.example.net\" { }\n"
	    "dnsbl \"failed.example.net\" { }\ndnsbl \"zyxwvutsrqponmlkjihgfedcba.zen.dq.spamhaus.net\" { }\n");
	write_file(path_in(config->policy.store, "published"), "zones-1", blob.data, blob.size);
	take_finding("silent.example.net", WB_HEALTH_TIMED_OUT);
	take_finding("@192.0.2.53", WB_HEALTH_TIMED_OUT);
	format_at(NOW_S + 1);
	assert_line("zone_state{zone=\"zen.dq.spamhaus.net\",state=\"asked\"} 1");
	assert_line("zone_state{zone=\"zen.dq.spamhaus.net\",state=\"suspended\"} 0");
	assert_line("zone_state{zone=\"silent.example.net\",state=\"asked\"} 0");
	assert_line("zone_state{zone=\"silent.example.net\",state=\"suspended\"} 1");
	assert_line("zone_state{zone=\"failed.example.net\",state=\"suspended\"} 0");
	assert_line("zone_state{zone=\"failed.example.net\",state=\"failed\"} 1");
	assert_line("suspensions{kind=\"zone\"} 1");
	assert_line("suspensions{kind=\"name_server\"} 1");
	begin_row("nobody learns the key of the account");
	assert_null(strstr(metrics, "0123456789"));
	begin_row("two accounts for one zone are one series");
	assert_is_exposition();
	format_at(NOW_S + 1); /* strsep has cut the text */
	begin_row("30 seconds later");
	format_at(NOW_S + WB_HEALTH_SILENT_S);
	assert_line("zone_state{zone=\"silent.example.net\",state=\"asked\"} 1");
}

static void test_requests_that_wait(void **state)
{
	struct wb_request request = request_of("192.0.2.66");

	open_agent(*state, "");
	format_at(NOW_S);
	assert_line("removal_requests_open 0");
	assert_line("removal_oldest_request_age_seconds 0");
	request.created_at_s = NOW_S - 3600;
	file_request(config->policy.store, request);
	format_at(NOW_S + 15);
	assert_line("removal_requests_open 1");
	assert_line("removal_oldest_request_age_seconds 3615");
	begin_row("of the future");
	format_at(NOW_S - 7200);
	assert_line("removal_oldest_request_age_seconds 0");
	assert_int_equal(truncate(path_in(config->policy.store, "requests/data.mdb"), 100), 0);
	format_at(NOW_S + 30);
	assert_line("removal_requests_faults_total 1");
	begin_row("what is not known is left out");
	assert_null(strstr(metrics, "removal_requests_open"));
	assert_null(strstr(metrics, "removal_oldest"));
}

static void take_refusal(void)
{
	struct wb_event event = { .kind = WB_EVENT_VERDICT, .is_refusal = true, .field_count = 1, .evidence_count = 1 };

	event.fields[0] = (struct wb_event_field){ "category", "spam" };
	event.evidence[0] =
	    (struct wb_event_evidence){ .kind = WB_EVIDENCE_LISTING, .category = "spam", .origin = "staff:a\"n\\n" };
	refusals_take(&agent.refusals, &event);
}

/* The event of a verdict with nothing but this field "event". */
static void send_verdict(const char *lost)
{
	unsigned char packet[200] = { WB_EVENT_VERSION, WB_EVENT_VERDICT };
	size_t size = 2 + 8 + 4 + 8 + 4 + 1 + 16 + 2; /* see event.c: up to the count of its fields */

	packet[size++] = 1;
	size += (size_t)snprintf((char *)packet + size, sizeof(packet) - size, "event") + 1;
	size += (size_t)snprintf((char *)packet + size, sizeof(packet) - size, "%s", lost) + 1;
	size += 2; /* no zone, no evidence */
	agent_take(&agent, (struct wb_blob){ packet, size }, NOW_S);
}

static void test_refusals_and_lost_events(void **state)
{
	open_agent(*state, "");
	take_refusal();
	take_refusal();
	format_at(NOW_S);
	assert_line("refusals_total{category=\"spam\",source=\"listing:staff:a\\\"n\\\\n\"} 2");
	assert_line("events_lost_total 0");
	send_verdict("lost:3");
	send_verdict("lost");
	send_verdict("found");
	format_at(NOW_S);
	assert_line("events_not_taken_total{why=\"malformed\"} 0");
	assert_line("events_total{kind=\"verdict\"} 3");
	assert_line("events_lost_total 4");
}

/* Each name has its help and its type in front, once, and no series is there twice: a scrape with one that is gives nothing at all. */
static void assert_is_exposition(void)
{
	static char known[METRICS_TEXT_SIZE + 2];
	struct wb_text all;
	char name[200] = "", *rest = metrics, *line;

	wb_text_open(&all, known, sizeof(known));
	wb_text_add_char(&all, '\n');
	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
		if (strncmp(line, "# HELP ", 7) == 0) {
			snprintf(name, sizeof(name), "%.*s", (int)strcspn(line + 7, " "), line + 7);
			assert_true(strncmp(name, "whyblock_agent_", 15) == 0);
		} else if (strncmp(line, "# TYPE ", 7) == 0) {
			bool is_counter = strcmp(strrchr(line, ' '), " counter") == 0;
			bool has_total = strlen(name) > 6 && strcmp(name + strlen(name) - 6, "_total") == 0;

			assert_memory_equal(line + 7, name, strlen(name));
			if (is_counter != has_total)
				fail_msg("%s: a counter ends with _total, and nothing else does", name);
		} else {
			char series[1000];

			assert_int_equal(strcspn(line, "{ "), strlen(name));
			assert_memory_equal(line, name, strlen(name));
			snprintf(series, sizeof(series), "\n%.*s ", (int)(strrchr(line, ' ') - line), line);
			if (strstr(known, series) != NULL)
				fail_msg("twice: %s", series);
			wb_text_add(&all, series + 1);
			wb_text_add_char(&all, '\n');
		}
	}
}

/* Labels of the most bytes that need a backslash each, numbers of the most digits: the longest text there can be. */
static void test_the_longest_text_has_room(void **state)
{
	static char lines[16000];
	size_t length = 0;

	for (int i = 0; i < WB_ZONES_MAX; i++)
		length +=
		    (size_t)snprintf(lines + length, sizeof(lines) - length, "dnsbl \"z%02d.%.60s.%.60s.%.42s.example\" { }\n",
			i, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
			"cccccccccccccccccccccccccccccccccccccccccc");
	open_agent(*state, lines);
	memset(&agent.counts, 0xff, sizeof(agent.counts));
	memset(agent.refusals.rows, '"', sizeof(agent.refusals.rows));
	for (int i = 0; i < REFUSALS_ROWS_MAX; i++) {
		struct refusals_row *row = &agent.refusals.rows[i];

		row->category[sizeof(row->category) - 1] = row->source[sizeof(row->source) - 1] = '\0';
		row->source[0] = (char)('0' + i / 50);
		row->source[1] = (char)('0' + i % 50);
		row->count = UINT64_MAX;
	}
	agent.refusals.count = REFUSALS_ROWS_MAX;
	format_at(NOW_S);
	print_message("    %zu of %zu bytes\n", text.length, sizeof(metrics));
	assert_true(text.length > sizeof(metrics) / 2);
	assert_line("events_lost_total 18446744073709551615");
	assert_is_exposition();
	memset(&agent.refusals, 0, sizeof(agent.refusals));
}

/* What has no bound of its own stands behind what whyblock status reads; all else fits into the share that the size has for it. */
static void test_the_rest_keeps_to_its_share(void **state)
{
	open_agent(*state, "");
	memset(&agent.counts, 0xff, sizeof(agent.counts));
	format_at(NOW_S);
	print_message("    %zu bytes, before numbers of the most digits\n", text.length);
	assert_true(text.length + 100 * strlen("18446744073709551615") < 16384);
	assert_is_exposition();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_metrics(test_the_states_of_zones),
		test_of_metrics(test_requests_that_wait),
		test_of_metrics(test_refusals_and_lost_events),
		test_of_metrics(test_the_longest_text_has_room),
		test_of_metrics(test_the_rest_keeps_to_its_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
