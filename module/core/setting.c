/* setting.c - see setting.h */
#include "setting.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "category.h"
#include "colour.h"
#include "config.h"
#include "moment.h"
#include "reply.h"
#include "text.h"

const struct wb_section wb_sections[] = {
	{ "site", NULL, NULL, NULL, "who blocks, and whom to ask: appears in replies and on the explanation page" },
	{ "web", NULL, NULL, NULL,
	    "the service whyblock-web, which gives the explanation page and takes requests for removal" },
	{ "removal", NULL, NULL, NULL, "requests for removal, by the page and by mail" },
	{ "geoip", NULL, NULL, NULL,
	    "databases in MaxMind's format; a file that is not there is no fault: country and ASN stay unknown" },
	{ "exempt", NULL, NULL, NULL, "who is never blocked" },
	{ "category", NULL, "ID", "category \"open-relay\"",
	    "what to do with a category; another id defines a category of your own" },
	{ "dns", NULL, NULL, NULL, "how DNSBL zones are asked: all at once" },
	{ "dnsbl", NULL, "ZONE", "dnsbl \"zen.spamhaus.org\"",
	    "a list of bad hosts in the DNS; of a zone that whyblock knows, the codes are built in: {} is enough" },
	{ "code", "dnsbl", "CODE", "code \"127.0.0.2\"",
	    "what a return code means: an address, a range 127.0.0.3-127.0.0.5, or a bit 127.0.0.&8; a code that is not named does not count" },
	{ "dnswl", NULL, "ZONE", "dnswl \"list.dnswl.org\"",
	    "a list of good hosts in the DNS: a hit exempts from DNSBL evidence, not from your own listings" },
	{ "feed", NULL, "NAME", "feed \"drop\"",
	    "a file that you download; whyblock feed sync makes the listings of feed:NAME equal to it, all of it or nothing" },
	{ "rule", NULL, "NAME", "rule \"snowshoe\"",
	    "evidence by ASN and country; both lists given: both must match. Of scope network it defers at most, never rejects alone" },
};
const size_t wb_section_count = sizeof(wb_sections) / sizeof(wb_sections[0]);

/* The field's offset; refuses to compile when its C type is not the one that the setting's type stores. */
#define FIELD(owner, member, ctype) (offsetof(struct owner, member) + 0 * sizeof((ctype *)0 == &((struct owner *)0)->member))
#define CHOICE(section, name, owner, member, initial, choices, help) \
	{ \
		section, name, WB_SETTING_CHOICE, FIELD(owner, member, int), initial, choices, 0, 0, help \
	}
#define STRING(type, section, name, owner, member, initial, help) \
	{ \
		section, name, type, FIELD(owner, member, const char *), initial, NULL, 0, 0, help \
	}
#define MILLI(section, name, owner, member, initial, min, max, help) \
	{ \
		section, name, WB_SETTING_MILLI, FIELD(owner, member, uint32_t), initial, NULL, min, max, help \
	}
#define NUMBER(section, name, owner, member, initial, min, max, help) \
	{ \
		section, name, WB_SETTING_COUNT, FIELD(owner, member, uint32_t), initial, NULL, min, max, help \
	}
#define BOOLEAN(section, name, owner, member, initial, help) \
	{ \
		section, name, WB_SETTING_BOOLEAN, FIELD(owner, member, bool), initial, NULL, 0, 0, help \
	}
#define SPAN(section, name, owner, member, initial, help) \
	{ \
		section, name, WB_SETTING_SPAN, FIELD(owner, member, int64_t), initial, NULL, 0, 0, help \
	}
#define LIST(type, ctype, section, name, owner, member, initial, help) \
	{ \
		section, name, type, FIELD(owner, member, ctype), initial, NULL, 0, 0, help \
	}

const struct wb_setting wb_settings[] = {
	CHOICE(
	    "", "mode", wb_config, mode, "enforce", "enforce monitor", "enforce: act; monitor: decide and log, block nobody"),
	CHOICE("", "on_error", wb_config, on_error, "accept", "accept defer",
	    "when something cannot be checked: accept the mail, or defer it with 451"),
	STRING(WB_SETTING_PATH, "", "store", wb_config, store, "/var/lib/whyblock",
	    "folder of the listings; made by whyblock init"),
	STRING(WB_SETTING_PATH, "", "reference_key", wb_config, reference_key, "",
	    "file of the keys that sign the references in replies, made by whyblock init; empty: reference.key beside this file"),
	SPAN("", "history_keep", wb_config, history_keep_s, "400d",
	    "how long the store remembers who changed what is listed (see whyblock history): 90d, 52w; empty: for ever"),

	STRING(WB_SETTING_TEXT, "site", "name", wb_config, site.name, "",
	    "named in replies as the source of your own listings; empty: the host's name"),
	STRING(WB_SETTING_URL, "site", "url", wb_config, site.url, "",
	    "explanation page for people whose mail came back; empty: that line of the reply is left out"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "site", "contacts", wb_config, site.contacts, "",
	    "addresses to write to; the first one is %{contact}"),

	STRING(WB_SETTING_LIGHT, "site", "colour", wb_config, site.colour, "#0b57d0",
	    "of links and headings of the explanation page"),
	STRING(WB_SETTING_DARK, "site", "colour_dark", wb_config, site.colour_dark, "#a8c7fa",
	    "the same for people whose screen is set to dark"),

	LIST(WB_SETTING_PREFIXES, struct wb_prefixes, "web", "trusted_proxies", wb_config, web.trusted_proxies, "",
	    "your web server's addresses, if the service stands behind it: its X-Forwarded-For says who visits"),
	LIST(WB_SETTING_PREFIXES, struct wb_prefixes, "web", "metrics_from", wb_config, web.metrics_from, "127.0.0.0/8 ::1/128",
	    "who may read /metrics"),

	STRING(WB_SETTING_TEXT, "removal", "address", wb_config, removal.address, "",
	    "mail address for requests, and sender of the answers; empty: the first of site.contacts"),
	STRING(WB_SETTING_PATH, "removal", "sendmail", wb_config, removal.sendmail, "/usr/sbin/sendmail",
	    "command that sends the answers; empty: none are sent"),
	SPAN("removal", "allow_ttl", wb_config, removal.allow_ttl_s, "90d",
	    "how long an approval allows a host that a network's listing, a feed or a DNSBL covers; empty: for ever"),
	SPAN("removal", "keep", wb_config, removal.keep_s, "400d", "how long requests are kept; empty: for ever"),
	NUMBER("removal", "per_address", wb_config, removal.per_address, "5", 1, 1000,
	    "requests that one visitor's address (of IPv6: its /64), or one sender, may make in 24 hours"),
	NUMBER("removal", "per_host", wb_config, removal.per_host, "3", 1, 1000,
	    "requests for one host in 24 hours, whoever makes them"),
	NUMBER("removal", "per_day", wb_config, removal.per_day, "200", 2, 100000,
	    "requests in 24 hours; those without a genuine reference may take half of it"),
	MILLI("removal", "relist_factor", wb_config, removal.relist_milli, "2.0", 1000, 10000,
	    "how many times as long a host is listed again, for each removal that it was granted before"),

	STRING(WB_SETTING_PATH, "geoip", "country", wb_config, geoip.country, "/var/lib/GeoIP/GeoLite2-Country.mmdb",
	    "file with countries, of any provider; empty: none"),
	STRING(WB_SETTING_PATH, "geoip", "asn", wb_config, geoip.asn, "/var/lib/GeoIP/GeoLite2-ASN.mmdb",
	    "file with AS numbers, of any provider; empty: none"),

	LIST(WB_SETTING_PREFIXES, struct wb_prefixes, "exempt", "hosts", wb_config, exempt.hosts, "127.0.0.0/8 ::1/128",
	    "addresses and networks"),
	BOOLEAN("exempt", "authenticated", wb_config, exempt.authenticated, "true", "clients that logged in"),
	LIST(WB_SETTING_RECIPIENTS, struct wb_texts, "exempt", "recipients", wb_config, exempt.recipients,
	    "postmaster abuse removal", "a local part (at any domain, in any case), an address, or \"@domain\""),

	STRING(WB_SETTING_TEXT, "category", "title", wb_category, title, "",
	    "as people say it, for %{title}; empty: the built-in title, or the id"),
	CHOICE("category", "action", wb_category, action, "reject", "off log tag defer reject",
	    "off, log, tag (a header), defer (451) or reject (550)"),
	MILLI("category", "threshold", wb_category, threshold_milli, "1.0", 1, 1000000,
	    "sum of the weights at which the action is taken"),
	STRING(WB_SETTING_STATUS, "category", "status", wb_category, status, "5.7.1",
	    "enhanced status code of a reject (RFC 3463); under defer its first digit becomes 4"),
	STRING(WB_SETTING_TEMPLATE, "category", "text", wb_category, text, "",
	    "the reply: lines separated by \\n, with placeholders such as %{ip}; empty: the built-in text"),

	LIST(WB_SETTING_SERVERS, struct wb_texts, "dns", "servers", wb_config, dns.servers, "",
	    "name servers, \"192.0.2.53\" or \"127.0.0.1:5353\"; empty: the system's resolver"),
	MILLI(
	    "dns", "deadline", wb_config, dns.deadline_ms, "3.0", 50, 10000, "longest wait in seconds for all zones together"),
	BOOLEAN("dns", "edns", wb_config, dns.edns, "false", "send the EDNS option"),

	MILLI("dnsbl", "weight", wb_zone, weight_milli, "1.0", 1, 1000000, "what the weights of its codes are multiplied by"),
	CHOICE("dnsbl", "ipv6", wb_zone, ipv6, "auto", "auto no yes",
	    "whether IPv6 clients are asked about; auto: as whyblock knows the zone"),
	STRING(WB_SETTING_LINK, "dnsbl", "removal", wb_zone, removal, "",
	    "page where a host gets off the list, %{ip} stands for its address; empty: as whyblock knows it"),

	STRING(WB_SETTING_TEXT, "code", "category", wb_code, category_id, "", "the category that it counts for; must be given"),
	MILLI("code", "weight", wb_code, weight_milli, "auto", 0, 1000000,
	    "what it counts; auto: 1.0, or 0.5 when its scope is range or network; 0: nothing"),
	CHOICE("code", "scope", wb_code, scope, "host", "host range network",
	    "host: may reject alone; range or network: defers at most, until evidence about the host joins it"),

	CHOICE("dnswl", "min_trust", wb_zone, min_trust, "1", "0 1 2 3",
	    "the least trust that exempts: 0 none, 1 low, 2 medium, 3 high"),

	STRING(WB_SETTING_PATH, "feed", "file", wb_feed_settings, file, "",
	    "addresses, networks and a-b ranges, one in a line, or Spamhaus DROP as text or JSON; must be given"),
	STRING(WB_SETTING_TEXT, "feed", "category", wb_feed_settings, category_id, "", "of the listings; must be given"),
	CHOICE("feed", "scope", wb_feed_settings, scope, "host", "host range network",
	    "host: a decision about every host that the feed covers; range or network: defers at most, until evidence about the host joins it"),
	SPAN("feed", "ttl", wb_feed_settings, ttl_s, "",
	    "how long a listing counts after the last sync that found it in the file; empty: until a sync does not"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "feed", "allow", wb_feed_settings, allow, "",
	    "what the file may do although it is suspicious: empty, change (by more than half), exempt, wide, lines (over 1 % bad)"),

	LIST(WB_SETTING_ASNS, struct wb_asns, "rule", "asn", wb_rule, asns, "", "AS numbers: 64496 or AS64496"),
	LIST(WB_SETTING_COUNTRIES, struct wb_texts, "rule", "countries", wb_rule, countries, "",
	    "country codes of two letters (ISO 3166-1)"),
	STRING(WB_SETTING_TEXT, "rule", "category", wb_rule, category_id, "",
	    "the category that the evidence counts for; must be given"),
	MILLI("rule", "weight", wb_rule, weight_milli, "1.0", 1, 1000000, "what the evidence counts"),
	CHOICE("rule", "scope", wb_rule, scope, "network", "host range network",
	    "host: the rule may reject alone; range or network: it defers at most, until evidence about the host joins it"),
};
const size_t wb_setting_count = sizeof(wb_settings) / sizeof(wb_settings[0]);

const struct wb_setting *wb_setting_find(const char *section, const char *name)
{
	for (size_t i = 0; i < wb_setting_count; i++) {
		if (strcmp(wb_settings[i].section, section) == 0 && strcmp(wb_settings[i].name, name) == 0)
			return &wb_settings[i];
	}
	return NULL;
}

/* One value on its way into a field. */
struct storing {
	const struct wb_setting *setting;
	struct wb_pool *pool;
	const char *value;
	void *field;
	struct wb_error *error_r;
};

static enum wb_status no_memory(const struct storing *storing)
{
	return wb_fail(storing->error_r, WB_NO_MEMORY, "more memory");
}

static enum wb_status wanted(const struct storing *storing)
{
	char right[200];
	struct wb_text text;

	wb_text_open(&text, right, sizeof(right));
	wb_setting_wanted(storing->setting, &text);
	return wb_fail(storing->error_r, WB_INVALID, "%s", right);
}

static enum wb_status store_string(const struct storing *storing, const char *string)
{
	const char **field = storing->field;

	*field = wb_pool_copy(storing->pool, string);
	return *field == NULL ? no_memory(storing) : WB_OK;
}

static enum wb_status store_choice(const struct storing *storing)
{
	const char *word = storing->setting->choices;
	size_t length = strlen(storing->value);

	for (int i = 0; word != NULL; i++) {
		if (length > 0 && strcspn(word, " ") == length && strncmp(word, storing->value, length) == 0) {
			*(int *)storing->field = i;
			return WB_OK;
		}
		word = strchr(word, ' ');
		word = word == NULL ? NULL : word + 1;
	}
	return wanted(storing);
}

static enum wb_status store_text(const struct storing *storing)
{
	if (strlen(storing->value) > 200 || !wb_text_is_printable(storing->value))
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_path(const struct storing *storing)
{
	bool absolute = storing->value[0] == '/' || storing->value[0] == '\0';

	if (!absolute || strlen(storing->value) > 400 || !wb_text_is_printable(storing->value))
		return wanted(storing);
	return store_string(storing, storing->value);
}

/* Whether it may stand in a page and in a reply, as it is. */
static bool is_url(const char *url, const char *refused)
{
	bool known = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0 || url[0] == '\0';

	return known && strlen(url) <= 200 && strpbrk(url, refused) == NULL && wb_text_is_printable(url);
}

static enum wb_status store_url(const struct storing *storing)
{
	if (!is_url(storing->value, " \"<>#?"))
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_link(const struct storing *storing)
{
	const char *url = storing->value;

	if (!is_url(url, " \"'<>\\`"))
		return wanted(storing);
	for (const char *at = strstr(url, "%{"); at != NULL; at = strstr(at + 1, "%{")) {
		if (strncmp(at, "%{ip}", 5) != 0)
			return wanted(storing);
	}
	return store_string(storing, url);
}

static enum wb_status store_colour(const struct storing *storing, const char *page)
{
	if (!wb_colour_is_readable(storing->value, page))
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_light(const struct storing *storing)
{
	return store_colour(storing, WB_COLOUR_PAGE_LIGHT);
}

static enum wb_status store_dark(const struct storing *storing)
{
	return store_colour(storing, WB_COLOUR_PAGE_DARK);
}

static enum wb_status store_status(const struct storing *storing)
{
	unsigned subject, detail;
	int length = 0;

	/* RFC 3463 section 2: class, subject and detail, the last two of up to three digits. */
	if (sscanf(storing->value, "5.%3u.%3u%n", &subject, &detail, &length) != 2 || storing->value[length] != '\0' ||
	    strspn(storing->value, "0123456789.") != (size_t)length || subject == 1)
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_template(const struct storing *storing)
{
	if (storing->value[0] != '\0' && wb_reply_check(storing->value, storing->error_r) != WB_OK)
		return WB_INVALID;
	return store_string(storing, storing->value);
}

static enum wb_status store_milli(const struct storing *storing)
{
	const char *at = storing->value;
	uint64_t milli = 0;
	int places = -1;

	if (strcmp(storing->setting->initial, WB_SETTING_AUTO) == 0 && strcmp(at, WB_SETTING_AUTO) == 0) {
		*(uint32_t *)storing->field = WB_SETTING_MILLI_AUTO;
		return WB_OK;
	}
	/* Decimal places are counted by hand: strtod reads by the locale, which is Exim's. */
	for (; *at != '\0'; at++) {
		if (*at == '.' && places < 0 && at != storing->value) {
			places = 0;
			continue;
		}
		if (!isdigit((unsigned char)*at) || places == 3 || milli > UINT32_MAX)
			return wanted(storing);
		milli = 10 * milli + (uint64_t)(*at - '0');
		places += places >= 0;
	}
	if (at == storing->value || places == 0)
		return wanted(storing);
	for (places = places < 0 ? 0 : places; places < 3; places++)
		milli *= 10;
	if (milli < storing->setting->min || milli > storing->setting->max)
		return wanted(storing);
	*(uint32_t *)storing->field = (uint32_t)milli;
	return WB_OK;
}

static enum wb_status store_count(const struct storing *storing)
{
	const char *value = storing->value;
	unsigned long count;

	if (value[0] == '\0' || strlen(value) > 9 || strspn(value, "0123456789") != strlen(value))
		return wanted(storing);
	count = strtoul(value, NULL, 10);
	if (count < storing->setting->min || count > storing->setting->max)
		return wanted(storing);
	*(uint32_t *)storing->field = (uint32_t)count;
	return WB_OK;
}

static enum wb_status store_boolean(const struct storing *storing)
{
	static const char *const words[][2] = { { "false", "true" }, { "no", "yes" }, { "off", "on" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		for (int b = 0; b < 2; b++) {
			if (strcmp(storing->value, words[i][b]) == 0) {
				*(bool *)storing->field = b;
				return WB_OK;
			}
		}
	}
	return wanted(storing);
}

static enum wb_status store_span(const struct storing *storing)
{
	int64_t seconds = 0;

	if (storing->value[0] != '\0' && wb_span_parse(storing->value, &seconds, NULL) != WB_OK)
		return wanted(storing);
	*(int64_t *)storing->field = seconds;
	return WB_OK;
}

static enum wb_status append_text(const struct storing *storing, const char *string)
{
	struct wb_texts *list = storing->field;
	const char **items = wb_pool_grow(storing->pool, list->items, list->count, sizeof(*items));

	if (items == NULL)
		return no_memory(storing);
	list->items = items;
	items[list->count] = wb_pool_copy(storing->pool, string);
	return items[list->count++] == NULL ? no_memory(storing) : WB_OK;
}

static enum wb_status store_texts(const struct storing *storing)
{
	if (storing->value[0] == '\0' || strlen(storing->value) > 200 || !wb_text_is_printable(storing->value))
		return wanted(storing);
	return append_text(storing, storing->value);
}

/* "192.0.2.53", "192.0.2.53:5353", "2001:db8::53" or "[2001:db8::53]:5353". */
static enum wb_status store_servers(const struct storing *storing)
{
	char host[64];
	const char *value = storing->value;
	const char *colon = strrchr(value, ':');
	const char *port = NULL;
	struct wb_address address;
	size_t length = strlen(value);

	if (value[0] == '[' && colon > value && colon[-1] == ']') {
		port = colon + 1;
		value++;
		length = (size_t)(colon - 1 - value);
	} else if (colon != NULL && strchr(value, ':') == colon) {
		port = colon + 1;
		length = (size_t)(colon - value);
	}
	if (length >= sizeof(host) ||
	    (port != NULL &&
		(port[0] < '1' || port[0] > '9' || strlen(port) > 5 || strspn(port, "0123456789") != strlen(port) ||
		    atoi(port) > 65535)))
		return wanted(storing);
	memcpy(host, value, length);
	host[length] = '\0';
	if (wb_address_parse(host, &address, NULL) != WB_OK)
		return wanted(storing);
	return append_text(storing, storing->value);
}

static enum wb_status store_recipients(const struct storing *storing)
{
	char lower[256];
	size_t length = strlen(storing->value);
	const char *at = strrchr(storing->value, '@');

	if (length == 0 || length >= sizeof(lower) || !wb_text_is_printable(storing->value) || (at != NULL && at[1] == '\0'))
		return wanted(storing);
	for (size_t i = 0; i <= length; i++)
		lower[i] = (char)tolower((unsigned char)storing->value[i]);
	return append_text(storing, lower);
}

static enum wb_status store_prefixes(const struct storing *storing)
{
	struct wb_prefixes *list = storing->field;
	struct wb_prefix prefix;
	struct wb_prefix *items;

	if (wb_prefix_parse(storing->value, &prefix, storing->error_r) != WB_OK)
		return WB_INVALID;
	items = wb_pool_grow(storing->pool, list->items, list->count, sizeof(*items));
	if (items == NULL)
		return no_memory(storing);
	list->items = items;
	items[list->count++] = prefix;
	return WB_OK;
}

static enum wb_status store_asns(const struct storing *storing)
{
	struct wb_asns *list = storing->field;
	const char *digits = storing->value;
	uint64_t asn = 0;
	uint32_t *items;

	if (strncasecmp(digits, "AS", 2) == 0)
		digits += 2;
	if (digits[0] == '\0' || strlen(digits) > 10 || strspn(digits, "0123456789") != strlen(digits))
		return wanted(storing);
	for (; *digits != '\0'; digits++)
		asn = 10 * asn + (uint64_t)(*digits - '0');
	if (asn == 0 || asn > UINT32_MAX)
		return wanted(storing);
	items = wb_pool_grow(storing->pool, list->items, list->count, sizeof(*items));
	if (items == NULL)
		return no_memory(storing);
	list->items = items;
	items[list->count++] = (uint32_t)asn;
	return WB_OK;
}

static enum wb_status store_countries(const struct storing *storing)
{
	const char *value = storing->value;
	char upper[3] = { 0 };

	if (strlen(value) != 2 || !isalpha((unsigned char)value[0]) || !isalpha((unsigned char)value[1]))
		return wanted(storing);
	for (int i = 0; i < 2; i++)
		upper[i] = (char)toupper((unsigned char)value[i]);
	return append_text(storing, upper);
}

/* One row for each enum wb_setting_type, in its order. A list's field is emptied by zero bytes. */
static const struct {
	enum wb_status (*store)(const struct storing *storing);
	size_t list_bytes;
	bool quoted;
	const char *wanted;
} types[] = {
	[WB_SETTING_CHOICE] = { store_choice, 0, true, NULL },
	[WB_SETTING_TEXT] = { store_text, 0, true, "up to 200 characters of printable ASCII" },
	[WB_SETTING_PATH] = { store_path, 0, true, "a path that begins with /, or \"\" for none" },
	[WB_SETTING_URL] = { store_url, 0, true,
	    "a URL that begins with https:// or http://, without ? and #, or \"\" for none" },
	[WB_SETTING_LINK] = { store_link, 0, true,
	    "a URL that begins with https:// or http://, in which %{ip} may stand for an address, or \"\" for none" },
	[WB_SETTING_LIGHT] = { store_light, 0, true,
	    "a colour such as \"#0b57d0\" with a contrast of 4.5 or more against the light page, " WB_COLOUR_PAGE_LIGHT },
	[WB_SETTING_DARK] = { store_dark, 0, true,
	    "a colour such as \"#a8c7fa\" with a contrast of 4.5 or more against the dark page, " WB_COLOUR_PAGE_DARK },
	[WB_SETTING_STATUS] = { store_status, 0, true,
	    "an enhanced status code of class 5, such as \"5.7.1\", but not 5.1.x: senders would drop the address" },
	[WB_SETTING_TEMPLATE] = { store_template, 0, true, "lines of printable ASCII with placeholders" },
	[WB_SETTING_MILLI] = { store_milli, 0, false, NULL },
	[WB_SETTING_COUNT] = { store_count, 0, false, NULL },
	[WB_SETTING_BOOLEAN] = { store_boolean, 0, false, "true or false" },
	[WB_SETTING_SPAN] = { store_span, 0, true,
	    "a span such as \"45s\", \"90m\", \"12h\", \"30d\" or \"2w\", or \"\" for none" },
	[WB_SETTING_TEXTS] = { store_texts, sizeof(struct wb_texts), true, "texts of up to 200 characters of printable ASCII" },
	[WB_SETTING_RECIPIENTS] = { store_recipients, sizeof(struct wb_texts), true,
	    "a local part, an address or \"@domain\"" },
	[WB_SETTING_SERVERS] = { store_servers, sizeof(struct wb_texts), true,
	    "an address, or an address and a port: \"192.0.2.53\", \"127.0.0.1:5353\", \"[2001:db8::53]:5353\"" },
	[WB_SETTING_PREFIXES] = { store_prefixes, sizeof(struct wb_prefixes), true, "addresses and networks" },
	[WB_SETTING_ASNS] = { store_asns, sizeof(struct wb_asns), false, "an AS number from 1 to 4294967295" },
	[WB_SETTING_COUNTRIES] = { store_countries, sizeof(struct wb_texts), true,
	    "a country code of two letters, such as \"US\"" },
};

bool wb_setting_is_list(const struct wb_setting *setting)
{
	return types[setting->type].list_bytes > 0;
}

void wb_setting_wanted(const struct wb_setting *setting, struct wb_text *text)
{
	if (setting->type == WB_SETTING_CHOICE) {
		for (const char *c = setting->choices; *c != '\0'; c++) {
			if (*c != ' ')
				wb_text_add_char(text, *c);
			else
				wb_text_add(text, strchr(c + 1, ' ') == NULL ? " or " : ", ");
		}
	} else if (setting->type == WB_SETTING_MILLI) {
		wb_text_add(text, strcmp(setting->initial, WB_SETTING_AUTO) == 0 ? "auto or a number from " : "a number from ");
		wb_text_add_milli(text, setting->min);
		wb_text_add(text, " to ");
		wb_text_add_milli(text, setting->max);
	} else if (setting->type == WB_SETTING_COUNT) {
		wb_text_addf(text, "a number from %u to %u", setting->min, setting->max);
	} else {
		wb_text_add(text, types[setting->type].wanted);
	}
}

void wb_setting_clear(const struct wb_setting *setting, void *section_data)
{
	memset((char *)section_data + setting->offset, 0, types[setting->type].list_bytes);
}

enum wb_status wb_setting_store(
    const struct wb_setting *setting, struct wb_pool *pool, void *section_data, const char *value, struct wb_error *error_r)
{
	const struct storing storing = { setting, pool, value, (char *)section_data + setting->offset, error_r };

	return types[setting->type].store(&storing);
}

static enum wb_status store_default(
    const struct wb_setting *setting, struct wb_pool *pool, void *section_data, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	char word[128];

	if (!wb_setting_is_list(setting))
		return wb_setting_store(setting, pool, section_data, setting->initial, error_r);
	wb_setting_clear(setting, section_data);
	for (const char *at = setting->initial; *at != '\0' && status == WB_OK;) {
		size_t length = strcspn(at, " ");

		snprintf(word, sizeof(word), "%.*s", (int)length, at);
		status = wb_setting_store(setting, pool, section_data, word, error_r);
		at += length + (at[length] == ' ');
	}
	return status;
}

enum wb_status wb_setting_store_defaults(
    const char *section, struct wb_pool *pool, void *section_data, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < wb_setting_count && status == WB_OK; i++) {
		if (strcmp(wb_settings[i].section, section) == 0)
			status = store_default(&wb_settings[i], pool, section_data, error_r);
	}
	return status;
}

void wb_setting_add_initial(const struct wb_setting *setting, struct wb_text *text)
{
	const char *quote = types[setting->type].quoted ? "\"" : "";
	const char *comma = "";

	if (!wb_setting_is_list(setting)) {
		wb_text_addf(text, "%s%s%s", quote, setting->initial, quote);
		return;
	}
	wb_text_add_char(text, '{');
	for (const char *at = setting->initial; *at != '\0';) {
		size_t length = strcspn(at, " ");

		wb_text_addf(text, "%s%s%.*s%s", comma, quote, (int)length, at, quote);
		at += length + (at[length] == ' ');
		comma = ", ";
	}
	wb_text_add_char(text, '}');
}
