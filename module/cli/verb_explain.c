/* verb_explain.c - whyblock explain: the whole trail from the facts to the very reply, on the path that Exim takes */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_explain.h"
#include "verdict/check.h"
#include "verdict/log_field.h"
#include "verdict/reply.h"

#define SMTP_TEXT_SIZE (2 * WB_REPLY_TEXT_SIZE)

static enum cli_exit read_query(const struct cli *cli, struct wb_query *query)
{
	const struct {
		enum cli_option option;
		char *buffer;
		size_t size;
	} texts[] = {
		{ CLI_HELO, query->helo, sizeof(query->helo) },
		{ CLI_NAME, query->name, sizeof(query->name) },
		{ CLI_SENDER, query->sender, sizeof(query->sender) },
		{ CLI_RECIPIENT, query->recipient, sizeof(query->recipient) },
	};
	struct wb_error error;

	if (wb_address_parse(cli->argv[0], &query->client, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (cli->option[texts[i].option] != NULL)
			wb_text_copy(texts[i].buffer, texts[i].size, cli->option[texts[i].option]);
	}
	return CLI_DONE;
}

static void print_line(const char *label, const char *value)
{
	if (value[0] != '\0')
		printf("%-10s %s\n", label, value);
}

/* What came from the command line goes back to the terminal, so it is made harmless like any other foreign text. */
static void print_foreign(const char *label, const char *foreign)
{
	char buffer[WB_QUERY_MAILBOX_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_add_printable(&text, foreign, sizeof(buffer));
	print_line(label, buffer);
}

static void print_facts(const struct wb_check *check)
{
	const struct wb_place *place = &check->facts.place;
	char buffer[256];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_log_field_find("client")->format(check, &text);
	print_line("Client", buffer);
	wb_text_open(&text, buffer, sizeof(buffer));
	if (check->gathered && place->country[0] != '\0')
		wb_text_addf(&text, "%s  ", place->country);
	if (check->gathered && place->asn != 0)
		wb_text_addf(&text, "AS%u %s", place->asn, place->as_org);
	print_line("Network", buffer);
	print_foreign("Host name", check->query.name);
	print_foreign("HELO", check->query.helo);
	print_foreign("Sender", check->query.sender);
	print_foreign("Recipient", check->query.recipient);
	print_line("Exempt", check->verdict.exempt);
	if (check->gathered)
		print_line("Fault", check->facts.fault.text);
}

static void print_evidence_row(const struct wb_evidence *evidence, const char *category, const char *off)
{
	char weight[24];
	char expires[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, weight, sizeof(weight));
	wb_text_add_milli(&text, evidence->weight_milli);
	wb_timestamp_format(evidence->expires_at_s, expires);
	printf("  %-24s %-12s %-8s %-6s %s%s%s%s%s%s%s\n", evidence->source, category, wb_scope_name(evidence->scope), weight,
	    evidence->detail, evidence->expires_at_s != 0 ? ", until " : "", evidence->expires_at_s != 0 ? expires : "",
	    evidence->reason[0] != '\0' ? ", " : "", evidence->reason, off != NULL ? "; does not count: " : "",
	    off != NULL ? off : "");
}

static const char *category_id(const struct wb_check *check, const struct wb_evidence *evidence)
{
	return check->config->policy.categories[evidence->category].id;
}

static const char *discount(const struct wb_check *check, size_t index)
{
	return wb_classify_discount(&check->config->policy, &check->facts, index, check->verdict.decided_at_s);
}

static void print_evidence(const struct wb_check *check)
{
	puts("\nEvidence");
	if (check->facts.evidence_count == 0 && check->facts.allow.source[0] == '\0')
		puts("  none");
	if (check->facts.allow.source[0] != '\0')
		print_evidence_row(&check->facts.allow, WB_CATEGORY_ALLOW, NULL);
	for (size_t i = 0; i < check->facts.evidence_count; i++)
		print_evidence_row(
		    &check->facts.evidence[i], category_id(check, &check->facts.evidence[i]), discount(check, i));
	if (check->facts.unknown_categories > 0)
		printf("  %zu listings of categories that the configuration does not have: they do not count\n",
		    check->facts.unknown_categories);
}

/* "127.0.0.2 127.0.0.4", or why there is no code. */
static void format_result(const struct wb_dnsbl_result *result, struct wb_text *text)
{
	for (size_t i = 0; i < result->code_count; i++)
		wb_text_addf(text, "%s%u.%u.%u.%u", i > 0 ? " " : "", result->codes[i] >> 24, result->codes[i] >> 16 & 255,
		    result->codes[i] >> 8 & 255, result->codes[i] & 255);
	if (result->why[0] != '\0')
		wb_text_addf(text, "%s%s", text->length > 0 ? ", " : "", result->why);
	if (result->unnamed_code != 0)
		wb_text_add(text, ", a code that the zone's table does not name: it does not count");
}

static void print_zones(const struct wb_check *check)
{
	char buffer[256];
	struct wb_text text;

	if (check->dnsbl == NULL)
		return;
	puts("\nZones");
	for (size_t i = 0; i < check->config->policy.zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(check->dnsbl, i);

		wb_text_open(&text, buffer, sizeof(buffer));
		format_result(result, &text);
		printf(
		    "  %-32s %-12s %s\n", check->config->policy.zones[i].shown, wb_dnsbl_answer_name(result->answer), buffer);
	}
	if (check->facts.dnswl[0] != '\0')
		printf("  %s vouches for the host: DNSBL evidence does not count\n", check->facts.dnswl);
}

static void print_scores(const struct wb_check *check)
{
	bool any = false;

	for (size_t i = 0; i < check->config->policy.category_count; i++) {
		const struct wb_category *category = &check->config->policy.categories[i];
		const struct wb_category_score *score = &check->verdict.scores[i];
		char line[128];
		struct wb_text text;

		if (score->score_milli == 0)
			continue;
		if (!any)
			puts("\nScores");
		any = true;
		wb_text_open(&text, line, sizeof(line));
		wb_text_addf(&text, "  %-24s ", category->id);
		wb_text_add_milli(&text, score->score_milli);
		wb_text_add(&text, " of ");
		wb_text_add_milli(&text, category->threshold_milli);
		wb_text_addf(&text, "  %s%s", score->action == WB_OFF ? "under the threshold" : wb_action_name(score->action),
		    score->capped ? ", not reject: no evidence is about the host itself" : "");
		puts(line);
	}
}

static void smtp_reply(const struct wb_check *check, char *buffer, size_t size)
{
	char rendered[WB_REPLY_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	wb_reply_format(check, rendered);
	if (rendered[0] != '\0')
		wb_reply_format_smtp(rendered, check->verdict.action, &text);
}

static void print_verdict(const struct wb_check *check, char *smtp)
{
	const struct wb_verdict *verdict = &check->verdict;
	enum wb_action action = wb_check_action(check);

	fputs("\nVerdict    ", stdout);
	if (verdict->action == WB_OFF)
		puts("accept");
	else
		printf("%s%s%s%s\n", wb_action_name(verdict->action), verdict->category != NULL ? " as " : ", as on_error says",
		    verdict->category != NULL ? verdict->category->id : "",
		    action != verdict->action ? "; monitor mode: it is logged, and the mail accepted" : "");
	if (smtp[0] == '\0')
		return;
	puts("Reply");
	for (char *line = strtok(smtp, "\n"); line != NULL; line = strtok(NULL, "\n"))
		printf("  %s\n", line);
}

void cli_explain_print(const struct wb_check *check, char *smtp)
{
	print_facts(check);
	if (check->gathered)
		print_evidence(check);
	print_zones(check);
	print_scores(check);
	print_verdict(check, smtp);
}

static json_object *milli(uint64_t value)
{
	return json_object_new_double((double)value / 1000);
}

static json_object *evidence_json(const struct wb_evidence *evidence, const char *category, const char *off)
{
	json_object *row = json_object_new_object();
	char expires[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(evidence->expires_at_s, expires);
	json_object_object_add(row, "source", json_object_new_string(evidence->source));
	json_object_object_add(row, "category", json_object_new_string(category));
	json_object_object_add(row, "scope", json_object_new_string(wb_scope_name(evidence->scope)));
	json_object_object_add(row, "weight", milli(evidence->weight_milli));
	json_object_object_add(row, "expires", evidence->expires_at_s == 0 ? NULL : json_object_new_string(expires));
	json_object_object_add(row, "reason", json_object_new_string(evidence->reason));
	json_object_object_add(row, "detail", json_object_new_string(evidence->detail));
	json_object_object_add(row, "counts", json_object_new_boolean(off == NULL));
	return row;
}

static json_object *evidences_json(const struct wb_check *check)
{
	json_object *rows = json_object_new_array();

	if (!check->gathered)
		return rows;
	if (check->facts.allow.source[0] != '\0')
		json_object_array_add(rows, evidence_json(&check->facts.allow, WB_CATEGORY_ALLOW, NULL));
	for (size_t i = 0; i < check->facts.evidence_count; i++)
		json_object_array_add(rows,
		    evidence_json(
			&check->facts.evidence[i], category_id(check, &check->facts.evidence[i]), discount(check, i)));
	return rows;
}

static json_object *zones_json(const struct wb_check *check)
{
	json_object *rows = json_object_new_array();
	char buffer[256];
	struct wb_text text;

	for (size_t i = 0; check->dnsbl != NULL && i < check->config->policy.zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(check->dnsbl, i);
		json_object *row = json_object_new_object();

		wb_text_open(&text, buffer, sizeof(buffer));
		format_result(result, &text);
		json_object_object_add(row, "zone", json_object_new_string(check->config->policy.zones[i].shown));
		json_object_object_add(row, "answer", json_object_new_string(wb_dnsbl_answer_name(result->answer)));
		json_object_object_add(row, "detail", json_object_new_string(buffer));
		json_object_object_add(row, "text", json_object_new_string(result->text));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *categories_json(const struct wb_check *check)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < check->config->policy.category_count; i++) {
		const struct wb_category *category = &check->config->policy.categories[i];
		const struct wb_category_score *score = &check->verdict.scores[i];
		json_object *row = json_object_new_object();

		json_object_object_add(row, "category", json_object_new_string(category->id));
		json_object_object_add(row, "score", milli(score->score_milli));
		json_object_object_add(row, "threshold", milli(category->threshold_milli));
		json_object_object_add(row, "action", json_object_new_string(wb_action_name(score->action)));
		json_object_object_add(row, "capped", json_object_new_boolean(score->capped));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *verdict_json(const struct wb_check *check)
{
	json_object *verdict = json_object_new_object();
	char buffer[WB_LOG_FIELD_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < wb_log_field_count; i++) {
		const struct wb_log_field *field = &wb_log_fields[i];

		wb_text_open(&text, buffer, sizeof(buffer));
		field->format(check, &text);
		if (text.length == 0)
			continue;
		json_object_object_add(verdict, field->key,
		    field->is_number ? json_object_new_double_s(atof(buffer), buffer) : json_object_new_string(buffer));
	}
	return verdict;
}

json_object *cli_explain_json(const struct wb_check *check, char *smtp)
{
	json_object *object = json_object_new_object();
	json_object *faults = json_object_new_array();
	json_object *reply = json_object_new_array();
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&check->query.client, client);
	json_object_object_add(object, "client", json_object_new_string(client));
	json_object_object_add(object, "accept", json_object_new_boolean(wb_check_action(check) < WB_DEFER));
	json_object_object_add(object, "verdict", verdict_json(check));
	json_object_object_add(
	    object, "exempt", check->verdict.exempt[0] != '\0' ? json_object_new_string(check->verdict.exempt) : NULL);
	if (check->gathered && check->facts.fault.text[0] != '\0')
		json_object_array_add(faults, json_object_new_string(check->facts.fault.text));
	json_object_object_add(object, "faults", faults);
	json_object_object_add(object, "evidence", evidences_json(check));
	json_object_object_add(object, "zones", zones_json(check));
	json_object_object_add(object, "dnswl",
	    check->gathered && check->facts.dnswl[0] != '\0' ? json_object_new_string(check->facts.dnswl) : NULL);
	json_object_object_add(object, "categories", categories_json(check));
	for (char *line = strtok(smtp, "\n"); line != NULL; line = strtok(NULL, "\n"))
		json_object_array_add(reply, json_object_new_string(line));
	json_object_object_add(object, "reply", reply);
	return object;
}

void cli_print_json(json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

enum cli_exit cli_explain(struct cli *cli)
{
	struct wb_check *check = calloc(1, sizeof(*check));
	struct wb_query query = { .authenticated = false };
	char smtp[SMTP_TEXT_SIZE];
	enum cli_exit status;

	if (check == NULL)
		return cli_fail(CLI_IO, "out of memory");
	status = read_query(cli, &query);
	if (status == CLI_DONE) {
		check->config = cli->config;
		check->skip_dns = cli->option[CLI_NO_DNS] != NULL;
		check->wait_for_all = true;
		check->keeps_health_back = cli->option[CLI_AT] != NULL;
		wb_check_run(check, &query, cli->now_s);
		smtp_reply(check, smtp, sizeof(smtp));
		if (cli->json)
			cli_print_json(cli_explain_json(check, smtp));
		else
			cli_explain_print(check, smtp);
		status = wb_check_action(check) < WB_DEFER ? CLI_DONE : CLI_NO;
	}
	wb_dnsbl_close(&check->dnsbl);
	free(check);
	return status;
}
