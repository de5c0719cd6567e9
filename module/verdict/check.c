/* check.c - see check.h */
#include "verdict/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/zone_states.h"
#include "verdict/exempt.h"

enum wb_status wb_check_open(struct wb_check *check, const char *config_path, struct wb_diagnostics *diagnostics_r)
{
	struct wb_diagnostics *diagnostics = diagnostics_r != NULL ? diagnostics_r : calloc(1, sizeof(*diagnostics));
	enum wb_status status;

	if (diagnostics == NULL)
		return WB_NO_MEMORY;
	status = wb_config_open(config_path, &check->config, diagnostics);
	if (status != WB_OK) {
		const struct wb_diagnostic *first = &diagnostics->rows[0];
		char line[16] = "";

		if (first->line > 0)
			snprintf(line, sizeof(line), ":%d", first->line);
		wb_fail(&check->config_fault, status, "configuration %.200s%s: %.200s%s", config_path, line, first->text,
		    diagnostics->count > 1 ? " (and more: run whyblock check-config)" : "");
	}
	if (diagnostics_r == NULL)
		free(diagnostics);
	return status;
}

void wb_check_close(struct wb_check *check)
{
	wb_dnsbl_close(&check->dnsbl);
	wb_config_close(&check->config);
	memset(check, 0, sizeof(*check));
}

/* What this host's own files say about the address; looked up once, since it does not change while the client is connected. */
static void gather_local(struct wb_check *check, const struct wb_address *client, int64_t now_s)
{
	if (check->gathered && memcmp(client, &check->facts.client, sizeof(*client)) == 0)
		return;
	wb_dnsbl_close(&check->dnsbl);
	check->dns_done = false;
	if (check->config_fault.text[0] != '\0') {
		memset(&check->facts, 0, sizeof(check->facts));
		check->facts.client = *client;
		check->facts.listings_unknown = true;
		check->facts.fault = check->config_fault;
	} else {
		wb_evidence_gather(&check->config->policy, client, now_s, &check->facts);
		check->gather_count++;
	}
	check->gathered = true;
}

/* Classifies what is known by now. True: no open zone could change the reply. */
static bool is_settled(struct wb_check *check, int64_t now_s)
{
	bool is_open[WB_ZONES_MAX] = { false };

	check->facts.evidence_count = check->facts.local_count;
	check->facts.dnswl[0] = '\0';
	if (check->dnsbl != NULL)
		wb_dnsbl_add_evidence(check->dnsbl, &check->facts);
	for (size_t i = 0; i < check->config->policy.zone_count; i++)
		is_open[i] = check->dnsbl == NULL || wb_dnsbl_is_open(check->dnsbl, i);
	wb_classify(&check->config->policy, &check->facts, now_s, &check->verdict);
	/* The TXT record of a hit is asked only when a reply uses it. */
	for (size_t i = 0; check->dnsbl != NULL && i < check->config->policy.zone_count; i++) {
		if (is_open[i] && wb_dnsbl_result(check->dnsbl, i)->answer == WB_DNSBL_LISTED)
			return false;
	}
	return wb_classify_is_settled(&check->config->policy, &check->facts, &check->verdict, is_open) && !check->wait_for_all;
}

/* TXT records cost a question for each hit: asked only when a reply uses them, or somebody wants to see all. */
static bool wants_text(const struct wb_check *check)
{
	for (size_t i = 0; i < check->config->policy.category_count; i++) {
		if (strstr(check->config->policy.categories[i].text, "%{reason}") != NULL)
			return true;
	}
	return check->wait_for_all;
}

static void open_dns(struct wb_check *check, int64_t now_s)
{
	const struct wb_config *config = check->config;
	const char *names[WB_ZONES_MAX];
	struct wb_error error;

	wb_zones_list_names(config->policy.zones, config->policy.zone_count, names);
	/* Without a word about their health all zones are asked: that costs time, and blocks nobody. */
	if (wb_zone_states_load(config->policy.store, names, config->policy.zone_count, check->health, &error) != WB_OK)
		wb_text_copy(check->facts.notice, sizeof(check->facts.notice), error.text);
	if (wb_dnsbl_open(config, &check->facts.client, check->health, now_s, wants_text(check), &check->dnsbl, &error) !=
		WB_OK &&
	    check->facts.fault.text[0] == '\0')
		check->facts.fault = error;
}

/* What staff should know: a zone that is suspended, and a return code that nobody has named. */
static void add_notice(struct wb_check *check, size_t zone, bool changed)
{
	const struct wb_dnsbl_result *result = wb_dnsbl_result(check->dnsbl, zone);
	const char *shown = check->config->policy.zones[zone].shown;
	size_t used = strlen(check->facts.notice);
	struct wb_text text = { check->facts.notice, sizeof(check->facts.notice), used, false };

	if (changed && check->health[zone].state == WB_HEALTH_SUSPENDED)
		wb_text_addf(&text, "%s%.100s is suspended for %d s: %s", used > 0 ? "; " : "", shown, WB_HEALTH_SUSPEND_S,
		    check->health[zone].why);
	if (result->unnamed_code != 0)
		wb_text_addf(&text, "%s%.100s answered 127.%u.%u.%u, which its table does not name",
		    text.length > 0 ? "; " : "", shown, result->unnamed_code >> 16 & 255, result->unnamed_code >> 8 & 255,
		    result->unnamed_code & 255);
}

/* When no more is waited for: what was learnt about the zones themselves is shared with all processes. */
static void finish_dns(struct wb_check *check, int64_t now_s)
{
	const struct wb_config *config = check->config;
	const char *names[WB_ZONES_MAX];
	struct wb_health loaded[WB_ZONES_MAX];
	bool changed[WB_ZONES_MAX];
	bool any = false;

	memcpy(loaded, check->health, sizeof(loaded));
	wb_dnsbl_learn(check->dnsbl, now_s, check->health, changed);
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		add_notice(check, i, changed[i]);
		any = any || changed[i];
	}
	wb_zones_list_names(config->policy.zones, config->policy.zone_count, names);
	if (any && !check->keeps_health_back)
		wb_zone_states_save(
		    config->policy.store, names, changed, config->policy.zone_count, loaded, check->health, NULL);
}

/* Asks all zones at once and waits until the reply is settled, or the deadline is over. Once for each connection. */
static void gather_dns(struct wb_check *check, int64_t now_s)
{
	bool settled = is_settled(check, now_s);

	if (check->dns_done || check->skip_dns || check->config->policy.zone_count == 0 || check->facts.listings_unknown)
		return;
	if (check->dnsbl == NULL && !settled)
		open_dns(check, now_s);
	if (check->dnsbl == NULL)
		return;
	wb_dnsbl_pump(check->dnsbl);
	while (!is_settled(check, now_s) && wb_dnsbl_wait(check->dnsbl))
		;
	finish_dns(check, now_s);
	is_settled(check, now_s);
	check->dns_done = true;
	/* The results stay for whoever explains them; the sockets are not needed any more. */
	wb_dnsbl_hang_up(check->dnsbl);
}

static void decide(struct wb_check *check, int64_t now_s)
{
	struct wb_verdict *verdict = &check->verdict;

	gather_local(check, &check->query.client, now_s);
	gather_dns(check, now_s);
	wb_classify(&check->config->policy, &check->facts, now_s, verdict);
	if (check->facts.fault.text[0] == '\0' || verdict->exempt[0] != '\0' || verdict->action >= WB_DEFER)
		return;
	if (check->config->policy.on_error == WB_ON_ERROR_DEFER) {
		verdict->action = WB_DEFER;
		verdict->category = NULL;
		verdict->on_error = true;
	}
}

void wb_check_prefetch(struct wb_check *check, const struct wb_query *query, int64_t now_s)
{
	char why[160];

	if (check->skip_dns || check->config->policy.zone_count == 0 ||
	    wb_exempt_match(&check->config->policy.exempt, query, why, sizeof(why)))
		return;
	gather_local(check, &query->client, now_s);
	if (check->dns_done || check->facts.listings_unknown)
		return;
	if (check->dnsbl != NULL)
		wb_dnsbl_pump(check->dnsbl);
	else if (!is_settled(check, now_s))
		open_dns(check, now_s);
}

/*
 * The code in the reply. A key that is missing or cannot be read is no fault: there is no code then, and check-config says why.
 * For as long as client, category and action stay the same so does the code: it is in the log once for each message.
 */
static void make_reference(struct wb_check *check, int64_t now_s)
{
	const struct wb_verdict *verdict = &check->verdict;
	struct wb_reference reference;

	check->reference_code[0] = '\0';
	if (check->skip_reference || wb_check_action(check) < WB_DEFER || verdict->category == NULL)
		return;
	if (!check->reference_keys_read)
		wb_reference_keys_read(check->config->policy.reference_key, &check->reference_keys, NULL);
	check->reference_keys_read = true;
	reference = wb_reference_make(&check->query.client, verdict->category->id, verdict->action, now_s);
	if (reference.action == check->reference.action && reference.category_hash == check->reference.category_hash &&
	    memcmp(&reference.client, &check->reference.client, sizeof(reference.client)) == 0)
		reference.at_s = check->reference.at_s;
	check->reference = reference;
	wb_reference_format(&check->reference_keys, &reference, check->reference_code);
}

void wb_check_run(struct wb_check *check, const struct wb_query *query, int64_t now_s)
{
	const struct wb_clock *clock = check->clock != NULL ? check->clock : &wb_clock_system;
	int64_t started_us = clock->monotonic_us(clock->context);
	char why[160];

	check->query = *query;
	if (wb_exempt_match(&check->config->policy.exempt, query, why, sizeof(why))) {
		memset(&check->verdict, 0, sizeof(check->verdict));
		wb_text_copy(check->verdict.exempt, sizeof(check->verdict.exempt), why);
	} else {
		decide(check, now_s);
	}
	make_reference(check, now_s);
	check->query.recipients = NULL;
	check->elapsed_us = (uint64_t)(clock->monotonic_us(clock->context) - started_us);
}

enum wb_action wb_check_action(const struct wb_check *check)
{
	if (check->config->policy.mode == WB_MONITOR && check->verdict.action > WB_LOG)
		return WB_LOG;
	return check->verdict.action;
}
