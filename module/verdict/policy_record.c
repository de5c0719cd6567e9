/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* policy_record.c - see policy_record.h */
#include "verdict/policy_record.h"

#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "verdict/message_fact.h"
#include "verdict/pattern.h"
#include "verdict/rule.h"

#define ITEMS_MAX 1000000 /* of a list for which nothing else says how long it may be */

static void refuse_unless(struct wb_policy_walk *walk, bool is_right)
{
	if (!is_right)
		walk->record.has_failed = true;
}

static uint32_t walk_number(struct wb_policy_walk *walk, uint32_t number)
{
	return (uint32_t)wb_record_number(&walk->record, number, 4);
}

static bool walk_boolean(struct wb_policy_walk *walk, bool value)
{
	return wb_record_choice(&walk->record, value, 2) == 1;
}

static int walk_choice(struct wb_policy_walk *walk, int choice, unsigned count)
{
	return (int)wb_record_choice(&walk->record, (unsigned)choice, count);
}

static void walk_text(struct wb_policy_walk *walk, const char **text)
{
	wb_record_string(&walk->record, text);
}

/*
 * The number of a list's items, and memory for them: to be filled when reading, a copy when writing, so that what is written stays
 * as it is. NULL when there are none, and after a mistake.
 */
static void *walk_count(struct wb_policy_walk *walk, const void *items, size_t *count, size_t count_max, size_t item_bytes)
{
	struct wb_record *record = &walk->record;
	void *memory = NULL;

	*count = (size_t)wb_record_number(record, *count, 4);
	/* No item takes less than a byte: a count that lies is found before memory is asked for. */
	refuse_unless(walk, *count <= count_max && (record->out != NULL || *count <= record->size - record->at));
	if (!record->has_failed && *count > 0) {
		memory = wb_pool_alloc(walk->pool, *count * item_bytes);
		walk->no_memory = walk->no_memory || memory == NULL;
		refuse_unless(walk, memory != NULL);
	}
	if (memory == NULL)
		*count = 0;
	else if (record->out != NULL)
		memcpy(memory, items, *count * item_bytes);
	return memory;
}

static void walk_texts(struct wb_policy_walk *walk, struct wb_texts *list)
{
	list->items = walk_count(walk, list->items, &list->count, ITEMS_MAX, sizeof(*list->items));
	for (size_t i = 0; i < list->count; i++)
		walk_text(walk, &list->items[i]);
}

static void walk_prefixes(struct wb_policy_walk *walk, struct wb_prefixes *list)
{
	list->items = walk_count(walk, list->items, &list->count, ITEMS_MAX, sizeof(*list->items));
	for (size_t i = 0; i < list->count; i++)
		wb_record_prefix(&walk->record, &list->items[i]);
}

/* What was read is used without another look, and its length says where in an address to look. */
static void walk_nat64_prefixes(struct wb_policy_walk *walk, struct wb_prefixes *list)
{
	walk_prefixes(walk, list);
	for (size_t i = 0; i < list->count; i++)
		refuse_unless(walk, walk->record.has_failed || wb_nat64_is_valid(&list->items[i]));
}

static void walk_asns(struct wb_policy_walk *walk, struct wb_asns *list)
{
	list->items = walk_count(walk, list->items, &list->count, ITEMS_MAX, sizeof(*list->items));
	for (size_t i = 0; i < list->count; i++)
		list->items[i] = walk_number(walk, list->items[i]);
}

/* The place of a category in the policy, which others index with. */
static size_t walk_place(struct wb_policy_walk *walk, size_t place, size_t category_count)
{
	place = walk_number(walk, (uint32_t)place);
	refuse_unless(walk, place < category_count);
	return walk->record.has_failed ? 0 : place;
}

static void walk_category(struct wb_policy_walk *walk, struct wb_category *category)
{
	const char *id = category->id;

	walk_text(walk, &id);
	/* It becomes part of a text that Exim expands. */
	refuse_unless(walk, wb_category_id_is_valid(id));
	if (walk->record.out == NULL)
		wb_text_copy(category->id, sizeof(category->id), id);
	walk_text(walk, &category->title);
	category->action = walk_choice(walk, category->action, WB_REJECT + 1);
	category->threshold_milli = walk_number(walk, category->threshold_milli);
	category->tag_at_milli = walk_number(walk, category->tag_at_milli);
	category->defer_at_milli = walk_number(walk, category->defer_at_milli);
	category->grace_s = wb_record_time(&walk->record, category->grace_s);
	refuse_unless(walk, category->grace_s <= WB_SPAN_MAX_S);
	category->floor_milli = walk_number(walk, category->floor_milli);
	walk_text(walk, &category->status);
	refuse_unless(walk, category->status[0] == '5');
	walk_text(walk, &category->text);
	category->position = WB_POSITION_NONE;
}

static void walk_code(struct wb_policy_walk *walk, struct wb_code *code, size_t category_count)
{
	walk_text(walk, &code->text);
	code->match.care = walk_number(walk, code->match.care);
	code->match.from = walk_number(walk, code->match.from);
	code->match.to = walk_number(walk, code->match.to);
	code->match.bit = walk_number(walk, code->match.bit);
	code->kind = (enum wb_code_kind)walk_choice(walk, (int)code->kind, WB_CODE_ERROR + 1);
	/* A row of the catalogue that is no evidence has none. */
	code->category_id = code->category_id != NULL ? code->category_id : "";
	walk_text(walk, &code->category_id);
	code->category = walk_place(walk, code->category, category_count);
	code->weight_milli = walk_number(walk, code->weight_milli);
	code->scope = walk_choice(walk, code->scope, WB_SCOPE_COUNT);
	code->trust = walk_number(walk, code->trust);
	walk_text(walk, &code->meaning);
	code->position = WB_POSITION_NONE;
}

static void walk_zone(struct wb_policy_walk *walk, struct wb_zone *zone, size_t category_count)
{
	size_t key_length = walk->record.out != NULL ? (size_t)(zone->shown - zone->name) : 0;

	walk_text(walk, &zone->name);
	key_length = walk_number(walk, (uint32_t)key_length);
	refuse_unless(walk, strlen(zone->name) <= WB_ZONE_NAME_MAX && key_length <= strlen(zone->name));
	zone->shown = walk->record.has_failed ? zone->name : zone->name + key_length;
	zone->known = NULL;
	zone->position = WB_POSITION_NONE;
	walk_text(walk, &zone->run_by);
	walk_text(walk, &zone->removal);
	zone->is_dnswl = walk_boolean(walk, zone->is_dnswl);
	zone->asks_ipv6 = walk_boolean(walk, zone->asks_ipv6);
	zone->ipv6 = walk_choice(walk, zone->ipv6, WB_ZONE_IPV6_YES + 1);
	zone->probe = walk_choice(walk, zone->probe, WB_ZONE_PROBE_WITH + 1);
	zone->min_trust = walk_choice(walk, zone->min_trust, 4);
	zone->weight_milli = walk_number(walk, zone->weight_milli);
	zone->relief_milli = walk_number(walk, zone->relief_milli);
	zone->codes = walk_count(walk, zone->codes, &zone->code_count, ITEMS_MAX, sizeof(*zone->codes));
	for (size_t i = 0; i < zone->code_count; i++)
		walk_code(walk, &zone->codes[i], category_count);
}

static uint32_t walk_facts(struct wb_policy_walk *walk, uint32_t facts, unsigned count)
{
	facts = walk_number(walk, facts);
	refuse_unless(walk, facts >> count == 0);
	return facts;
}

static void walk_pattern(struct wb_policy_walk *walk, const char **pattern)
{
	walk_text(walk, pattern);
	refuse_unless(walk, walk->record.has_failed || strlen(*pattern) <= WB_PATTERN_BYTES_MAX);
}

/* A rule that is switched off is not written at all. */
static void walk_rule(struct wb_policy_walk *walk, struct wb_rule *rule, size_t category_count)
{
	walk_text(walk, &rule->name);
	walk_asns(walk, &rule->asns);
	walk_asns(walk, &rule->except_asns);
	walk_texts(walk, &rule->countries);
	walk_texts(walk, &rule->except_countries);
	rule->helo_facts = walk_facts(walk, rule->helo_facts, WB_HELO_FACTS);
	rule->host_name_facts = walk_facts(walk, rule->host_name_facts, WB_HOST_NAME_FACTS);
	rule->message_facts = walk_facts(walk, rule->message_facts, WB_MESSAGE_FACTS);
	walk_pattern(walk, &rule->helo_pattern);
	walk_pattern(walk, &rule->host_name_pattern);
	walk_texts(walk, &rule->headers);
	walk_pattern(walk, &rule->header_pattern);
	walk_pattern(walk, &rule->sender_pattern);
	walk_pattern(walk, &rule->body_pattern);
	rule->group = walk_choice(walk, rule->group, WB_RULE_GROUPS);
	/* Without a condition it would hold for every client. */
	refuse_unless(walk, walk->record.has_failed || wb_rule_has_condition(rule));
	walk_text(walk, &rule->category_id);
	rule->category = walk_place(walk, rule->category, category_count);
	rule->weight_milli = walk_number(walk, rule->weight_milli);
	rule->scope = walk_choice(walk, rule->scope, WB_SCOPE_COUNT);
	walk_text(walk, &rule->reason);
	walk_text(walk, &rule->remedy);
	rule->is_shipped = walk_boolean(walk, rule->is_shipped);
	rule->enabled = true;
	rule->position = WB_POSITION_NONE;
	if (walk->record.out == NULL)
		rule->helo = rule->host_name = rule->message = (struct wb_texts){ NULL, 0 };
}

static void walk_sender(struct wb_policy_walk *walk, struct wb_sender *sender)
{
	walk_text(walk, &sender->name);
	walk_texts(walk, &sender->suffixes);
	/* An empty one would be the end of every name. */
	for (size_t i = 0; i < sender->suffixes.count; i++)
		refuse_unless(walk, walk->record.has_failed || sender->suffixes.items[i][0] != '\0');
	walk_asns(walk, &sender->asns);
	sender->kind = walk_choice(walk, sender->kind, WB_SENDER_KINDS);
	walk_text(walk, &sender->checked);
	sender->is_shipped = walk_boolean(walk, sender->is_shipped);
	sender->position = WB_POSITION_NONE;
}

static void walk_recipient(struct wb_policy_walk *walk, struct wb_recipient *recipient, size_t category_count)
{
	walk_text(walk, &recipient->name);
	recipient->choices = walk_count(
	    walk, recipient->choices, &recipient->choice_count, WB_POLICY_CATEGORIES_MAX, sizeof(*recipient->choices));
	for (size_t i = 0; i < recipient->choice_count; i++) {
		struct wb_choice *choice = &recipient->choices[i];

		walk_text(walk, &choice->category_id);
		choice->category = walk_place(walk, choice->category, category_count);
		choice->action = walk_choice(walk, choice->action, WB_REJECT + 1);
		choice->position = WB_POSITION_NONE;
	}
	recipient->position = WB_POSITION_NONE;
}

/* They are searched by halves. */
static void walk_recipients(struct wb_policy_walk *walk, struct wb_policy *policy)
{
	policy->recipients = walk_count(
	    walk, policy->recipients, &policy->recipient_count, WB_POLICY_RECIPIENTS_MAX, sizeof(*policy->recipients));
	for (size_t i = 0; i < policy->recipient_count; i++) {
		walk_recipient(walk, &policy->recipients[i], policy->category_count);
		refuse_unless(walk,
		    walk->record.has_failed || i == 0 ||
			strcmp(policy->recipients[i - 1].name, policy->recipients[i].name) < 0);
	}
}

void wb_policy_record_walk(struct wb_policy_walk *walk, struct wb_policy *policy)
{
	walk_text(walk, &policy->config_path);
	policy->mode = walk_choice(walk, policy->mode, WB_MONITOR + 1);
	policy->on_error = walk_choice(walk, policy->on_error, WB_ON_ERROR_DEFER + 1);
	policy->log_accepts = walk_boolean(walk, policy->log_accepts);
	policy->neighbours_milli = walk_number(walk, policy->neighbours_milli);
	walk_text(walk, &policy->store);
	walk_text(walk, &policy->reference_key);
	walk_text(walk, &policy->site.name);
	walk_text(walk, &policy->site.url);
	walk_texts(walk, &policy->site.contacts);
	walk_text(walk, &policy->geoip.country);
	walk_text(walk, &policy->geoip.asn);
	walk_nat64_prefixes(walk, &policy->nat64_prefixes);
	walk_prefixes(walk, &policy->exempt.hosts);
	policy->exempt.authenticated = walk_boolean(walk, policy->exempt.authenticated);
	walk_texts(walk, &policy->exempt.recipients);
	policy->wants_reason = walk_boolean(walk, policy->wants_reason);
	walk_texts(walk, &policy->dns.servers);
	policy->dns.deadline_ms = walk_number(walk, policy->dns.deadline_ms);
	policy->dns.edns = walk_boolean(walk, policy->dns.edns);
	policy->categories = walk_count(
	    walk, policy->categories, &policy->category_count, WB_POLICY_CATEGORIES_MAX, sizeof(*policy->categories));
	for (size_t i = 0; i < policy->category_count; i++)
		walk_category(walk, &policy->categories[i]);
	policy->zones = walk_count(walk, policy->zones, &policy->zone_count, WB_ZONES_MAX, sizeof(*policy->zones));
	for (size_t i = 0; i < policy->zone_count; i++)
		walk_zone(walk, &policy->zones[i], policy->category_count);
	policy->rules = walk_count(walk, policy->rules, &policy->rule_count, WB_POLICY_RULES_MAX, sizeof(*policy->rules));
	for (size_t i = 0; i < policy->rule_count; i++)
		walk_rule(walk, &policy->rules[i], policy->category_count);
	policy->sender_action = walk_choice(walk, policy->sender_action, WB_SENDER_ACTIONS);
	policy->senders =
	    walk_count(walk, policy->senders, &policy->sender_count, WB_POLICY_SENDERS_MAX, sizeof(*policy->senders));
	for (size_t i = 0; i < policy->sender_count; i++)
		walk_sender(walk, &policy->senders[i]);
	walk_recipients(walk, policy);
}

void wb_policy_record_walk_settings(struct wb_policy_walk *walk, struct wb_policy_setting **settings, size_t *count)
{
	*settings = walk_count(walk, *settings, count, WB_POLICY_SETTINGS_MAX, sizeof(**settings));
	for (size_t i = 0; i < *count; i++) {
		walk_text(walk, &(*settings)[i].name);
		walk_text(walk, &(*settings)[i].value);
	}
}
