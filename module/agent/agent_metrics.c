/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent_metrics.c - see agent_metrics.h */
#include "agent/agent_metrics.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "agent/listener.h"

#define CONNECTIONS_MAX 16
#define TIMEOUT_S 10

struct metrics {
	const struct agent *agent;
	struct MHD_Daemon *daemon;
	sd_event_source *io, *timer;
};

/* ---- The text -------------------------------------------------------------------------------------------------------- */

/* Pages of memory that this process has in use (proc(5), statm); 0 when that is not known. */
static uint64_t resident_bytes(void)
{
	unsigned long long all, resident = 0;
	FILE *statm = fopen("/proc/self/statm", "re");

	if (statm == NULL)
		return 0;
	if (fscanf(statm, "%llu %llu", &all, &resident) != 2)
		resident = 0;
	fclose(statm);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

void metrics_format(const struct agent *agent, int64_t now_s, struct wb_text *text)
{
	const struct intake_counts intake = intake_counts(agent->intake);
	const struct questions_counts counts = questions_counts(agent->questions), *questions = &counts;
	const struct sender_changes_counts senders = sender_changes_counts(agent->sender_changes);
	const struct reports_counts *reports = reports_counts(agent->reports);
	const struct candidates *candidates = reports_candidates(agent->reports);
	const struct case_book_counts *cases = case_book_counts(agent->case_book);
	const struct counter_table *buckets = reports_buckets(agent->reports);
	const struct {
		const char *name, *labels, *type, *help; /* help: NULL behind the first of a name */
		uint64_t number;
	} rows[] = {
		{ "build_info", "{version=\"" WB_VERSION "\"}", "gauge", "1, with the version as a label.", 1 },
		{ "events_total", "{kind=\"verdict\"}", "counter", "Events of Exim's processes.",
		    agent->counts.events[WB_EVENT_VERDICT] },
		{ "events_total", "{kind=\"done\"}", "counter", NULL, agent->counts.events[WB_EVENT_DONE] },
		{ "events_total", "{kind=\"report\"}", "counter", NULL, agent->counts.events[WB_EVENT_REPORT] },
		{ "not_taken_total", "{why=\"stranger\"}", "counter", "What connected and gave no event.", intake.refused },
		{ "not_taken_total", "{why=\"empty\"}", "counter", NULL, intake.empty },
		{ "not_taken_total", "{why=\"malformed\"}", "counter", NULL, agent->counts.malformed },
		{ "left_out_total", "", "counter", "Rows of evidence and fields that found no room in their events.",
		    agent->counts.left_out },
		{ "recipients_refused_total", "", "counter", "Recipients for whom mail was refused.",
		    agent->counts.recipients },
		{ "zones_suspended", "", "gauge",
		    "DNSBL zones that are not asked, and name servers asked last, by what connections have seen.",
		    suspensions_count(&agent->suspensions, now_s) },
		{ "zones_no_room_total", "", "counter", "Findings about zones that found no room among the suspended.",
		    agent->suspensions.no_room },
		{ "zones_unwritten_total", "", "counter", "Times that the states of zones could not be written.",
		    agent->counts.unwritten },
		{ "first_seen", "", "gauge", "Sources and networks whose evidence has a first sight, for grace.",
		    first_seen_count(&agent->seen) },
		{ "first_seen_evicted_total", "", "counter", "First sights that made room.", agent->seen.evicted },
		{ "first_seen_unwritten_total", "", "counter", "First sights that could not be written at once.",
		    agent->seen.unwritten },
		{ "first_seen_faults_total", "", "counter", "Times that their files could not be read or written.",
		    agent->counts.seen_faults },
		{ "messages", "", "gauge", "Messages whose events are joined.", counter_table_count(agent->messages) },
		{ "messages_evicted_total", "", "counter", "Messages that made room.", counter_table_evicted(agent->messages) },
		{ "networks", "", "gauge", "Networks of which accepted mail is counted.",
		    counter_table_count(agent->standings) },
		{ "networks_evicted_total", "", "counter", "Networks that made room.",
		    counter_table_evicted(agent->standings) },
		{ "sender_hosts", "", "gauge", "Hosts whose sender domains are counted.", senders.hosts },
		{ "sender_hosts_evicted_total", "", "counter", "Hosts that made room.", senders.evicted },
		{ "sender_changes", "", "gauge", "Hosts of which nearly each message has a sender domain of its own.",
		    senders.changing },
		{ "sender_changes_unwritten_total", "", "counter", "Times that their file could not be written.",
		    senders.unwritten },
		{ "followers", "", "gauge", "Programs that follow events.", followers_count(agent->followers) },
		{ "followers_missed_total", "", "counter", "Packets that found no room with one of them.",
		    followers_missed(agent->followers) },
		{ "reports_total", "", "counter", "Reports that came, those made of what connections did included.",
		    reports->came },
		{ "reports_waiting", "", "gauge", "Hosts that are about to be listed.", candidates_count(candidates) },
		{ "reports_unwritten_total", "", "counter", "Times that the store could not be written for them.",
		    candidates_unwritten(candidates) },
		{ "reports_stuck", "", "gauge", "1 while it cannot.", candidates_are_stuck(candidates) },
		{ "reports_done_seen", "", "gauge", "1 when a connection has told in the last day what it did.",
		    reports_see_done(agent->reports, now_s) },
		{ "report_buckets", "", "gauge", "Kinds and hosts of which reports are counted.",
		    counter_table_count(buckets) },
		{ "report_buckets_evicted_total", "", "counter", "Those that made room.", counter_table_evicted(buckets) },
		{ "case_verdicts_total", "", "counter", "Verdicts that were remembered as cases.", cases->verdicts },
		{ "cases_new_total", "", "counter", "Cases that were new.", cases->cases },
		{ "cases_removed_total", "", "counter", "Cases that made room, for cases.max or on a full disk.",
		    cases->removed },
		{ "case_verdicts_lost_total", "", "counter", "Verdicts that could not be remembered.", cases->lost },
		{ "case_verdicts_waiting", "", "gauge", "Verdicts and ends of connections that wait to be written.",
		    case_book_waiting(agent->case_book) },
		{ "cases_unwritten_total", "", "counter", "Times that the cases could not be written.", cases->unwritten },
		{ "questions_total", "{kind=\"site\"}", "counter", "Questions of whyblock-web.",
		    questions->answered[WB_ASK_SITE] },
		{ "questions_total", "{kind=\"code\"}", "counter", NULL, questions->answered[WB_ASK_CODE] },
		{ "questions_total", "{kind=\"blocked\"}", "counter", NULL, questions->answered[WB_ASK_BLOCKED] },
		{ "questions_total", "{kind=\"file\"}", "counter", NULL, questions->answered[WB_ASK_FILE] },
		{ "questions_total", "{kind=\"status\"}", "counter", NULL, questions->answered[WB_ASK_STATUS] },
		{ "questions_total", "{kind=\"health\"}", "counter", NULL, questions->answered[WB_ASK_HEALTH] },
		{ "questions_unavailable_total", "", "counter", "Questions that could not be looked up.",
		    questions->unavailable },
		{ "questions_not_taken_total", "{why=\"stranger\"}", "counter", "Askers who were turned away.",
		    questions->refused },
		{ "questions_not_taken_total", "{why=\"malformed\"}", "counter", NULL, questions->malformed },
		{ "questions_not_taken_total", "{why=\"dropped\"}", "counter", NULL, questions->dropped },
		{ "resident_bytes", "", "gauge", "Memory in use.", resident_bytes() },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].help != NULL)
			wb_text_addf(text, "# HELP whyblock_agent_%s %s\n# TYPE whyblock_agent_%s %s\n", rows[i].name,
			    rows[i].help, rows[i].name, rows[i].type);
		wb_text_addf(text, "whyblock_agent_%s%s %" PRIu64 "\n", rows[i].name, rows[i].labels, rows[i].number);
	}
	wb_text_add(text,
	    "# HELP whyblock_agent_report_results_total What became of reports.\n"
	    "# TYPE whyblock_agent_report_results_total counter\n");
	for (size_t i = 0; i < WB_REPORT_RESULTS; i++)
		wb_text_addf(text, "whyblock_agent_report_results_total{result=\"%s\"} %" PRIu64 "\n",
		    wb_report_results[i].name, reports->results[i]);
}

/* ---- HTTP ------------------------------------------------------------------------------------------------------------ */

static enum MHD_Result take_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *upload, size_t *upload_size, void **request)
{
	const struct metrics *metrics = context;
	char buffer[METRICS_TEXT_SIZE] = "not found\n";
	unsigned status = MHD_HTTP_NOT_FOUND;
	struct MHD_Response *response;
	struct wb_text text;
	enum MHD_Result result;

	(void)version;
	(void)upload;
	(void)upload_size;
	(void)request;
	if (strcmp(url, "/metrics") == 0 && (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)) {
		status = MHD_HTTP_OK;
		wb_text_open(&text, buffer, sizeof(buffer));
		metrics_format(metrics->agent, (int64_t)time(NULL), &text);
	}
	response = MHD_create_response_from_buffer(strlen(buffer), buffer, MHD_RESPMEM_MUST_COPY);
	if (response == NULL)
		return MHD_NO;
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; version=0.0.4");
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

/* All that can be done now; and when to look again, should nothing come: a connection that is silent ends. */
static void run(struct metrics *metrics)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;

	for (int i = 0; i < CONNECTIONS_MAX && wait_ms == 0; i++) {
		MHD_run(metrics->daemon);
		if (MHD_get_timeout(metrics->daemon, &wait_ms) != MHD_YES) {
			/* With the last connection gone it listens again, but only in a further run. */
			MHD_run(metrics->daemon);
			sd_event_source_set_enabled(metrics->timer, SD_EVENT_OFF);
			return;
		}
	}
	sd_event_source_set_time_relative(metrics->timer, (wait_ms + 1) * 1000);
	sd_event_source_set_enabled(metrics->timer, SD_EVENT_ONESHOT);
}

static int on_io(sd_event_source *source, int fd, uint32_t events, void *context)
{
	(void)source;
	(void)fd;
	(void)events;
	run(context);
	return 0;
}

static int on_time(sd_event_source *source, uint64_t now_us, void *context)
{
	(void)source;
	(void)now_us;
	run(context);
	return 0;
}

enum wb_status metrics_open(sd_event *loop, const struct agent *agent, struct metrics **metrics_r, struct wb_error *error_r)
{
	struct metrics *metrics = calloc(1, sizeof(*metrics));
	const union MHD_DaemonInfo *epoll;
	enum wb_status status;
	int fd;

	*metrics_r = metrics;
	if (metrics == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	metrics->agent = agent;
	status = listener_open(agent->folder, METRICS_SOCKET, SOCK_STREAM, 0660, &fd, error_r);
	if (status == WB_OK) {
		metrics->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, take_request, metrics,
		    MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
		    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_END);
		epoll = metrics->daemon == NULL ? NULL : MHD_get_daemon_info(metrics->daemon, MHD_DAEMON_INFO_EPOLL_FD);
		if (epoll == NULL ||
		    sd_event_add_time_relative(loop, &metrics->timer, CLOCK_MONOTONIC, 0, 0, on_time, metrics) < 0 ||
		    sd_event_add_io(loop, &metrics->io, epoll->epoll_fd, EPOLLIN, on_io, metrics) < 0)
			status = wb_fail(error_r, WB_UNAVAILABLE, "cannot serve metrics");
		if (metrics->daemon == NULL)
			close(fd);
	}
	if (status != WB_OK)
		metrics_close(metrics_r);
	return status;
}

void metrics_close(struct metrics **metrics)
{
	struct metrics *closing = *metrics;

	*metrics = NULL;
	if (closing == NULL)
		return;
	sd_event_source_disable_unref(closing->io);
	sd_event_source_disable_unref(closing->timer);
	if (closing->daemon != NULL)
		MHD_stop_daemon(closing->daemon); /* which closes the socket */
	free(closing);
}
