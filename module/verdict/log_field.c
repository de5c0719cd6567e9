/* log_field.c - see log_field.h */
#include "verdict/log_field.h"

#include <stdio.h>
#include <string.h>

#include "verdict/reply.h"

#define EVIDENCE_BYTES_MAX 300 /* of the log's list of evidence */
#define ON_ERROR_STATUS "5.7.1"
#define ON_ERROR_TEXT "Server [%{ip}] cannot be checked at present\nplease try again later"

static void format_client(const struct wb_check *check, struct wb_text *text)
{
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&check->query.client, client);
	wb_text_add(text, client);
}

static void format_action(const struct wb_check *check, struct wb_text *text)
{
	wb_text_add(text, check->verdict.action == WB_OFF ? "accept" : wb_action_name(check->verdict.action));
}

static void format_mode(const struct wb_check *check, struct wb_text *text)
{
	if (check->config->policy.mode == WB_MONITOR)
		wb_text_add(text, "monitor");
}

static void format_category(const struct wb_check *check, struct wb_text *text)
{
	if (check->verdict.category != NULL)
		wb_text_add(text, check->verdict.category->id);
}

/* Where an address is was looked up for the address that the facts are about. */
static const struct wb_place *known_place(const struct wb_check *check)
{
	static const struct wb_place nowhere;
	bool known = check->gathered && memcmp(&check->facts.client, &check->query.client, sizeof(check->query.client)) == 0;

	return known ? &check->facts.place : &nowhere;
}

static void format_country(const struct wb_check *check, struct wb_text *text)
{
	wb_text_add(text, known_place(check)->country);
}

static void format_asn(const struct wb_check *check, struct wb_text *text)
{
	if (known_place(check)->asn != 0)
		wb_text_addf(text, "%u", known_place(check)->asn);
}

static void format_as_org(const struct wb_check *check, struct wb_text *text)
{
	wb_text_add(text, known_place(check)->as_org);
}

static void format_score(const struct wb_check *check, struct wb_text *text)
{
	if (check->verdict.category != NULL)
		wb_text_add_milli(text, check->verdict.score_milli);
}

static void format_threshold(const struct wb_check *check, struct wb_text *text)
{
	if (check->verdict.category != NULL)
		wb_text_add_milli(text, check->verdict.category->threshold_milli);
}

/* What the score is the sum of; a long list ends with "...". */
static void format_evidence(const struct wb_check *check, struct wb_text *text)
{
	const struct wb_verdict *verdict = &check->verdict;

	for (size_t i = 0; verdict->category != NULL && i < check->facts.evidence_count; i++) {
		const struct wb_evidence *evidence = &check->facts.evidence[i];

		if (&check->config->policy.categories[evidence->category] != verdict->category ||
		    wb_classify_discount(&check->config->policy, &check->facts, i, verdict->decided_at_s) != NULL)
			continue;
		if (text->length > 0)
			wb_text_add_char(text, ',');
		if (text->length + strlen(evidence->source) > EVIDENCE_BYTES_MAX) {
			wb_text_add(text, "...");
			return;
		}
		wb_text_add(text, evidence->source);
	}
}

static void format_reason(const struct wb_check *check, struct wb_text *text)
{
	if (check->verdict.heaviest != NULL)
		wb_text_add(text, check->verdict.heaviest->reason);
}

static void format_exempt(const struct wb_check *check, struct wb_text *text)
{
	wb_text_add(text, check->verdict.exempt);
}

static void format_ref(const struct wb_check *check, struct wb_text *text)
{
	wb_text_add(text, check->reference_code);
}

static void format_checks(const struct wb_check *check, struct wb_text *text)
{
	wb_text_addf(text, "%u", check->gather_count);
}

static void format_us(const struct wb_check *check, struct wb_text *text)
{
	wb_text_addf(text, "%llu", (unsigned long long)check->elapsed_us);
}

static void format_notice(const struct wb_check *check, struct wb_text *text)
{
	if (check->gathered && check->verdict.exempt[0] == '\0')
		wb_text_add(text, check->facts.notice);
}

static void format_fault(const struct wb_check *check, struct wb_text *text)
{
	if (check->gathered && check->verdict.exempt[0] == '\0')
		wb_text_add(text, check->facts.fault.text);
}

const struct wb_log_field wb_log_fields[] = {
	{ "action", false, format_action, "accept, log, tag, defer or reject" },
	{ "mode", false, format_mode, "monitor, when nothing is done but logging" },
	{ "category", false, format_category, "the category that won" },
	{ "client", false, format_client, "the client's address" },
	{ "country", false, format_country, "its country, two letters" },
	{ "asn", true, format_asn, "the AS number of its network" },
	{ "as_org", false, format_as_org, "that network's name" },
	{ "score", true, format_score, "sum of the weights in that category" },
	{ "threshold", true, format_threshold, "what the score had to reach" },
	{ "evidence", false, format_evidence, "what the score is the sum of, separated by commas" },
	{ "reason", false, format_reason, "the reason given with the heaviest evidence" },
	{ "exempt", false, format_exempt, "why the client is not blocked" },
	{ "ref", false, format_ref, "the signed reference in the reply" },
	{ "checks", true, format_checks, "how often this connection looked the address up" },
	{ "us", true, format_us, "microseconds that this verdict took" },
	{ "notice", false, format_notice, "what was learnt about a DNSBL zone" },
	{ "fault", false, format_fault, "what could not be checked" },
};
const size_t wb_log_field_count = sizeof(wb_log_fields) / sizeof(wb_log_fields[0]);

const struct wb_log_field *wb_log_field_find(const char *key)
{
	for (size_t i = 0; i < wb_log_field_count; i++) {
		if (strcmp(wb_log_fields[i].key, key) == 0)
			return &wb_log_fields[i];
	}
	return NULL;
}

void wb_log_format_line(const struct wb_check *check, struct wb_text *text)
{
	char buffer[WB_LOG_FIELD_SIZE];
	const char *space = "";

	wb_text_add(text, WB_LOG_PREFIX);
	for (size_t i = 0; i < wb_log_field_count; i++) {
		struct wb_text value;

		wb_text_open(&value, buffer, sizeof(buffer));
		wb_log_fields[i].format(check, &value);
		if (value.length == 0)
			continue;
		wb_text_addf(text, "%s%s=", space, wb_log_fields[i].key);
		wb_text_add_value(text, buffer, sizeof(buffer));
		space = " ";
	}
}

/* site.url with the reference, as far as there are any. */
static void format_url(const struct wb_check *check, struct wb_text *text)
{
	char code[WB_REFERENCE_TEXT_SIZE];

	wb_text_add(text, check->config->policy.site.url);
	if (text->length == 0 || check->reference_code[0] == '\0')
		return;
	wb_reference_format_url(check->reference_code, code);
	wb_text_addf(text, "?ref=%s", code);
}

static void fill_values(
    const struct wb_check *check, const char *client, const char *asn, const char *url, struct wb_reply_values *values)
{
	const struct wb_config *config = check->config;
	const struct wb_category *category = check->verdict.category;
	const struct wb_evidence *heaviest = check->verdict.heaviest;
	const struct wb_reply_values filled = { {
	    [WB_REPLY_IP] = client,
	    [WB_REPLY_NAME] = check->query.name,
	    [WB_REPLY_HELO] = check->query.helo,
	    [WB_REPLY_SENDER] = check->query.sender,
	    [WB_REPLY_RECIPIENT] = check->query.recipient,
	    [WB_REPLY_CATEGORY] = category != NULL ? category->id : NULL,
	    [WB_REPLY_TITLE] = category != NULL ? category->title : NULL,
	    [WB_REPLY_COUNTRY] = known_place(check)->country,
	    [WB_REPLY_ASN] = asn,
	    [WB_REPLY_AS_ORG] = known_place(check)->as_org,
	    [WB_REPLY_SOURCE] =
		heaviest != NULL && heaviest->listed_by != NULL ? heaviest->listed_by : config->policy.site.name,
	    [WB_REPLY_REASON] = heaviest != NULL ? heaviest->reason : NULL,
	    [WB_REPLY_REF] = check->reference_code,
	    [WB_REPLY_URL] = url,
	    [WB_REPLY_SITE] = config->policy.site.name,
	    [WB_REPLY_CONTACT] = config->policy.site.contacts.count > 0 ? config->policy.site.contacts.items[0] : NULL,
	} };

	*values = filled;
}

void wb_reply_format(const struct wb_check *check, char *buffer)
{
	const struct wb_verdict *verdict = &check->verdict;
	const struct wb_category *category = verdict->category;
	char client[WB_ADDRESS_TEXT_SIZE];
	char asn[16] = "";
	char url[256 + WB_REFERENCE_TEXT_SIZE];
	struct wb_reply_values values;
	struct wb_text text;

	buffer[0] = '\0';
	if (wb_check_action(check) < WB_DEFER)
		return;
	wb_address_format(&check->query.client, client);
	if (known_place(check)->asn != 0)
		snprintf(asn, sizeof(asn), "AS%u", known_place(check)->asn);
	wb_text_open(&text, url, sizeof(url));
	format_url(check, &text);
	fill_values(check, client, asn, url, &values);
	wb_reply_render(verdict->on_error ? ON_ERROR_TEXT : category->text,
	    verdict->on_error ? ON_ERROR_STATUS : category->status, verdict->action, &values, buffer);
}
