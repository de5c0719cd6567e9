/* dnsbl.c - see dnsbl.h */
#include "dns/dnsbl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/text.h"
#include "verdict/reply.h"

#define LOOKS_EMPTY "does not list"
#define IS_LOOPBACK_NET(code) ((code) >> 24 == 127)
#define IS_ERROR_NET(code) ((code) >> 16 == 0x7fff) /* 127.255.0.0/16: how operators say that they refuse to answer */

/* One zone's part of a round. */
struct row {
	struct wb_dnsbl *dnsbl;
	const struct wb_zone *zone;
	struct wb_dnsbl_result result;
	unsigned open; /* questions on their way */
};

struct wb_dnsbl {
	const struct wb_config *config;
	struct wb_address client;
	struct wb_resolver *resolver;
	bool wants_text;
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

	return names[answer];
}

static void format_code(uint32_t code, char *buffer, size_t size)
{
	snprintf(buffer, size, "%u.%u.%u.%u", code >> 24, code >> 16 & 255, code >> 8 & 255, code & 255);
}

static void set_result(struct row *row, enum wb_dnsbl_answer answer, const char *why)
{
	row->result.answer = answer;
	wb_text_copy(row->result.why, sizeof(row->result.why), why);
}

/* What a zone's table makes of all the codes of one answer. */
struct reading {
	bool is_error, is_listed;
	const char *meaning; /* of the error */
};

static void read_code(void *context, const struct wb_code *code)
{
	struct reading *reading = context;

	reading->is_listed = reading->is_listed || code->kind == WB_CODE_LISTED;
	if (code->kind == WB_CODE_ERROR) {
		reading->is_error = true;
		reading->meaning = code->meaning;
	}
}

static void fail_zone(struct row *row, uint32_t code, const char *meaning)
{
	char text[16];

	format_code(code, text, sizeof(text));
	snprintf(row->result.why, sizeof(row->result.why), "answered %s: %s", text, meaning);
	row->result.answer = WB_DNSBL_ERROR;
}

/* Looks at every code of an answer; one that is an error spoils the whole answer. */
static struct reading read_codes(struct row *row, const struct wb_resolver_answer *answer)
{
	struct reading reading = { .meaning = "" };

	for (size_t i = 0; i < answer->address_count; i++) {
		uint32_t code = answer->addresses[i];

		row->result.codes[row->result.code_count++] = code;
		if (!IS_LOOPBACK_NET(code)) {
			reading.is_error = true;
			reading.meaning = "outside 127.0.0.0/8; the zone is gone, or the resolver rewrites answers";
		} else if (IS_ERROR_NET(code)) {
			reading.is_error = true;
			reading.meaning = "the zone refuses this resolver, or the number of its queries";
		} else if (wb_zone_decode(row->zone, code, read_code, &reading) == 0) {
			row->result.unnamed_code = code;
		}
		if (reading.is_error) {
			fail_zone(row, code, reading.meaning);
			break;
		}
	}
	return reading;
}

static void ask(struct row *row, const struct wb_address *address, enum wb_resolver_type type, wb_resolver_done *done)
{
	char name[WB_DNSBL_NAME_SIZE];

	wb_dnsbl_query_name(address, !wb_address_is_v4(&row->dnsbl->client), row->zone->name, name);
	row->open++;
	wb_resolver_ask(row->dnsbl->resolver, name, type, done, row);
}

/* Some zones put the name that was asked into their text, and with it the account's key. */
static bool tells_key(const struct wb_zone *zone, const char *text)
{
	char key[WB_ZONE_NAME_MAX + 1];
	size_t length = (size_t)(zone->shown - zone->name);

	if (length < 2)
		return false;
	snprintf(key, sizeof(key), "%.*s", (int)length - 1, zone->name);
	return strcasestr(text, key) != NULL;
}

static void take_text(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;
	struct wb_text text;

	row->open--;
	if (answer->outcome != WB_RESOLVER_ANSWER || wb_reply_misleads(answer->text) || !wb_text_is_printable(answer->text) ||
	    tells_key(row->zone, answer->text))
		return;
	wb_text_open(&text, row->result.text, sizeof(row->result.text));
	wb_text_add(&text, answer->text);
}

static void take_probe(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;

	row->open--;
	switch (answer->outcome) {
	case WB_RESOLVER_NONE:
		set_result(row, WB_DNSBL_LISTED, "");
		break;
	case WB_RESOLVER_ANSWER:
		set_result(row, WB_DNSBL_ERROR, "lists an address that nobody lists: it lists the world");
		break;
	default:
		row->result.timed_out = answer->outcome == WB_RESOLVER_TIMEOUT;
		set_result(row, WB_DNSBL_UNKNOWN, "a hit, but its probe got no answer");
	}
}

/* A random address of 127.0.0.0/8, far from the test entries: no resolver has it cached, and no zone lists it. */
static bool pick_probe(struct wb_address *probe_r)
{
	uint8_t random[3];

	if (getrandom(random, sizeof(random), GRND_NONBLOCK) != (ssize_t)sizeof(random))
		return false;
	wb_address_parse("127.0.0.0", probe_r, NULL);
	probe_r->bytes[13] = (uint8_t)(1 + random[0] % 254);
	probe_r->bytes[14] = random[1];
	probe_r->bytes[15] = random[2];
	return true;
}

static void ask_probe(struct row *row)
{
	struct wb_address probe;

	if (pick_probe(&probe))
		ask(row, &probe, WB_RESOLVER_A, take_probe);
	else
		set_result(row, WB_DNSBL_UNKNOWN, "a hit, but no random number for its probe");
}

static void take_answer(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;
	struct reading reading;

	row->open--;
	if (answer->outcome == WB_RESOLVER_NONE) {
		set_result(row, WB_DNSBL_NOT_LISTED, "");
		return;
	}
	if (answer->outcome != WB_RESOLVER_ANSWER) {
		row->result.timed_out = answer->outcome == WB_RESOLVER_TIMEOUT;
		set_result(row, WB_DNSBL_UNKNOWN, row->result.timed_out ? "no answer" : answer->why);
		return;
	}
	reading = read_codes(row, answer);
	if (reading.is_error)
		return;
	if (!reading.is_listed) {
		set_result(row, WB_DNSBL_LISTED, "");
		return;
	}
	ask_probe(row);
	if (row->dnsbl->wants_text)
		ask(row, &row->dnsbl->client, WB_RESOLVER_TXT, take_text);
}

/* Why a zone is not asked; NULL when it is. */
static const char *reason_not_to_ask(
    const struct wb_zone *zone, const struct wb_address *client, const struct wb_health *health, int64_t now_s)
{
	if (!wb_address_is_v4(client) && !zone->asks_ipv6)
		return "lists no IPv6 addresses";
	if (wb_health_may_ask(health, now_s))
		return NULL;
	return health->state == WB_HEALTH_SUSPENDED ? "suspended" : "failed its last test";
}

enum wb_status wb_dnsbl_open(const struct wb_config *config, const struct wb_address *client, const struct wb_health *health,
    int64_t now_s, bool wants_text, struct wb_dnsbl **dnsbl_r, struct wb_error *error_r)
{
	struct wb_dnsbl *dnsbl = calloc(1, sizeof(*dnsbl));
	enum wb_status status;

	*dnsbl_r = NULL;
	if (dnsbl == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "dns: out of memory");
	status = wb_resolver_open(&config->policy.dns, &wb_clock_system, &dnsbl->resolver, error_r);
	if (status != WB_OK) {
		free(dnsbl);
		return status;
	}
	dnsbl->config = config;
	dnsbl->client = *client;
	dnsbl->wants_text = wants_text;
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		struct row *row = &dnsbl->rows[i];
		const char *reason = reason_not_to_ask(&config->policy.zones[i], client, &health[i], now_s);

		row->dnsbl = dnsbl;
		row->zone = &config->policy.zones[i];
		set_result(row, reason != NULL ? WB_DNSBL_UNASKED : WB_DNSBL_PENDING, reason != NULL ? reason : "");
		if (reason == NULL)
			ask(row, client, WB_RESOLVER_A, take_answer);
	}
	*dnsbl_r = dnsbl;
	return WB_OK;
}

static bool has_open_questions(const struct wb_dnsbl *dnsbl)
{
	for (size_t i = 0; i < dnsbl->config->policy.zone_count; i++) {
		if (dnsbl->rows[i].open > 0)
			return true;
	}
	return false;
}

void wb_dnsbl_pump(struct wb_dnsbl *dnsbl)
{
	wb_resolver_pump(dnsbl->resolver);
}

bool wb_dnsbl_wait(struct wb_dnsbl *dnsbl)
{
	return has_open_questions(dnsbl) && wb_resolver_wait(dnsbl->resolver);
}

bool wb_dnsbl_is_open(const struct wb_dnsbl *dnsbl, size_t zone)
{
	return dnsbl->rows[zone].open > 0;
}

const struct wb_dnsbl_result *wb_dnsbl_result(const struct wb_dnsbl *dnsbl, size_t zone)
{
	return &dnsbl->rows[zone].result;
}

/* A zone's word on its way into the facts. */
struct testimony {
	const struct row *row;
	struct wb_facts *facts;
	uint32_t code;
};

static void add_row(void *context, const struct wb_code *code)
{
	struct testimony *testimony = context;
	const struct wb_zone *zone = testimony->row->zone;
	char text[16];
	struct wb_evidence *evidence;

	if (code->kind == WB_CODE_ALLOW && zone->is_dnswl && (int)code->trust >= zone->min_trust)
		snprintf(
		    testimony->facts->dnswl, sizeof(testimony->facts->dnswl), "%.100s, trust %u", zone->shown, code->trust);
	if (code->kind != WB_CODE_LISTED || zone->is_dnswl || (evidence = wb_evidence_add(testimony->facts)) == NULL)
		return;
	format_code(testimony->code, text, sizeof(text));
	snprintf(evidence->source, sizeof(evidence->source), "dnsbl:%.120s:%s", zone->shown, text);
	evidence->listed_by = zone->shown;
	evidence->run_by = zone->run_by;
	evidence->category = code->category;
	evidence->scope = (enum wb_scope)code->scope;
	evidence->weight_milli = code->weight_milli;
	wb_text_copy(evidence->reason, sizeof(evidence->reason), testimony->row->result.text);
	wb_text_copy(evidence->detail, sizeof(evidence->detail), code->meaning);
}

void wb_dnsbl_add_evidence(const struct wb_dnsbl *dnsbl, struct wb_facts *facts)
{
	for (size_t i = 0; i < dnsbl->config->policy.zone_count; i++) {
		const struct row *row = &dnsbl->rows[i];

		for (size_t c = 0; row->result.answer == WB_DNSBL_LISTED && c < row->result.code_count; c++) {
			struct testimony testimony = { row, facts, row->result.codes[c] };

			wb_zone_decode(row->zone, row->result.codes[c], add_row, &testimony);
		}
	}
}

void wb_dnsbl_learn(struct wb_dnsbl *dnsbl, int64_t now_s, struct wb_health *health, bool *changed_r)
{
	bool over = wb_resolver_is_over(dnsbl->resolver);

	for (size_t i = 0; i < dnsbl->config->policy.zone_count; i++) {
		struct row *row = &dnsbl->rows[i];

		changed_r[i] = false;
		if (row->result.answer == WB_DNSBL_PENDING && over) {
			row->result.timed_out = true;
			set_result(row, WB_DNSBL_UNKNOWN,
			    row->result.code_count > 0 ? "a hit, but its probe got no answer" : "no answer");
		}
		if (row->result.answer == WB_DNSBL_ERROR)
			changed_r[i] = wb_health_note_error(&health[i], row->result.why, now_s);
		else if (row->result.timed_out)
			changed_r[i] = wb_health_note_timeout(&health[i], now_s);
		else if (row->result.answer == WB_DNSBL_LISTED || row->result.answer == WB_DNSBL_NOT_LISTED)
			changed_r[i] = wb_health_note_answer(&health[i]);
	}
}

void wb_dnsbl_hang_up(struct wb_dnsbl *dnsbl)
{
	wb_resolver_close(&dnsbl->resolver);
}

void wb_dnsbl_close(struct wb_dnsbl **dnsbl)
{
	if (*dnsbl == NULL)
		return;
	wb_resolver_close(&(*dnsbl)->resolver);
	free(*dnsbl);
	*dnsbl = NULL;
}

/* The points of RFC 5782 section 5. */
static const struct test_point {
	const char *address;
	bool as_ipv6;
	bool listed;
} test_points[] = {
	{ "127.0.0.2", false, true },
	{ "127.0.0.1", false, false },
	{ "127.0.0.2", true, true },
	{ "127.0.0.1", true, false },
};
#define TEST_POINTS (sizeof(test_points) / sizeof(test_points[0]))

/* One zone, one point. */
struct test {
	const struct test_point *point;
	char *why; /* of the zone; the first failure stays */
	bool answered;
};

static void take_test(void *context, const struct wb_resolver_answer *answer)
{
	struct test *test = context;
	bool listed = answer->outcome == WB_RESOLVER_ANSWER;
	const char *family = test->point->as_ipv6 ? "::ffff:" : "";

	test->answered = answer->outcome == WB_RESOLVER_ANSWER || answer->outcome == WB_RESOLVER_NONE;
	if (!test->answered || test->why[0] != '\0')
		return;
	if (listed && (!IS_LOOPBACK_NET(answer->addresses[0]) || IS_ERROR_NET(answer->addresses[0])))
		snprintf(test->why, WB_DNSBL_WHY_SIZE, "answers %s%s with an error: the zone is gone, or refuses this resolver",
		    family, test->point->address);
	else if (listed != test->point->listed)
		snprintf(test->why, WB_DNSBL_WHY_SIZE, "%s %s%s: %s", listed ? "lists" : LOOKS_EMPTY, family,
		    test->point->address,
		    listed ? "it lists the world" : "it is empty, or the resolver takes answers in 127.0.0.0/8 away");
}

static bool point_applies(const struct wb_zone *zone, const struct test_point *point)
{
	bool lists_localhost = zone->known != NULL && (zone->known->flags & WB_ZONE_LISTS_LOCALHOST) != 0;

	return (!point->as_ipv6 || zone->asks_ipv6) && (point->listed || !lists_localhost);
}

static void ask_test_points(const struct wb_zone *zone, struct wb_resolver *resolver, struct test *tests, char *why)
{
	why[0] = '\0';
	for (size_t p = 0; p < TEST_POINTS; p++) {
		char name[WB_DNSBL_NAME_SIZE];
		struct wb_address address;

		/* A point that does not apply is taken as answered. */
		tests[p] = (struct test){ &test_points[p], why, !point_applies(zone, &test_points[p]) };
		if (tests[p].answered)
			continue;
		wb_address_parse(test_points[p].address, &address, NULL);
		wb_dnsbl_query_name(&address, test_points[p].as_ipv6, zone->name, name);
		wb_resolver_ask(resolver, name, WB_RESOLVER_A, take_test, &tests[p]);
	}
}

enum wb_status wb_dnsbl_test(
    const struct wb_config *config, char (*why_r)[WB_DNSBL_WHY_SIZE], bool *known_r, struct wb_error *error_r)
{
	struct test tests[WB_ZONES_MAX][TEST_POINTS];
	struct wb_resolver *resolver = NULL;
	enum wb_status status;

	status = wb_resolver_open(&config->policy.dns, &wb_clock_system, &resolver, error_r);
	if (status != WB_OK)
		return status;
	for (size_t i = 0; i < config->policy.zone_count; i++)
		ask_test_points(&config->policy.zones[i], resolver, tests[i], why_r[i]);
	while (wb_resolver_wait(resolver))
		;
	wb_resolver_close(&resolver);
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		known_r[i] = true;
		for (size_t p = 0; p < TEST_POINTS; p++)
			known_r[i] = known_r[i] && tests[i][p].answered;
	}
	return WB_OK;
}

bool wb_dnsbl_looks_empty(const char *why)
{
	return strncmp(why, LOOKS_EMPTY, strlen(LOOKS_EMPTY)) == 0;
}
