/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_explain_json.c - the trail for programs, see print_explain.h */
#include "cli/print_explain.h"

#include "cli/explain_words.h"
#include "cli/listing_note.h"
#include "cli/print_json.h"
#include "verdict/log_field.h"
#include "verdict/tag_header.h"
#include <string.h>

static json_object *milli(uint64_t value)
{
	char shown[24];
	struct wb_text text;

	/* As people write it: 0.4 is no binary number. */
	wb_text_open(&text, shown, sizeof(shown));
	wb_text_add_milli(&text, (uint32_t)value);
	return json_object_new_double_s((double)value / 1000, shown);
}

static json_object *evidence_json(
    const struct wb_outcome *outcome, const struct wb_evidence *evidence, const char *category, enum wb_discount discount)
{
	json_object *row = json_object_new_object();
	bool expires = wb_evidence_expires_at_s(evidence) != 0;
	char note[WB_LISTING_REASON_SIZE] = "";
	struct cli_explain_words wording;

	if (evidence->kind == WB_EVIDENCE_LISTING)
		cli_listing_find_note(outcome->policy->store, evidence->listing, note);
	cli_explain_word(evidence, &outcome->facts.place, &wording);
	json_object_object_add(row, "source", json_object_new_string(wording.source));
	json_object_object_add(row, "category", json_object_new_string(category));
	json_object_object_add(row, "scope", json_object_new_string(wb_scope_name(evidence->scope)));
	json_object_object_add(row, "weight", milli(evidence->weight_milli));
	json_object_object_add(row, "since", cli_json_time(evidence->since_s));
	json_object_object_add(row, "expires", expires ? json_object_new_string(wording.expires) : NULL);
	json_object_object_add(row, "reason", json_object_new_string(wb_evidence_reason(evidence)));
	if (note[0] != '\0')
		json_object_object_add(row, "note", json_object_new_string(note));
	json_object_object_add(row, "remedy", json_object_new_string(wb_evidence_remedy(evidence)));
	json_object_object_add(row, "detail", json_object_new_string(wording.detail));
	json_object_object_add(row, "counts", json_object_new_boolean(discount == WB_DISCOUNT_NONE));
	return row;
}

static json_object *evidences_json(const struct wb_outcome *outcome)
{
	const struct wb_facts *facts = &outcome->facts;
	const struct wb_evidence allow = wb_evidence_of_listing(&facts->allow);
	json_object *rows = json_object_new_array();

	if (!outcome->is_gathered)
		return rows;
	if (facts->is_allowed)
		json_object_array_add(rows, evidence_json(outcome, &allow, WB_CATEGORY_ALLOW, WB_DISCOUNT_NONE));
	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];

		json_object_array_add(rows,
		    evidence_json(outcome, evidence, outcome->policy->categories[evidence->category].id,
			wb_classify_discount(outcome->policy, &outcome->facts, i, outcome->verdict.decided_at_s)));
	}
	return rows;
}

static json_object *zones_json(const struct wb_outcome *outcome)
{
	json_object *rows = json_object_new_array();
	char buffer[256];
	struct wb_text text;

	for (size_t i = 0; outcome->dnsbl != NULL && i < outcome->policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(outcome->dnsbl, i);
		json_object *row = json_object_new_object();

		wb_text_open(&text, buffer, sizeof(buffer));
		cli_explain_add_result(result, &text);
		json_object_object_add(row, "zone", json_object_new_string(outcome->policy->zones[i].shown));
		json_object_object_add(row, "answer", json_object_new_string(wb_dnsbl_answer_name(result->answer)));
		json_object_object_add(row, "detail", json_object_new_string(buffer));
		json_object_object_add(row, "text", json_object_new_string(result->text));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *categories_json(const struct wb_outcome *outcome)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < outcome->policy->category_count; i++) {
		const struct wb_category *category = &outcome->policy->categories[i];
		const struct wb_category_score *score = &outcome->verdict.scores[i];
		json_object *row = json_object_new_object();

		json_object_object_add(row, "category", json_object_new_string(category->id));
		json_object_object_add(row, "score", milli(score->score_milli));
		json_object_object_add(row, "threshold", milli(category->threshold_milli));
		json_object_object_add(row, "tag_at", category->tag_at_milli != 0 ? milli(category->tag_at_milli) : NULL);
		json_object_object_add(row, "defer_at", category->defer_at_milli != 0 ? milli(category->defer_at_milli) : NULL);
		json_object_object_add(row, "action", json_object_new_string(wb_action_name(score->action)));
		json_object_object_add(row, "choice", score->chooser != NULL ? json_object_new_string(score->chooser) : NULL);
		json_object_object_add(row, "wanted", json_object_new_string(wb_action_name(score->wanted)));
		json_object_object_add(row, "capped", json_object_new_boolean(score->capped));
		json_object_object_add(row, "lowered", json_object_new_boolean(score->lowered));
		json_object_object_add(row, "guarded", json_object_new_boolean(score->guarded));
		json_object_object_add(row, "in_grace", json_object_new_boolean(score->is_in_grace));
		json_object_object_add(row, "refused_from", cli_json_time(score->refused_from_s));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *verdict_json(const struct wb_outcome *outcome)
{
	json_object *verdict = json_object_new_object();
	char buffer[WB_LOG_FIELD_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < wb_log_field_count; i++) {
		const struct wb_log_field *field = &wb_log_fields[i];

		wb_text_open(&text, buffer, sizeof(buffer));
		field->format(outcome, &text);
		if (text.length == 0)
			continue;
		json_object_object_add(verdict, field->key,
		    field->is_number ? json_object_new_double_s(atof(buffer), buffer) : json_object_new_string(buffer));
	}
	return verdict;
}

/* What the allow lists in the DNS have to do with the verdict. */
static json_object *allow_lists_json(const struct wb_outcome *outcome)
{
	const struct wb_facts *facts = &outcome->facts;
	json_object *rows = json_object_new_array();

	for (size_t i = 0; outcome->dnsbl != NULL && i < outcome->policy->zone_count; i++) {
		const struct wb_zone *zone = &outcome->policy->zones[i];
		uint64_t bit = UINT64_C(1) << i;
		json_object *row;

		if (!zone->is_dnswl)
			continue;
		row = json_object_new_object();
		json_object_object_add(row, "zone", json_object_new_string(zone->shown));
		json_object_object_add(
		    row, "weight", zone->relief_milli > 0 ? json_object_new_double(-(double)zone->relief_milli / 1000) : NULL);
		json_object_object_add(row, "vouches",
		    json_object_new_boolean(zone == facts->vouching_zone || (facts->relieving_zones & bit) != 0));
		json_object_object_add(row, "unknown", json_object_new_boolean((facts->unheard_zones & bit) != 0));
		json_object_object_add(row, "absent", json_object_new_boolean((facts->absent_zones & bit) != 0));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *names_json(uint32_t facts, const char *const *names, size_t count)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < count; i++) {
		if ((facts >> i & 1) != 0)
			json_object_array_add(rows, json_object_new_string(names[i]));
	}
	return rows;
}

/* What rules about hosts could hold by: facts that are true, and those that are not known. */
static json_object *host_json(const struct wb_host *host)
{
	json_object *object = host != NULL ? json_object_new_object() : NULL;

	if (host == NULL)
		return NULL;
	json_object_object_add(object, "helo", names_json(host->helo_truths.yes, wb_helo_fact_names, WB_HELO_FACTS));
	json_object_object_add(
	    object, "helo_unknown", names_json(host->helo_truths.unknown, wb_helo_fact_names, WB_HELO_FACTS));
	json_object_object_add(object, "name", names_json(host->name_truths.yes, wb_host_name_fact_names, WB_HOST_NAME_FACTS));
	json_object_object_add(
	    object, "name_unknown", names_json(host->name_truths.unknown, wb_host_name_fact_names, WB_HOST_NAME_FACTS));
	return object;
}

json_object *cli_explain_json(const struct wb_outcome *outcome, char *smtp)
{
	json_object *object = json_object_new_object();
	json_object *faults = json_object_new_array();
	json_object *reply = json_object_new_array();
	char client[WB_ADDRESS_TEXT_SIZE], voucher[128], header[WB_TAG_HEADER_SIZE];
	struct wb_text text;

	wb_address_format(&outcome->query.client, client);
	wb_text_open(&text, voucher, sizeof(voucher));
	if (outcome->is_gathered)
		wb_evidence_add_voucher(&outcome->facts, &text);
	json_object_object_add(object, "client", json_object_new_string(client));
	json_object_object_add(object, "accept", json_object_new_boolean(outcome->action < WB_DEFER));
	json_object_object_add(object, "verdict", verdict_json(outcome));
	json_object_object_add(
	    object, "exempt", outcome->verdict.exempt[0] != '\0' ? json_object_new_string(outcome->verdict.exempt) : NULL);
	if (outcome->is_gathered && outcome->facts.fault.text[0] != '\0')
		json_object_array_add(faults, json_object_new_string(outcome->facts.fault.text));
	json_object_object_add(object, "faults", faults);
	json_object_object_add(object, "host", host_json(outcome->host));
	json_object_object_add(object, "evidence", evidences_json(outcome));
	json_object_object_add(object, "zones", zones_json(outcome));
	json_object_object_add(object, "dnswl", cli_json_text(voucher));
	json_object_object_add(object, "allow_lists", allow_lists_json(outcome));
	json_object_object_add(object, "categories", categories_json(outcome));
	for (char *line = strtok(smtp, "\n"); line != NULL; line = strtok(NULL, "\n"))
		json_object_array_add(reply, json_object_new_string(line));
	json_object_object_add(object, "reply", reply);
	cli_explain_header(outcome, header);
	json_object_object_add(object, "header", cli_json_text(header));
	return object;
}
