/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* tell.c - see tell.h */
#include "exim/tell.h"

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "verdict/event_send.h"

/*
 * Whether nobody is connected, and somebody tries the configuration: `exim -bh`. Exim's variable is an int before 4.100, and one byte
 * since. It is looked up softly: an Exim that does not show it has real clients.
 */
static bool is_trial(void)
{
	const void *host_checking = dlsym(RTLD_DEFAULT, "host_checking");
	const ElfW(Sym) *symbol = NULL;
	Dl_info found;
	int number = 0;

	if (host_checking == NULL || dladdr1(host_checking, &found, (void **)&symbol, RTLD_DL_SYMENT) == 0 || symbol == NULL ||
	    symbol->st_size > sizeof(number))
		return false;
	memcpy(&number, host_checking, symbol->st_size);
	return number != 0;
}

static bool told_has(const struct told *told, const struct wb_verdict *verdict)
{
	for (size_t i = 0; i < told->count && i < TOLD_ROWS; i++) {
		if (told->rows[i].action == verdict->action && told->rows[i].category == verdict->category &&
		    told->rows[i].chooser == verdict->chooser)
			return true;
	}
	return false;
}

void told_note(struct told *told, const struct wb_verdict *verdict, bool is_first)
{
	if (is_first)
		told->count = 0;
	if (verdict == NULL || told_has(told, verdict))
		return;
	told->rows[told->count % TOLD_ROWS].action = verdict->action;
	told->rows[told->count % TOLD_ROWS].category = verdict->category;
	told->rows[told->count++ % TOLD_ROWS].chooser = verdict->chooser;
}

bool tell_logs_accept(const struct wb_outcome *outcome)
{
	return outcome->policy->log_accepts && outcome->verdict.exempt[0] == '\0' && wb_outcome_has_evidence(outcome);
}

bool tell_is_worth_a_line(const struct wb_outcome *outcome, const struct told *logged, bool complained, bool is_new)
{
	const struct wb_verdict *verdict = &outcome->verdict;

	if (verdict->action == WB_OFF && wb_outcome_has_complaint(outcome) && !complained)
		return true;
	if (verdict->action == WB_OFF && !tell_logs_accept(outcome))
		return false;
	return !told_has(logged, verdict) || is_new;
}

void tell_open(struct tell *tell, const char *store)
{
	*tell = (struct tell){
		.store = store,
		.opened_us = (uint64_t)wb_clock_system.monotonic_us(wb_clock_system.context),
	};
}

static struct wb_event_about about(const struct tell *tell, bool is_refusal)
{
	return (struct wb_event_about){
		.at_s = (int64_t)time(NULL),
		.opened_us = tell->opened_us,
		.message = tell->message,
		.is_refusal = is_refusal,
	};
}

/* False: it is lost. */
static bool send_packet(struct tell *tell, const struct wb_event_packet *packet)
{
	char folder[PATH_MAX];

	wb_policy_run_folder(tell->store, folder);
	if (is_trial() || wb_event_send(folder, packet->bytes, packet->size) != WB_EVENT_LOST)
		return true;
	tell->lost++;
	tell->untold++;
	return false;
}

/* Something was learnt of a zone that others should know. */
static bool has_news_of_zones(const struct wb_outcome *outcome)
{
	for (size_t i = 0; outcome->dnsbl != NULL && i < outcome->policy->zone_count + outcome->name_servers.count; i++) {
		if (outcome->findings[i] != WB_HEALTH_NOTHING_NEW)
			return true;
	}
	return false;
}

static bool is_news(const struct tell *tell, const struct wb_outcome *outcome, struct tell_at at)
{
	const struct wb_verdict *verdict = &outcome->verdict;

	if (verdict->exempt[0] != '\0' || !wb_outcome_has_evidence(outcome))
		return false;
	if (outcome->action >= WB_DEFER || !told_has(&tell->told, verdict))
		return true;
	return at.is_in_message && !at.was_told;
}

/* A function of its own, since a packet takes pages of the stack, of which a clean client's connection need touch none. */
static __attribute__((noinline)) bool send_verdict(struct tell *tell, const struct wb_outcome *outcome, struct tell_at at)
{
	struct wb_event_about which = about(tell, outcome->action >= WB_DEFER);
	struct wb_event_packet packet;

	which.recipients = at.recipients;
	if (!at.is_in_message)
		which.message = 0;
	wb_event_make(outcome, &which, !tell->knows_zones, &packet);
	return send_packet(tell, &packet);
}

bool tell_verdict(struct tell *tell, const struct wb_outcome *outcome, struct tell_at at)
{
	bool zones = !tell->knows_zones && has_news_of_zones(outcome);
	bool complaint = !tell->knows_complaint && wb_outcome_has_complaint(outcome);
	bool verdict = is_news(tell, outcome, at), is_first = at.is_in_message && !at.was_told, is_sent;

	if (!zones && !complaint && !verdict)
		return false;
	if (is_first)
		tell->message++;
	/* What is lost here goes along with the next verdict, if there is one. */
	is_sent = send_verdict(tell, outcome, at);
	/* It has said so, see tell.h. */
	tell->untold = is_sent ? 0 : tell->untold;
	tell->knows_zones = tell->knows_zones || (zones && is_sent);
	tell->knows_complaint = tell->knows_complaint || (complaint && is_sent);
	told_note(&tell->told, verdict ? &outcome->verdict : NULL, is_first);
	return true;
}

void tell_done(struct tell *tell, const struct wb_address *client, const struct wb_event_counts *counts)
{
	struct wb_event_about which = about(tell, false);
	struct wb_event_counts all = *counts;
	struct wb_event_packet packet;

	all.senders = &tell->senders;
	wb_event_make_done(client, &all, &which, &packet);
	send_packet(tell, &packet);
}

void tell_report(struct tell *tell, const struct wb_address *client, const char *kind, const char *reason, const char *sender,
    const struct wb_query *last)
{
	static const struct wb_query none;
	const struct wb_query *query = last != NULL ? last : &none;
	/* A verdict about another sender was about another message. */
	bool is_of_another = sender != NULL && strcmp(sender, query->sender) != 0;
	const struct wb_event_report report = {
		.kind = kind,
		.reason = reason,
		.helo = query->helo,
		.sender = sender != NULL ? sender : query->sender,
		.recipient = is_of_another ? "" : query->recipient,
	};
	struct wb_event_about which = about(tell, false);
	struct wb_event_packet packet;

	wb_event_make_report(client, &report, &which, &packet);
	send_packet(tell, &packet);
}
