/* check.c - see check.h */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "exempt.h"
#include "text.h"

enum wb_status wb_check_open(struct wb_check *check, const char *config_path, struct wb_mistakes *mistakes_r)
{
	struct wb_mistakes *mistakes = mistakes_r != NULL ? mistakes_r : calloc(1, sizeof(*mistakes));
	enum wb_status status;

	if (mistakes == NULL)
		return WB_NO_MEMORY;
	status = wb_config_open(config_path, &check->config, mistakes);
	if (status != WB_OK) {
		const struct wb_mistake *first = &mistakes->rows[0];
		char line[16] = "";

		if (first->line > 0)
			snprintf(line, sizeof(line), ":%d", first->line);
		wb_fail(&check->config_fault, status, "configuration %.200s%s: %.200s%s", config_path, line, first->text,
		    mistakes->count > 1 ? " (and more: run whyblock check-config)" : "");
	}
	if (mistakes_r == NULL)
		free(mistakes);
	return status;
}

void wb_check_close(struct wb_check *check)
{
	wb_config_close(&check->config);
	memset(check, 0, sizeof(*check));
}

static uint64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* What is known about the address does not change while the client is connected: looked up once. */
static void gather_once(struct wb_check *check)
{
	const struct wb_address *client = &check->query.client;

	if (check->gathered && memcmp(client, &check->facts.client, sizeof(*client)) == 0)
		return;
	if (check->config_fault.text[0] != '\0') {
		memset(&check->facts, 0, sizeof(check->facts));
		check->facts.client = *client;
		check->facts.listings_unknown = true;
		check->facts.fault = check->config_fault;
	} else {
		wb_evidence_gather(check->config, client, &check->facts);
		check->gather_count++;
	}
	check->gathered = true;
}

static void decide(struct wb_check *check, int64_t now_s)
{
	struct wb_verdict *verdict = &check->verdict;

	gather_once(check);
	wb_classify(check->config, &check->facts, now_s, verdict);
	if (check->facts.fault.text[0] == '\0' || verdict->exempt[0] != '\0' || verdict->action >= WB_DEFER)
		return;
	if (check->config->on_error == WB_ON_ERROR_DEFER) {
		verdict->action = WB_DEFER;
		verdict->category = NULL;
		verdict->on_error = true;
	}
}

void wb_check_run(struct wb_check *check, const struct wb_query *query, int64_t now_s)
{
	uint64_t started_us = now_us();
	char why[160];

	check->query = *query;
	if (wb_exempt_match(&check->config->exempt, query, why, sizeof(why))) {
		memset(&check->verdict, 0, sizeof(check->verdict));
		wb_text_copy(check->verdict.exempt, sizeof(check->verdict.exempt), why);
	} else {
		decide(check, now_s);
	}
	check->query.recipients = NULL;
	check->elapsed_us = now_us() - started_us;
}

enum wb_action wb_check_action(const struct wb_check *check)
{
	if (check->config->mode == WB_MONITOR && check->verdict.action > WB_LOG)
		return WB_LOG;
	return check->verdict.action;
}
