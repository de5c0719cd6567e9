/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zone_advice.c - see zone_advice.h */
#include "config/zone_advice.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define ADVICE_BYTES 500
#define WEIGHT_MILLI_MAX 1000000 /* of a section's setting */

struct advising {
	const struct wb_policy *policy;
	const struct wb_zone *zone;
	struct wb_advice_taker taker;
};

__attribute__((format(printf, 4, 5))) static void say(
    const struct advising *advising, enum wb_advice advice, struct wb_position position, const char *format, ...)
{
	char text[ADVICE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	wb_advise(&advising->taker, advice, position, "%s %s: %s", advising->zone->is_dnswl ? "dnswl" : "dnsbl",
	    advising->zone->shown, text);
}

static const struct wb_catalogue_code *known_codes(const struct wb_zone *zone)
{
	static const struct wb_catalogue_code none = { .codes = NULL };

	return zone->known != NULL && zone->known->codes != NULL ? zone->known->codes : &none;
}

static bool knows_kind(const struct wb_zone *zone, enum wb_code_kind kind)
{
	for (const struct wb_catalogue_code *known = known_codes(zone); known->codes != NULL; known++) {
		if (known->kind == kind)
			return true;
	}
	return false;
}

/* Some return code is one of both. A row of a bit is asked about that bit alone. */
static bool is_about(const struct wb_code *code, const struct wb_catalogue_code *known)
{
	struct wb_code_match match;

	return wb_code_match_parse(known->codes, &match, NULL) == WB_OK &&
	    (wb_code_match_holds(&code->match, match.from | match.bit) ||
		wb_code_match_holds(&match, code->match.from | code->match.bit));
}

/* The category rejects, the code is about the host itself, and nothing else is needed. */
static bool rejects_alone(const struct wb_policy *policy, const struct wb_code *code)
{
	const struct wb_category *category = &policy->categories[code->category];

	return code->kind == WB_CODE_LISTED && code->scope == WB_SCOPE_HOST && category->action == WB_REJECT &&
	    code->weight_milli >= category->threshold_milli;
}

/* What the list says about the hosts of a code that the operator counts for something else. */
static void advise_known(const struct advising *advising, const struct wb_code *code, const struct wb_catalogue_code *known)
{
	switch (known->kind) {
	case WB_CODE_LISTED:
		if (strcmp(known->category, "policy") == 0 && strcmp(code->category_id, "policy") != 0)
			say(advising, WB_ADVICE_WARNING, code->position,
			    "code \"%s\" counts for %s, but the list says \"%s\": where a host is, not what it did; expected category = \"policy\"",
			    code->text, code->category_id, known->meaning);
		if (known->scope != WB_SCOPE_HOST && code->scope == WB_SCOPE_HOST)
			say(advising, WB_ADVICE_WARNING, code->position,
			    "code \"%s\" has scope = \"host\" and may reject alone, but the list says \"%s\"; expected scope = \"%s\", which defers at most",
			    code->text, known->meaning, wb_scope_name(known->scope));
		break;
	case WB_CODE_INFO:
		say(advising, WB_ADVICE_WARNING, code->position,
		    "code \"%s\" counts for %s, but the list says \"%s\", which is nothing by itself; expected weight = 0, or no section",
		    code->text, code->category_id, known->meaning);
		break;
	case WB_CODE_ALLOW:
		say(advising, WB_ADVICE_WARNING, code->position,
		    "code \"%s\" counts for %s, but by %s the list says that a host is good (\"%s\"); expected codes without it",
		    code->text, code->category_id, known->codes, known->meaning);
		break;
	case WB_CODE_ERROR:
		say(advising, WB_ADVICE_WARNING, code->position,
		    "code \"%s\" holds what never counts: %s says \"%s\" and lists nobody; expected codes without it",
		    code->text, known->codes, known->meaning);
		break;
	}
}

static void advise_own_code(const struct advising *advising, const struct wb_code *code)
{
	/* Rule 2 of the zones: of exact octets, and of a range that ends there. */
	if (code->match.care >> 16 == 0xffff && wb_code_is_refusal(code->match.to))
		say(advising, WB_ADVICE_WARNING, code->position,
		    "code \"%s\" never counts in 127.255.0.0/16, by which a zone says that it does not answer (resolver, quota, key); expected codes below it",
		    code->text);
	for (const struct wb_catalogue_code *known = known_codes(advising->zone);
	     code->kind == WB_CODE_LISTED && known->codes != NULL; known++) {
		if (is_about(code, known))
			advise_known(advising, code, known);
	}
}

/* One that the list is not known to give: a slip of the pen never counts, and a code that is new is worth a look at the list's page. */
static void advise_unknown_code(const struct advising *advising, const struct wb_code *code)
{
	const struct wb_catalogue_code *known = known_codes(advising->zone);
	char list[200];
	struct wb_text text;

	if (known->codes == NULL)
		return;
	wb_text_open(&text, list, sizeof(list));
	for (; known->codes != NULL; known++) {
		if (is_about(code, known))
			return;
		wb_text_addf(&text, "%s%s", text.length > 0 ? ", " : "", known->codes);
	}
	say(advising, WB_ADVICE_WARNING, code->position,
	    "code \"%s\" is none that the list is known to give: expected one of %s, unless the list says otherwise by now",
	    code->text, list);
}

/* Lists that hold what others of the same makers hold: by the first label of their names, for each the names of what they are made of. */
static bool contains(const struct wb_catalogue_zone *whole, const struct wb_catalogue_zone *part)
{
	static const char *const parts[][2] = {
		{ "zen.", "zen. sbl. xbl. pbl. sbl-xbl." },
		{ "sbl-xbl.", "sbl. xbl." },
		{ "combined.", "combined. black. exploit. dynamic." },
	};
	size_t length = strcspn(part->name, ".") + 1;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strncmp(whole->name, parts[i][0], strlen(parts[i][0])) != 0)
			continue;
		for (const char *at = parts[i][1]; *at != '\0'; at += strcspn(at, " "), at += *at == ' ') {
			if (strcspn(at, " ") == length && strncmp(at, part->name, length) == 0)
				return true;
		}
	}
	return false;
}

/* Another section of the same makers that asks for all that this one can say. */
static void advise_part(const struct advising *advising)
{
	const struct wb_policy *policy = advising->policy;
	const struct wb_zone *zone = advising->zone;

	for (size_t i = 0; i < policy->zone_count && zone->known != NULL; i++) {
		const struct wb_zone *other = &policy->zones[i];

		if (other == zone || other->known == NULL || other->is_dnswl != zone->is_dnswl ||
		    strcmp(other->run_by, zone->run_by) != 0 || !contains(other->known, zone->known) ||
		    (other > zone && contains(zone->known, other->known)))
			continue;
		say(advising, WB_ADVICE_WARNING, zone->position,
		    "all that it lists is in %s, too, which this file asks in line %d: zones of one maker count once, so it costs a query and changes nothing; expected one section of the two",
		    other->shown, other->position.line);
		return;
	}
}

/* Whoever runs the list thinks that it is not enough, as SpamCop does, which advises tagging. */
static void advise_strict_code(const struct advising *advising, const struct wb_code *code)
{
	for (const struct wb_catalogue_code *known = known_codes(advising->zone); known->codes != NULL; known++) {
		if (known->kind != WB_CODE_LISTED || known->scope != WB_SCOPE_HOST || known->number >= WB_CODE_WEIGHT_MILLI ||
		    !is_about(code, known) || !rejects_alone(advising->policy, code))
			continue;
		say(advising, WB_ADVICE_NOTE, code->position.line != 0 ? code->position : advising->zone->position,
		    "code %s rejects alone, as this file wants it, but of the list is known \"%s\"; with weight = 1.0 of the zone and 0.5 of the code it needs other evidence",
		    code->text, known->meaning);
		return;
	}
}

/* The code that comes nearest to its threshold, of those that could reject with more weight. */
static const struct wb_code *find_nearest(const struct wb_policy *policy, const struct wb_zone *zone)
{
	const struct wb_code *nearest = NULL;

	for (size_t i = 0; i < zone->code_count; i++) {
		const struct wb_code *code = &zone->codes[i];
		const struct wb_category *category = &policy->categories[code->category];

		if (code->kind != WB_CODE_LISTED || code->scope != WB_SCOPE_HOST || category->action != WB_REJECT ||
		    code->weight_milli == 0)
			continue;
		if (nearest == NULL ||
		    (uint64_t)code->weight_milli * policy->categories[nearest->category].threshold_milli >
			(uint64_t)nearest->weight_milli * category->threshold_milli)
			nearest = code;
	}
	return nearest;
}

/* Why no hit of the zone alone rejects, and what makes it so. */
static void advise_weak(const struct advising *advising)
{
	const struct wb_policy *policy = advising->policy;
	const struct wb_zone *zone = advising->zone;
	const struct wb_code *code = find_nearest(policy, zone);
	char counts[24], needs[24], wanted[24];
	uint64_t weight_milli;
	struct wb_text text;

	if (code == NULL && zone->known != NULL && (zone->known->flags & WB_ZONE_WIDE) != 0) {
		say(advising, WB_ADVICE_WARNING, zone->position,
		    "lists surroundings, not hosts (level 2 or 3): it defers at most, never rejects alone");
		return;
	}
	if (code == NULL) {
		say(advising, WB_ADVICE_NOTE, zone->position,
		    "can never reject alone: no code of it is about the host itself and counts for a category that rejects; a code section gives one a category, weight and scope");
		return;
	}
	/* Rounded up: the product is rounded down. */
	weight_milli =
	    ((uint64_t)policy->categories[code->category].threshold_milli * zone->weight_milli + code->weight_milli - 1) /
	    code->weight_milli;
	wb_text_open(&text, counts, sizeof(counts));
	wb_text_add_milli(&text, code->weight_milli);
	wb_text_open(&text, needs, sizeof(needs));
	wb_text_add_milli(&text, policy->categories[code->category].threshold_milli);
	wb_text_open(&text, wanted, sizeof(wanted));
	wb_text_add_milli(&text, (uint32_t)weight_milli);
	if (weight_milli > WEIGHT_MILLI_MAX)
		say(advising, WB_ADVICE_NOTE, zone->position,
		    "can never reject alone: code %s counts %s, and %s has a threshold of %s", code->text, counts,
		    code->category_id, needs);
	else
		say(advising, WB_ADVICE_NOTE, zone->position,
		    "can never reject alone: code %s counts %s (%s), and %s has a threshold of %s; weight = %s in the section of the zone rejects",
		    code->text, counts, code->meaning[0] != '\0' ? code->meaning : "as this file says", code->category_id,
		    needs, wanted);
}

/* A code of some zone that refuses alone, and that a hit of this allow list takes the least over its threshold; NULL: there is none. */
static const struct wb_code *find_lightest(
    const struct wb_policy *policy, const struct wb_zone **zone_r, uint32_t *over_milli_r)
{
	const struct wb_code *lightest = NULL;

	for (size_t z = 0; z < policy->zone_count; z++) {
		for (size_t i = 0; !policy->zones[z].is_dnswl && i < policy->zones[z].code_count; i++) {
			const struct wb_code *code = &policy->zones[z].codes[i];
			const struct wb_category *category = &policy->categories[code->category];

			if (code->kind != WB_CODE_LISTED || category->action < WB_DEFER ||
			    code->weight_milli < category->threshold_milli ||
			    (lightest != NULL && code->weight_milli - category->threshold_milli >= *over_milli_r))
				continue;
			lightest = code;
			*zone_r = &policy->zones[z];
			*over_milli_r = code->weight_milli - category->threshold_milli;
		}
	}
	return lightest;
}

/* Whether its hits can prevent anything. */
static void advise_allow_list(const struct advising *advising)
{
	const struct wb_zone *zone = advising->zone, *other = NULL;
	uint32_t over_milli = 0;
	const struct wb_code *code = find_lightest(advising->policy, &other, &over_milli);
	bool vouches = false;
	char over[24];
	struct wb_text text;

	for (size_t i = 0; i < zone->code_count; i++)
		vouches = vouches || wb_zone_vouches(zone, &zone->codes[i]);
	if (!vouches) {
		say(advising, WB_ADVICE_WARNING, zone->position,
		    "speaks for nobody: no code of it has a trust of %d or more; expected a lower min_trust, or trust = %d in a code section",
		    zone->min_trust, zone->min_trust);
	} else if (zone->relief_milli > 0 && code != NULL && zone->relief_milli <= over_milli) {
		wb_text_open(&text, over, sizeof(over));
		wb_text_add_milli(&text, over_milli);
		say(advising, WB_ADVICE_NOTE, zone->position,
		    "its weight prevents nothing that another list says alone: code %s of %s is %s over the threshold of %s; a weight beyond -%s outweighs it",
		    code->text, other->shown, over, code->category_id, over);
	}
}

/* Where queries are counted each client costs two of them. */
static void advise_probe(const struct advising *advising)
{
	const struct wb_zone *zone = advising->zone;

	if (zone->probe == WB_ZONE_PROBE_WITH && zone->known != NULL && strcmp(zone->known->terms, "key") != 0)
		say(advising, WB_ADVICE_NOTE, zone->position,
		    "probe = \"with\" asks it twice about each client, and whoever runs it counts the queries of those who do not pay; expected \"after\", unless a copy of your own is asked");
}

void wb_zone_advise(const struct wb_policy *policy, const struct wb_zone *zone, wb_advice_visit *visit, void *context)
{
	const struct advising advising = { policy, zone, { visit, context } };
	const struct wb_catalogue_zone *known = zone->known;
	bool is_strong = false, is_of_good = knows_kind(zone, WB_CODE_ALLOW), is_of_bad = knows_kind(zone, WB_CODE_LISTED);

	for (size_t i = 0; i < zone->code_count; i++) {
		if (zone->codes[i].position.line != 0 && !zone->is_dnswl) {
			advise_own_code(&advising, &zone->codes[i]);
			advise_unknown_code(&advising, &zone->codes[i]);
		}
		if (!zone->is_dnswl)
			advise_strict_code(&advising, &zone->codes[i]);
		is_strong = is_strong || rejects_alone(policy, &zone->codes[i]);
	}
	if (known != NULL && known->dead_since != NULL) {
		say(&advising, WB_ADVICE_WARNING, zone->position, "dead since %s%s%s: remove its section", known->dead_since,
		    strcasecmp(known->name, zone->shown) != 0 ? ", as all below " : "",
		    strcasecmp(known->name, zone->shown) != 0 ? known->name : "");
		return;
	}
	advise_probe(&advising);
	advise_part(&advising);
	if (zone->is_dnswl && is_of_bad && !is_of_good)
		say(&advising, WB_ADVICE_WARNING, zone->position,
		    "is a list of bad hosts: none of its answers speaks for one; expected dnsbl \"%s\" {}", zone->shown);
	else if (!zone->is_dnswl && is_of_good && !is_of_bad)
		say(&advising, WB_ADVICE_WARNING, zone->position,
		    "is a list of good hosts: none of its answers speaks against one; expected dnswl \"%s\" {}", zone->shown);
	else if (zone->is_dnswl && zone->code_count > 0)
		advise_allow_list(&advising);
	else if (zone->code_count > 0 && !is_strong)
		advise_weak(&advising);
}
