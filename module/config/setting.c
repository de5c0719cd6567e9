/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setting.c - the rows of setting.h, and the defaults that stand in them */
#include "config/setting.h"

#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "config/diagnostic.h"
#include "dns/catalogue.h"

const struct wb_section wb_sections[] = {
	{ "site", "site", NULL, NULL, NULL,
	    "who blocks, and how to reach them: appears in replies and on the explanation page" },
	{ "web", "web", NULL, NULL, NULL,
	    "the service whyblock-web, which gives the explanation page and takes requests for removal" },
	{ "removal", "removal", NULL, NULL, NULL, "requests for removal, by the page and by mail" },
	{ "cases", "cases", NULL, NULL, NULL,
	    "what whyblock-agent remembers of each verdict with evidence, mail addresses included: for whyblock case, replay and accuracy" },
	{ "geoip", "geoip", NULL, NULL, NULL,
	    "databases in MaxMind's format, of which whyblock apply makes the copies that Exim asks; a file that was never there is no fault: country and ASN stay unknown" },
	{ "exempt", "exempt", NULL, NULL, NULL, "who is never blocked" },
	{ "category", "category", NULL, "ID", "category \"open-relay\"",
	    "what to do with a category; another id defines a category of your own" },
	{ "recipient", "recipient", NULL, "RECIPIENT", "recipient \"example.org\"",
	    "what a domain of yours, or an address (\"ann@example.org\", which goes before its domain), wants to be done with its mail: less than the category says, never more. For the RCPT ACL, where each recipient gets an answer of its own; at DATA the strictest of all recipients holds" },
	{ "category", "recipient-category", "recipient", "ID", "category \"policy\"", "a category for which it chooses" },
	{ "dns", "dns", NULL, NULL, NULL, "how DNSBL zones are asked: all at once" },
	{ "dnsbl", "dnsbl", NULL, "ZONE", "dnsbl \"zen.spamhaus.org\"",
	    "a list of bad hosts in the DNS; of a zone that whyblock knows, the codes are built in: {} is enough" },
	{ "code", "code", "dnsbl", "CODE", "code \"127.0.0.2\"",
	    "what a return code means: an address, a range 127.0.0.3-127.0.0.5, or a bit 127.0.0.&8; a code that is not named does not count" },
	{ "dnswl", "dnswl", NULL, "ZONE", "dnswl \"list.dnswl.org\"",
	    "a list of good hosts in the DNS: a hit exempts from DNSBL evidence, or weighs against it, but not against your own listings" },
	{ "code", "dnswl-code", "dnswl", "CODE", "code \"127.0.0.2\"",
	    "what a return code of it means, as above; yours go before those that whyblock knows" },
	{ "feed", "feed", NULL, "NAME", "feed \"drop\"",
	    "a file that you download; whyblock feed sync makes the listings of feed:NAME equal to it, all of it or nothing" },
	{ "rule", "rule", NULL, "NAME", "rule \"snowshoe\"",
	    "evidence by what is known of a client or a mail: all conditions that are given must hold, and one whose answer is not known does not. A rule with the name of one in the file rules_file changes that one: each setting given here replaces the one given there" },
	{ "report", "report", NULL, "KIND", "report \"trap\"",
	    "what becomes of a kind of report: a host with enough of them is listed, with scope host and the source report:KIND. The kinds trap, malware, unknown-recipients, protocol and formmail are built in and on, each with defaults of its own (in the manual page); another name is a kind of your own, which an ACL reports by whyblock_report. whyblock-agent makes the listings, but never for a known sender's host, nor for one that is exempt, that a listing allows, or that has sent much mail that was accepted" },
	{ "sender", "sender", NULL, "NAME", "sender \"Example Mail\"",
	    "a known sender: its hosts have a name under one of the suffixes that leads back to them, and an address of its networks; one of the file known_senders is replaced by yours of the same name, or taken out by yours without suffixes" },
};
const size_t wb_section_count = sizeof(wb_sections) / sizeof(wb_sections[0]);

/* The field's offset; refuses to compile when its C type is not the one that the setting's type stores. */
#define FIELD(owner, member, ctype) (offsetof(struct owner, member) + 0 * sizeof((ctype *)0 == &((struct owner *)0)->member))
/* The words of enum wb_scope and enum wb_action, in their order. */
#define SCOPES "host range network"
#define ACTIONS "off log tag defer reject"

/* Those of enum wb_sender_kind, in their order. */
#define SENDER_KINDS "mailbox bulk gateway forwarder"

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
#define RELIEF(section, name, owner, member, initial, min, max, help) \
	{ \
		section, name, WB_SETTING_RELIEF, FIELD(owner, member, uint32_t), initial, NULL, min, max, help \
	}
#define MARK(section, name, owner, member, min, max, help) \
	{ \
		section, name, WB_SETTING_MARK, FIELD(owner, member, uint32_t), "", NULL, min, max, help \
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

#define PROBE_HELP \
	"when a hit is checked by a question about a random address: after it; or with each question, so that a hit waits for nothing more, for zones where queries are free: your own rbldnsd, a paid key"

const struct wb_setting wb_settings[] = {
	CHOICE("", "mode", wb_config, policy.mode, "enforce", "enforce monitor",
	    "enforce: act; monitor: decide and log, block nobody"),
	CHOICE("", "on_error", wb_config, policy.on_error, "accept", "accept defer",
	    "when something cannot be checked: accept the mail, or defer it with 451"),
	BOOLEAN("", "log_accepts", wb_config, policy.log_accepts, "true",
	    "log a client that is let through although something speaks against it, as action=accept with what that is: what a stricter policy would have done can then be counted"),
	STRING(WB_SETTING_PATH, "", "store", wb_config, policy.store, WB_POLICY_STORE,
	    "folder of the listings; made by whyblock init"),
	STRING(WB_SETTING_PATH, "", "reference_key", wb_config, policy.reference_key, "",
	    "file of the keys that sign the references in replies, made by whyblock init; empty: reference.key beside this file"),
	LIST(WB_SETTING_NAT64, struct wb_prefixes, "", "nat64_prefixes", wb_config, policy.nat64_prefixes, "",
	    "IPv6 networks of NAT64 translators (RFC 6052): a client in them counts as the IPv4 address that stands in its own, as one in 64:ff9b::/96 always does; \"2002::/16\" adds 6to4"),
	MILLI("", "neighbours_weight", wb_config, policy.neighbours_milli, "0.0", 0, 1000000,
	    "what it weighs as evidence for spam-source that three or more other hosts in a client's /24 (of IPv6: /64s in its /48) are listed here, in any category that is not off: as scope range, so it defers at most, until evidence about the host joins it; 0: they are not counted"),
	STRING(WB_SETTING_PATH, "", "rules_file", wb_config, rules_file, "",
	    "file of rule sections: signs of infected hosts, of mail from web forms and of relays; empty: the file that came with whyblock"),
	STRING(WB_SETTING_PATH, "", "known_senders", wb_config, known_senders, "",
	    "file of sender sections, known senders: mail providers, gateways and forwarders, whose hosts are not refused for one bad customer; empty: the file that came with whyblock"),
	CHOICE("", "sender_action", wb_config, policy.sender_action, "defer", "defer tag log off",
	    "what is done to a known sender's host instead of more; off: as to any host. Your own listings of scope host, by whyblock list add, count all the same"),
	SPAN("", "history_keep", wb_config, history_keep_s, "400d",
	    "how long the store remembers who changed what is listed (see whyblock history): 90d, 52w; empty: for ever"),

	STRING(WB_SETTING_TEXT, "site", "name", wb_config, policy.site.name, "",
	    "named in replies as the source of your own listings; empty: the host's name"),
	STRING(WB_SETTING_URL, "site", "url", wb_config, policy.site.url, "",
	    "explanation page for people whose mail came back; empty: that line of the reply is left out"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "site", "contacts", wb_config, policy.site.contacts, "",
	    "addresses to write to; the first one is %{contact}"),

	STRING(
	    WB_SETTING_LIGHT, "site", "colour", wb_config, colour, "#0b57d0", "of links and headings of the explanation page"),
	STRING(WB_SETTING_DARK, "site", "colour_dark", wb_config, colour_dark, "#a8c7fa",
	    "the same for people whose screen is set to dark"),

	LIST(WB_SETTING_PREFIXES, struct wb_prefixes, "web", "trusted_proxies", wb_config, web.trusted_proxies, "",
	    "your web server's addresses, if the service stands behind it: its X-Forwarded-For says who visits"),
	LIST(WB_SETTING_PREFIXES, struct wb_prefixes, "web", "metrics_from", wb_config, web.metrics_from, "127.0.0.0/8 ::1/128",
	    "who may read /metrics"),
	BOOLEAN("web", "status_links", wb_config, web.status_links, "true",
	    "answers to mail link to the page of the request; false where site.url shows the files of whyblock site, not the service"),

	STRING(WB_SETTING_TEXT, "removal", "address", wb_config, removal.address, "",
	    "mail address for requests, and sender of the answers; empty: the first of site.contacts"),
	STRING(WB_SETTING_PATH, "removal", "sendmail", wb_config, removal.sendmail, "/usr/sbin/sendmail",
	    "command that sends the answers; empty: none are sent"),
	SPAN("removal", "allow_ttl", wb_config, removal.allow_ttl_s, "90d",
	    "how long an approval allows a host that a network's listing, a feed or a DNSBL covers; empty: for ever"),
	SPAN("removal", "keep", wb_config, removal.keep_s, "400d", "how long requests are kept; empty: for ever"),
	SPAN("removal", "answer_within", wb_config, removal.answer_within_s, "",
	    "how soon a person answers a request, as the pages and the mails promise; empty: they promise no time"),
	STRING(WB_SETTING_PATH, "removal", "answers", wb_config, removal.answers, "/etc/whyblock/answers",
	    "folder of answers that staff give often: files ID.LANGUAGE, such as still-relays.de, for --template"),
	STRING(WB_SETTING_TEXT, "removal", "notify", wb_config, removal.notify, "",
	    "who is told of new requests and replies, some minutes after they came: a mail address, or the whole path of a command, which gets the text on its standard input; empty: nobody"),
	NUMBER("removal", "per_address", wb_config, removal.per_address, "5", 1, 1000,
	    "requests that one visitor's address (of IPv6: its /64), or one sender, may make in 24 hours"),
	NUMBER("removal", "per_host", wb_config, removal.per_host, "3", 1, 1000,
	    "requests for one host in 24 hours, whoever makes them"),
	NUMBER("removal", "per_day", wb_config, removal.per_day, "200", 2, 100000,
	    "requests in 24 hours; those without a genuine reference may take half of it"),
	MILLI("removal", "relist_factor", wb_config, removal.relist_milli, "2.0", 1000, 10000,
	    "how many times as long a host is listed again, for each removal that it was granted before"),

	SPAN("cases", "keep", wb_config, cases.keep_s, "30d",
	    "how long a case is kept: whyblock list expire, which a timer calls, removes what is older; empty: for ever"),
	NUMBER("cases", "max", wb_config, cases.max, "200000", 0, 100000000,
	    "how many cases are kept, of about 1 kB each: beyond it the oldest go; 0: none is remembered"),
	STRING(WB_SETTING_PATH, "cases", "shadow", wb_config, cases.shadow, "",
	    "another configuration, by which the agent decides about each event, too, and does nothing but count what it would decide otherwise; empty: none"),

	STRING(WB_SETTING_PATH, "geoip", "country", wb_config, policy.geoip.country, "/var/lib/GeoIP/GeoLite2-Country.mmdb",
	    "file with countries, of any provider; empty: none"),
	STRING(WB_SETTING_PATH, "geoip", "asn", wb_config, policy.geoip.asn, "/var/lib/GeoIP/GeoLite2-ASN.mmdb",
	    "file with AS numbers, of any provider; empty: none"),

	LIST(WB_SETTING_PREFIXES, struct wb_prefixes, "exempt", "hosts", wb_config, policy.exempt.hosts, "127.0.0.0/8 ::1/128",
	    "addresses and networks"),
	BOOLEAN("exempt", "authenticated", wb_config, policy.exempt.authenticated, "true", "clients that logged in"),
	LIST(WB_SETTING_RECIPIENTS, struct wb_texts, "exempt", "recipients", wb_config, policy.exempt.recipients,
	    "postmaster abuse removal", "a local part (at any domain, in any case), an address, or \"@domain\""),

	STRING(WB_SETTING_TEXT, "category", "title", wb_category, title, "",
	    "as people say it, for %{title}; empty: the built-in title, or the id"),
	CHOICE("category", "action", wb_category, action, "reject", ACTIONS,
	    "off, log, tag (the header X-Whyblock), defer (451) or reject (550)"),
	MILLI("category", "threshold", wb_category, threshold_milli, "1.0", 1, 1000000,
	    "sum of the weights at which the action is taken"),
	MARK("category", "tag_at", wb_category, tag_at_milli, 1, 999999,
	    "sum of the weights below threshold at which mail is let through with the tag already; empty: none"),
	MARK("category", "defer_at", wb_category, defer_at_milli, 1, 999999,
	    "sum of the weights below threshold, and above tag_at, at which mail is deferred already; empty: none. Neither does more than action says"),
	SPAN("category", "grace", wb_category, grace_s, "",
	    "how old evidence must be to reject: until then it defers, and the 451 says from when on it may be a refusal (%{refused_from}): 4h; empty: it rejects at once"),
	MILLI("category", "floor", wb_category, floor_milli, "0.0", 0, 999,
	    "the share of hosts about which a source must have been right, of those of the last 30 days (whyblock accuracy): one of which it is sure that it was not counts with scope range, until it has recovered; never your own listings. 0: no source is looked at"),
	STRING(WB_SETTING_STATUS, "category", "status", wb_category, status, "5.7.1",
	    "enhanced status code of a reject (RFC 3463); under defer its first digit becomes 4"),
	STRING(WB_SETTING_TEMPLATE, "category", "text", wb_category, text, "",
	    "the reply: lines separated by \\n, with placeholders such as %{ip}; empty: the built-in text"),

	CHOICE("recipient-category", "action", wb_choice, action, "reject", ACTIONS,
	    "the most that is done with mail to this recipient in the category; what is stricter than the category's own action changes nothing"),

	LIST(WB_SETTING_SERVERS, struct wb_texts, "dns", "servers", wb_config, policy.dns.servers, "",
	    "name servers, \"192.0.2.53\" or \"127.0.0.1:5353\", which know zones and the names of hosts; empty: the system's resolver"),
	MILLI("dns", "deadline", wb_config, policy.dns.deadline_ms, "3.0", 50, 10000,
	    "longest wait in seconds for all zones together"),
	BOOLEAN("dns", "edns", wb_config, policy.dns.edns, "false", "send the EDNS option"),

	MILLI("dnsbl", "weight", wb_zone, weight_milli, "1.0", 1, 1000000, "what the weights of its codes are multiplied by"),
	CHOICE("dnsbl", "ipv6", wb_zone, ipv6, "auto", "auto no yes",
	    "whether IPv6 clients are asked about; auto: as whyblock knows the zone"),
	CHOICE("dnsbl", "probe", wb_zone, probe, "after", "after with", PROBE_HELP),
	STRING(WB_SETTING_LINK, "dnsbl", "removal", wb_zone, removal, "",
	    "page where a host gets off the list, %{ip} stands for its address; empty: as whyblock knows it"),

	STRING(WB_SETTING_TEXT, "code", "category", wb_code, category_id, "", "the category that it counts for; must be given"),
	MILLI("code", "weight", wb_code, weight_milli, "auto", 0, 1000000,
	    "what it counts; auto: 1.0, or 0.5 when its scope is range or network; 0: nothing"),
	CHOICE("code", "scope", wb_code, scope, "auto", SCOPES " auto",
	    "host: may reject alone; range or network: defers at most, until evidence about the host joins it; auto: as whyblock knows the code, or host"),

	CHOICE("dnswl", "min_trust", wb_zone, min_trust, "1", "0 1 2 3",
	    "the least trust that counts: 0 none, 1 low, 2 medium, 3 high"),
	RELIEF("dnswl", "weight", wb_zone, relief_milli, WB_SETTING_EXEMPT, 1, 1000000,
	    "exempt: a hit takes all evidence of DNSBL zones away; -2.0: it takes so much of each category's, and never any of your own listings and rules"),
	CHOICE("dnswl", "ipv6", wb_zone, ipv6, "auto", "auto no yes",
	    "whether IPv6 clients are asked about; auto: as whyblock knows the zone"),
	CHOICE("dnswl", "probe", wb_zone, probe, "after", "after with", PROBE_HELP),

	NUMBER("dnswl-code", "trust", wb_code, trust, "1", 0, 3, "how far it trusts the host: 0 none, 1 low, 2 medium, 3 high"),

	STRING(WB_SETTING_PATH, "feed", "file", wb_feed_settings, file, "",
	    "addresses, networks, a-b ranges or AS numbers in a format of whyblock(8), FEEDS, also compressed; must be given"),
	STRING(WB_SETTING_TEXT, "feed", "column", wb_feed_settings, column, "",
	    "the column of CSV or the member of JSON with the addresses: its name, or a number from 1 on; empty: in front, or cidr"),
	STRING(WB_SETTING_TEXT, "feed", "category", wb_feed_settings, category_id, "", "of the listings; must be given"),
	CHOICE("feed", "scope", wb_feed_settings, scope, "host", SCOPES,
	    "host: a decision about every host that the feed covers; range or network: defers at most, until evidence about the host joins it"),
	SPAN("feed", "ttl", wb_feed_settings, ttl_s, "",
	    "how long a listing counts after the last sync that found it in the file; empty: until a sync does not"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "feed", "allow", wb_feed_settings, allow, "",
	    "what the file may do although it is suspicious: empty, change (by more than half), exempt, wide, lines (over 1 % bad); skip-special: it is taken without special space"),

	STRING(WB_SETTING_TEXT, "rule", "category", wb_rule, category_id, "",
	    "the category that the evidence counts for; must be given"),
	MILLI("rule", "weight", wb_rule, weight_milli, "1.0", 0, 1000000,
	    "what the evidence counts; of the rules about HELO and host name the heaviest in a category counts; 0: it is only shown"),
	CHOICE("rule", "scope", wb_rule, scope, "auto", SCOPES " auto",
	    "host: the rule may reject alone; range or network: it defers at most, until evidence about the host joins it; auto: network for a rule by ASN and country alone, else host"),
	BOOLEAN("rule", "enabled", wb_rule, enabled, "true", "false: as if it were not there"),
	LIST(WB_SETTING_ASNS, struct wb_asns, "rule", "asn", wb_rule, asns, "", "AS numbers: 64496 or AS64496"),
	LIST(WB_SETTING_ASNS, struct wb_asns, "rule", "except_asn", wb_rule, except_asns, "", "all networks but these"),
	LIST(WB_SETTING_COUNTRIES, struct wb_texts, "rule", "countries", wb_rule, countries, "",
	    "country codes of two letters (ISO 3166-1)"),
	LIST(WB_SETTING_COUNTRIES, struct wb_texts, "rule", "except_countries", wb_rule, except_countries, "",
	    "all countries but these"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "rule", "helo", wb_rule, helo, "",
	    "what is wrong with the name in HELO, one of: own-name, bare-ip, other-literal, unqualified, localhost, client-address (a name with its address in it), unresolved (asks the DNS)"),
	STRING(WB_SETTING_TEXT, "rule", "helo_pattern", wb_rule, helo_pattern, "",
	    "regular expression (PCRE2, ignores case) for the name in HELO"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "rule", "host_name", wb_rule, host_name, "",
	    "the host's name in the DNS, one of: none, unconfirmed (it does not lead back), generic (like an end user's connection); asks the DNS, unless Exim has"),
	STRING(WB_SETTING_TEXT, "rule", "host_name_pattern", wb_rule, host_name_pattern, "",
	    "regular expression for the host's name that leads back to it; asks the DNS, unless Exim has"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "rule", "header", wb_rule, headers, "",
	    "names of headers, one of which the mail has; this and the conditions that follow need the line of whyblock in the DATA ACL"),
	STRING(WB_SETTING_TEXT, "rule", "header_pattern", wb_rule, header_pattern, "",
	    "regular expression for the value of one of these headers"),
	STRING(WB_SETTING_TEXT, "rule", "sender_pattern", wb_rule, sender_pattern, "",
	    "regular expression for the mail's envelope sender"),
	STRING(WB_SETTING_TEXT, "rule", "body_pattern", wb_rule, body_pattern, "",
	    "regular expression for the beginning of the body; ^ is the beginning of a line"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "rule", "message", wb_rule, message, "",
	    "what a mail's headers show, one of: from-script, repeated-header (Subject or To), reply-to-is-to, link-in-name, no-text-part, received-listed, received-end-user; or what whyblock-agent has counted of its host: sender-changes"),
	CHOICE("rule", "group", wb_rule, group, "alone", "alone script odd form weak",
	    "script: a sign that a script wrote the mail, which weighs nothing; odd, form and weak count only in a mail with such a sign, and of weak ones the heaviest"),
	STRING(WB_SETTING_TEXT, "rule", "reason", wb_rule, reason, "", "what it means, for whoever asks why"),
	STRING(WB_SETTING_TEXT, "rule", "remedy", wb_rule, remedy, "", "what helps, for whoever runs the host"),

	BOOLEAN("report", "enabled", wb_report_settings, enabled, "true", "list hosts for this kind of report"),
	STRING(WB_SETTING_TEXT, "report", "category", wb_report_settings, category_id, "spam-source",
	    "the category of the listings"),
	NUMBER("report", "hits", wb_report_settings, hits, "1", 1, 1000, "how many reports about a host list it"),
	SPAN("report", "leak", wb_report_settings, leak_s, "6h",
	    "the time in which one of these reports is forgotten: with 3 hits and 6h, three within six hours list the host, and one every six hours never does; empty: none is forgotten while the agent runs"),
	SPAN("report", "ttl", wb_report_settings, ttl_s, "24h",
	    "how long it is listed; twice as long as the last time, if that ended less than 30 days ago"),
	SPAN("report", "ttl_max", wb_report_settings, ttl_max_s, "30d", "the longest time, however often it is doubled"),
	LIST(WB_SETTING_TEXTS, struct wb_texts, "report", "except", wb_report_settings, except, "",
	    "reasons that do not count, with * for any text and ? for one character; for malware, where the reason is its name, this replaces {\"Heuristics.*\", \"PUA.*\", \"*.UNOFFICIAL\"}"),

	LIST(WB_SETTING_SUFFIXES, struct wb_texts, "sender", "suffixes", wb_sender, suffixes, "",
	    "domain names that it alone controls: \"outbound.example.net\" stands for itself and all names below it"),
	LIST(WB_SETTING_ASNS, struct wb_asns, "sender", "asn", wb_sender, asns, "",
	    "AS numbers of its networks; a host in another network is not its; empty: any network"),
	CHOICE("sender", "kind", wb_sender, kind, "mailbox", SENDER_KINDS, "what it is"),
	STRING(WB_SETTING_MONTH, "sender", "checked", wb_sender, checked, "",
	    "the month in which somebody looked whether that is so, such as \"2026-11\": check-config warns after 12 months; empty: it does not"),
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

enum wb_status wb_setting_store_defaults(
    const char *section, struct wb_pool *pool, void *section_data, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	char word[128];

	for (size_t i = 0; i < wb_setting_count && status == WB_OK; i++) {
		const struct wb_setting *setting = &wb_settings[i];

		if (strcmp(setting->section, section) != 0)
			continue;
		if (!wb_setting_is_list(setting)) {
			status = wb_setting_store(setting, pool, section_data, setting->initial, error_r);
			continue;
		}
		wb_setting_clear(setting, section_data);
		for (const char *at = setting->initial; *at != '\0' && status == WB_OK;) {
			size_t length = strcspn(at, " ");

			snprintf(word, sizeof(word), "%.*s", (int)length, at);
			status = wb_setting_store(setting, pool, section_data, word, error_r);
			at += length + (at[length] == ' ');
		}
	}
	return status;
}

enum wb_status wb_setting_take(const struct wb_setting *setting, struct wb_pool *pool, void *section_data, const char *value,
    size_t index, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_error right = { "" };
	enum wb_status status;

	if (wb_setting_is_list(setting) && index == 0)
		wb_setting_clear(setting, section_data);
	if (value == NULL)
		return WB_OK;
	status = wb_setting_store(setting, pool, section_data, value, &right);
	if (status == WB_OK || status == WB_NO_MEMORY)
		return status;
	wb_diagnostics_add(diagnostics, position, "found %s = \"%.60s\": expected %s", setting->name,
	    wb_catalogue_hide_key(value), right.text);
	return WB_OK;
}

static size_t field_bytes(enum wb_setting_type type)
{
	switch (type) {
	case WB_SETTING_CHOICE:
		return sizeof(int);
	case WB_SETTING_TEXT:
	case WB_SETTING_PATH:
	case WB_SETTING_URL:
	case WB_SETTING_LINK:
	case WB_SETTING_LIGHT:
	case WB_SETTING_DARK:
	case WB_SETTING_STATUS:
	case WB_SETTING_TEMPLATE:
	case WB_SETTING_MONTH:
		return sizeof(const char *);
	case WB_SETTING_MILLI:
	case WB_SETTING_RELIEF:
	case WB_SETTING_MARK:
	case WB_SETTING_COUNT:
		return sizeof(uint32_t);
	case WB_SETTING_BOOLEAN:
		return sizeof(bool);
	case WB_SETTING_SPAN:
		return sizeof(int64_t);
	case WB_SETTING_TEXTS:
	case WB_SETTING_RECIPIENTS:
	case WB_SETTING_SERVERS:
	case WB_SETTING_COUNTRIES:
	case WB_SETTING_SUFFIXES:
		return sizeof(struct wb_texts);
	case WB_SETTING_PREFIXES:
	case WB_SETTING_NAT64:
		return sizeof(struct wb_prefixes);
	case WB_SETTING_ASNS:
		return sizeof(struct wb_asns);
	}
	return 0;
}

void wb_setting_copy(const struct wb_setting *setting, const void *from, void *to)
{
	memcpy((char *)to + setting->offset, (const char *)from + setting->offset, field_bytes(setting->type));
}
