/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * dnsbl.c - see dnsbl.h
 *
 * Up to three questions about a zone are on their way in a round: the client's A record; when that is a hit, an A record for the probe;
 * and the TXT record of the hit. Each ends in a call from within the resolver, which fills in the zone's result.
 */
#include "dns/dnsbl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/text.h"

_Static_assert(3 * WB_ZONES_MAX <= WB_RESOLVER_OPEN_MAX, "the resolver takes all questions of a round at once");

/* One zone's part of a round. */
struct row {
	struct wb_dnsbl *dnsbl;
	const struct wb_zone *zone;
	struct wb_dnsbl_result result;
	unsigned open; /* questions on their way, of those that a verdict waits for */
	bool has_hit;  /* what the zone says of the client counts as soon as it has denied the probe */
	bool probe_is_sent, probe_is_back;
	enum wb_resolver_outcome probe_outcome;
};

struct wb_dnsbl {
	struct wb_resolver *resolver;
	struct wb_address client;
	bool wants_text;
	bool probes_all;
	bool (*misleads)(const char *text);
	size_t zone_count;
	struct row rows[WB_ZONES_MAX];
};

void wb_dnsbl_query_name(const struct wb_address *address, bool as_ipv6, const char *zone, char *name_r)
{
	static const char digits[] = "0123456789abcdef";
	struct wb_text text;

	wb_text_open(&text, name_r, WB_DNSBL_NAME_SIZE);
	for (int i = 15; i >= (as_ipv6 ? 0 : 12); i--) {
		if (as_ipv6)
			wb_text_addf(&text, "%c.%c.", digits[address->bytes[i] & 15], digits[address->bytes[i] >> 4]);
		else
			wb_text_addf(&text, "%u.", address->bytes[i]);
	}
	wb_text_add(&text, zone);
}

const char *wb_dnsbl_answer_name(enum wb_dnsbl_answer answer)
{
	static const char *const names[] = { "not asked", "no answer yet", "unknown", "not listed", "listed", "error" };

	_Static_assert(sizeof(names) / sizeof(names[0]) == WB_DNSBL_ANSWER_COUNT, "a name for each answer");
	return names[answer];
}

static void set_result(struct row *row, enum wb_dnsbl_answer answer, const char *why)
{
	row->result.answer = answer;
	wb_text_copy(row->result.why, sizeof(row->result.why), why);
}

static void ask(struct row *row, const struct wb_address *address, enum wb_resolver_type type, wb_resolver_done *done)
{
	char name[WB_DNSBL_NAME_SIZE];

	wb_dnsbl_query_name(address, !wb_address_is_v4(&row->dnsbl->client), row->zone->name, name);
	row->open++;
	wb_resolver_ask(row->dnsbl->resolver, name, type, done, row);
}

static void take_text(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;
	bool (*misleads)(const char *text) = row->dnsbl->misleads;
	size_t key_length = (size_t)(row->zone->shown - row->zone->name); /* with its dot; 0: there is no key */
	char key[WB_ZONE_NAME_MAX + 1];

	row->open--;
	if (answer->outcome != WB_RESOLVER_ANSWER || !wb_text_is_printable(answer->text) ||
	    (misleads != NULL && misleads(answer->text)))
		return;
	/* Some zones put the name that was asked into their text, and with it the account's key. */
	if (key_length > 1) {
		snprintf(key, sizeof(key), "%.*s", (int)key_length - 1, row->zone->name);
		if (strcasestr(answer->text, key) != NULL)
			return;
	}
	wb_text_copy(row->result.text, sizeof(row->result.text), answer->text);
}

/* The zone lists the client, and its probe is back. */
static void judge_hit(struct row *row)
{
	switch (row->probe_outcome) {
	case WB_RESOLVER_NONE:
		set_result(row, WB_DNSBL_LISTED, "");
		break;
	case WB_RESOLVER_ANSWER:
		set_result(row, WB_DNSBL_ERROR, "lists an address that nobody lists: it lists the world");
		break;
	case WB_RESOLVER_TIMEOUT:
	case WB_RESOLVER_FAILURE:
		row->result.timed_out = true;
		set_result(row, WB_DNSBL_UNKNOWN, "a hit, but its probe got no answer");
		break;
	}
}

static void take_probe(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;

	row->probe_is_back = true;
	row->probe_outcome = answer->outcome;
	if (!row->has_hit)
		return;
	row->open--;
	judge_hit(row);
}

/*
 * A random address of 127.0.0.0/8, far from the test entries: no resolver has it cached, and no zone lists it. False when the kernel
 * has no random numbers yet, which it is not waited for.
 */
static bool pick_probe(struct wb_address *probe_r)
{
	uint8_t random[3];

	if (getrandom(random, sizeof(random), GRND_NONBLOCK) != (ssize_t)sizeof(random))
		return false;
	wb_address_parse("127.0.0.0", probe_r, NULL);
	probe_r->bytes[13] =
	    (uint8_t)(1 + random[0] % 254); /* neither 127.0.x.x, where the test entries are, nor 127.255.x.x */
	probe_r->bytes[14] = random[1];
	probe_r->bytes[15] = random[2];
	return true;
}

/* False when there is no random number for it. */
static bool send_probe(struct row *row)
{
	struct wb_address probe;

	if (!pick_probe(&probe))
		return false;
	row->probe_is_sent = true;
	ask(row, &probe, WB_RESOLVER_A, take_probe);
	return true;
}

/* The zone lists the client, or vouches for it, and that could change the verdict: it has to deny the probe. */
static void take_hit(struct row *row)
{
	set_result(row, WB_DNSBL_PENDING, "");
	row->has_hit = true;
	if (row->probe_is_back)
		judge_hit(row);
	else if (row->probe_is_sent)
		row->open++;
	else if (!send_probe(row))
		set_result(row, WB_DNSBL_UNKNOWN, "a hit, but no random number for its probe");
}

/*
 * An allow list is believed no more than a block list, but its probe costs a question, and good senders are many: it is sent when there
 * is a hit of a block list to weigh.
 */
static void probe_allow_lists(struct wb_dnsbl *dnsbl)
{
	bool is_needed = dnsbl->probes_all;

	for (size_t i = 0; i < dnsbl->zone_count; i++)
		is_needed = is_needed || (dnsbl->rows[i].has_hit && !dnsbl->rows[i].zone->is_dnswl);
	for (size_t i = 0; i < dnsbl->zone_count; i++) {
		if (dnsbl->rows[i].result.is_unproven && (is_needed || dnsbl->rows[i].probe_is_sent)) {
			dnsbl->rows[i].result.is_unproven = false;
			take_hit(&dnsbl->rows[i]);
		}
	}
}

/* What a zone's table makes of all the codes of one answer. */
struct reading {
	const struct wb_zone *zone;
	const char *error; /* what the first code that is an error means; NULL: none is */
	bool is_listed, vouches;
};

static void read_code(void *context, const struct wb_code *code)
{
	struct reading *reading = context;

	reading->is_listed = reading->is_listed || (code->kind == WB_CODE_LISTED && !reading->zone->is_dnswl);
	reading->vouches = reading->vouches || wb_zone_vouches(reading->zone, code);
	if (code->kind == WB_CODE_ERROR)
		reading->error = code->meaning;
}

/* The answer about the client. Rules 1 to 4, and 7: a hit needs a probe. */
static void take_answer(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;
	struct wb_dnsbl_result *result = &row->result;
	struct reading reading = { .zone = row->zone };

	row->open--;
	if (answer->outcome == WB_RESOLVER_NONE) {
		set_result(row, WB_DNSBL_NOT_LISTED, "");
		return;
	}
	if (answer->outcome != WB_RESOLVER_ANSWER) {
		result->timed_out = true;
		set_result(row, WB_DNSBL_UNKNOWN, answer->why);
		return;
	}
	for (size_t i = 0; i < answer->address_count; i++) {
		uint32_t code = answer->addresses[i];
		char text[WB_CODE_TEXT_SIZE];

		result->codes[result->code_count++] = code;
		if (!wb_code_is_loopback(code))
			reading.error = "outside 127.0.0.0/8; the zone is gone, or the resolver rewrites answers";
		else if (wb_code_is_refusal(code))
			reading.error = "the zone refuses this resolver, or the number of its queries";
		else if (wb_zone_decode(row->zone, code, read_code, &reading) == 0)
			result->unnamed_code = code;
		/* One code that is an error spoils the whole answer. */
		if (reading.error != NULL) {
			wb_code_format(code, text);
			snprintf(result->why, sizeof(result->why), "answered %s: %s", text, reading.error);
			result->answer = WB_DNSBL_ERROR;
			return;
		}
	}
	/* What counts for nothing needs no probe. */
	set_result(row, WB_DNSBL_LISTED, "");
	result->is_unproven = reading.vouches;
	if (reading.is_listed)
		take_hit(row);
	probe_allow_lists(row->dnsbl);
	if (reading.is_listed && row->dnsbl->wants_text)
		ask(row, &row->dnsbl->client, WB_RESOLVER_TXT, take_text);
}

struct wb_dnsbl *wb_dnsbl_open(const struct wb_dnsbl_setup *setup)
{
	struct wb_dnsbl *dnsbl = calloc(1, sizeof(*dnsbl));

	if (dnsbl == NULL)
		return NULL;
	dnsbl->resolver = setup->resolver;
	dnsbl->client = setup->client;
	dnsbl->wants_text = setup->wants_text;
	dnsbl->probes_all = setup->probes_all;
	dnsbl->misleads = setup->misleads;
	dnsbl->zone_count = setup->zone_count;
	for (size_t i = 0; i < setup->zone_count; i++) {
		struct row *row = &dnsbl->rows[i];
		const struct wb_health *health = &setup->health[i];

		row->dnsbl = dnsbl;
		row->zone = &setup->zones[i];
		if (!wb_address_is_v4(&setup->client) && !row->zone->asks_ipv6) {
			set_result(row, WB_DNSBL_UNASKED, "lists no IPv6 addresses");
		} else if (!wb_health_may_ask(health, setup->now_s)) {
			set_result(
			    row, WB_DNSBL_UNASKED, health->state == WB_HEALTH_SUSPENDED ? "suspended" : "failed its last test");
		} else {
			set_result(row, WB_DNSBL_PENDING, "");
			ask(row, &dnsbl->client, WB_RESOLVER_A, take_answer);
			/* Nobody waits for it unless there is a hit. */
			if (row->zone->probe == WB_ZONE_PROBE_WITH && row->result.answer == WB_DNSBL_PENDING && send_probe(row))
				row->open--;
		}
	}
	return dnsbl;
}

bool wb_dnsbl_has_open(const struct wb_dnsbl *dnsbl)
{
	for (size_t i = 0; i < dnsbl->zone_count; i++) {
		if (dnsbl->rows[i].open > 0)
			return true;
	}
	return false;
}

bool wb_dnsbl_is_open(const struct wb_dnsbl *dnsbl, size_t zone)
{
	return dnsbl->rows[zone].open > 0;
}

const struct wb_dnsbl_result *wb_dnsbl_result(const struct wb_dnsbl *dnsbl, size_t zone)
{
	return &dnsbl->rows[zone].result;
}

void wb_dnsbl_learn(
    struct wb_dnsbl *dnsbl, const struct wb_health *known, bool is_over, bool has_no_server, enum wb_health_finding *findings_r)
{
	for (size_t i = 0; i < dnsbl->zone_count; i++) {
		struct row *row = &dnsbl->rows[i];
		enum wb_dnsbl_answer answer = row->result.answer;
		bool was_in_doubt = known[i].timeouts > 0 || known[i].state == WB_HEALTH_SUSPENDED;

		/* Who gave up before the deadline does not know whether the zone would have answered. */
		if (answer == WB_DNSBL_PENDING && is_over) {
			row->result.timed_out = true;
			set_result(row, WB_DNSBL_UNKNOWN,
			    row->result.code_count > 0 ? "a hit, but its probe got no answer" : WB_RESOLVER_NO_ANSWER);
		}
		findings_r[i] = WB_HEALTH_NOTHING_NEW;
		if (answer == WB_DNSBL_ERROR)
			findings_r[i] = WB_HEALTH_REFUSED;
		else if (row->result.timed_out)
			findings_r[i] = has_no_server ? WB_HEALTH_NOTHING_NEW : WB_HEALTH_TIMED_OUT;
		else if ((answer == WB_DNSBL_LISTED || answer == WB_DNSBL_NOT_LISTED) && was_in_doubt)
			findings_r[i] = WB_HEALTH_ANSWERED;
	}
}

void wb_dnsbl_close(struct wb_dnsbl **dnsbl)
{
	free(*dnsbl);
	*dnsbl = NULL;
}
