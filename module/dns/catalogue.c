/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * catalogue.c - see catalogue.h
 * Source: the operators' documentation; codes of which no operator's word is known say so in their meaning.
 */
#include "dns/catalogue.h"

#include <string.h>
#include <strings.h>

/* clang-format off */
#define LISTED(codes, category, weight, meaning) { codes, WB_CODE_LISTED, category, WB_SCOPE_HOST, weight, meaning }
#define RANGE(codes, category, meaning) { codes, WB_CODE_LISTED, category, WB_SCOPE_RANGE, WB_CODE_WEIGHT_WIDE_MILLI, meaning }
#define NETWORK(codes, category, meaning) { codes, WB_CODE_LISTED, category, WB_SCOPE_NETWORK, WB_CODE_WEIGHT_WIDE_MILLI, meaning }
#define INFO(codes, meaning) { codes, WB_CODE_INFO, NULL, WB_SCOPE_HOST, 0, meaning }
#define ALLOW(codes, trust, meaning) { codes, WB_CODE_ALLOW, NULL, WB_SCOPE_HOST, trust, meaning }
#define ERROR(codes, meaning) { codes, WB_CODE_ERROR, NULL, WB_SCOPE_HOST, 0, meaning }
#define END { NULL, WB_CODE_INFO, NULL, WB_SCOPE_HOST, 0, NULL }
/* clang-format on */
#define TABLE(name) static const struct wb_catalogue_code name[]

TABLE(spamhaus) = {
	LISTED("127.0.0.2", "spam", 1000, "SBL: spam sources and operations"),
	LISTED("127.0.0.3", "spam-source", 1000, "CSS: low-reputation senders"),
	LISTED("127.0.0.4", "virus", 1000, "XBL: bots, exploited hosts, proxies"),
	LISTED("127.0.0.5-127.0.0.7", "virus", 1000, "XBL, historic"),
	INFO("127.0.0.8", "unused"),
	LISTED("127.0.0.9", "spam", 1000, "DROP: hijacked or leased by spammers"),
	LISTED("127.0.0.10", "policy", 1000, "PBL: set by the network's owner"),
	LISTED("127.0.0.11", "policy", 1000, "PBL: set by Spamhaus"),
	LISTED("127.0.0.20", "virus", 1000, "AuthBL: brute force, stolen logins"),
	LISTED("127.0.0.30", "virus", 1000, "BCL: botnet controllers"),
	END,
};
TABLE(spamhaus_domains) = { ERROR("127.0.1.*", "an address was asked of a list of domains"), END };
TABLE(spamcop) = { LISTED("127.0.0.2", "spam-source", 500, "reported spam; the operator advises tagging"), END };
TABLE(barracuda) = { LISTED("127.0.0.2", "spam-source", 1000, "poor reputation"), END };
TABLE(dronebl) = {
	INFO("127.0.0.1", "not documented"),
	INFO("127.0.0.2", "sample entry"),
	LISTED("127.0.0.3", "virus", 1000, "IRC drone"),
	INFO("127.0.0.4", "not documented"),
	LISTED("127.0.0.5", "virus", 1000, "Bottler"),
	LISTED("127.0.0.6", "virus", 1000, "unknown worm or spambot"),
	LISTED("127.0.0.7", "virus", 1000, "DDoS drone"),
	LISTED("127.0.0.8", "open-proxy", 1000, "SOCKS proxy"),
	LISTED("127.0.0.9", "open-proxy", 1000, "HTTP proxy"),
	LISTED("127.0.0.10", "open-proxy", 1000, "proxy chain"),
	LISTED("127.0.0.11", "open-proxy", 1000, "web-page proxy"),
	INFO("127.0.0.12", "open DNS resolver"),
	LISTED("127.0.0.13", "virus", 1000, "dictionary attacks"),
	LISTED("127.0.0.14", "open-proxy", 1000, "open Wingate"),
	LISTED("127.0.0.15", "virus", 1000, "compromised router"),
	LISTED("127.0.0.16", "virus", 1000, "autorooting worm"),
	LISTED("127.0.0.17", "virus", 1000, "botnet host, found automatically"),
	LISTED("127.0.0.18", "virus", 1000, "possibly compromised DNS or MX"),
	LISTED("127.0.0.19", "open-proxy", 1000, "abused VPN"),
	INFO("127.0.0.20", "not documented"),
	LISTED("127.0.0.255", "virus", 500, "not categorised"),
	END,
};
TABLE(mailspike_bl) = {
	LISTED("127.0.0.2", "spam-source", 1000, "part of a running spam wave"),
	LISTED("127.0.0.10", "spam-source", 1000, "worst reputation"),
	LISTED("127.0.0.11", "spam-source", 1000, "very bad reputation"),
	LISTED("127.0.0.12", "spam-source", 1000, "bad reputation"),
	END,
};
TABLE(mailspike_rep) = {
	LISTED("127.0.0.10-127.0.0.12", "spam-source", 1000, "bad reputation"),
	INFO("127.0.0.13", "suspicious"),
	INFO("127.0.0.14-127.0.0.16", "neutral"),
	ALLOW("127.0.0.17", 0, "good"),
	ALLOW("127.0.0.18", 1, "very good"),
	ALLOW("127.0.0.19", 2, "very good, and more"),
	ALLOW("127.0.0.20", 3, "excellent"),
	END,
};
TABLE(uceprotect1) = { LISTED("127.0.0.2", "spam-source", 1000, "this address, for 7 days"), END };
TABLE(uceprotect2) = { RANGE("127.0.0.2", "policy", "the surrounding allocation"), END };
TABLE(uceprotect3) = { NETWORK("127.0.0.2", "policy", "the whole AS"), END };
TABLE(psbl) = { LISTED("127.0.0.2", "spam-source", 1000, "hit spamtraps"), END };
TABLE(s5h) = { LISTED("127.0.0.2", "spam-source", 1000, "hit spamtraps"), END };
TABLE(abusix) = {
	LISTED("127.0.0.2", "spam-source", 1000, "hit spamtraps"),
	LISTED("127.0.0.3", "spam-source", 1000, "heuristics, neighbours"),
	LISTED("127.0.0.4", "virus", 1000, "infected, or a proxy"),
	LISTED("127.0.0.11", "policy", 1000, "generic reverse DNS"),
	LISTED("127.0.0.12", "policy", 1000, "no reverse DNS"),
	LISTED("127.0.0.200", "spam-source", 1000, "listed by hand"),
	END,
};
TABLE(spamrats) = {
	LISTED("127.0.0.36", "policy", 1000, "Dyna: looks dynamic"),
	LISTED("127.0.0.37", "policy", 1000, "NoPtr: no reverse DNS"),
	LISTED("127.0.0.38", "spam-source", 1000, "Spam"),
	LISTED("127.0.0.43", "virus", 1000, "Auth: login attacks"),
	END,
};
TABLE(senderscore) = {
	LISTED("127.0.0.&1", "virus", 1000, "bot"),
	INFO("127.0.0.&2", "no authentication"),
	LISTED("127.0.0.&4", "spam-source", 1000, "hit a pristine spamtrap"),
	LISTED("127.0.0.&8", "virus", 1000, "bad attachments"),
	LISTED("127.0.0.&16", "spam-source", 1000, "poor score"),
	END,
};
TABLE(hostkarma) = {
	ALLOW("127.0.0.1", 1, "white"),
	LISTED("127.0.0.2", "spam-source", 1000, "black"),
	INFO("127.0.0.3", "yellow: mixed"),
	INFO("127.0.0.4", "brown"),
	INFO("127.0.0.5", "not to be blocked"),
	INFO("127.0.1.*", "statistics"),
	INFO("127.0.2.*", "age"),
	END,
};
TABLE(efnet) = {
	LISTED("127.0.0.1", "open-proxy", 1000, "open proxy"),
	LISTED("127.0.0.2-127.0.0.3", "spam-source", 1000, "hit a trap"),
	LISTED("127.0.0.4", "open-proxy", 500, "Tor exit"),
	LISTED("127.0.0.5", "virus", 1000, "drones, flooding"),
	END,
};
TABLE(tornevall) = {
	INFO("127.0.0.&1", "scanned"),
	LISTED("127.0.0.&2", "open-proxy", 1000, "proxy"),
	INFO("127.0.0.&8", "dead proxy"),
	INFO("127.0.0.&32", "Tor"),
	LISTED("127.0.0.&64", "virus", 1000, "abusive host"),
	LISTED("127.0.0.&128", "open-proxy", 1000, "web proxy"),
	END,
};
TABLE(virusfree) = { LISTED("127.0.0.2", "virus", 1000, "botnet address"), END };
TABLE(gbudb) = { LISTED("127.0.0.2", "spam-source", 500, "share of spam; code not verified"), END };
TABLE(spameatingmonkey) = { LISTED("127.0.0.2", "spam-source", 500, "hit spamtraps; code not verified"), END };
TABLE(backscatterer) = { INFO("127.0.0.2", "backscatter: says something about bounces only"), END };
TABLE(scott) = {
	LISTED("127.0.0.2", "spam-source", 1000, "spam"),
	LISTED("127.0.0.3", "open-relay", 500, "relay or proxy"),
	LISTED("127.0.0.4", "virus", 1000, "malware, web attacks"),
	LISTED("127.0.0.8", "spam-source", 1000, "repeat offender"),
	LISTED("127.0.0.10", "spam-source", 1000, "repeat offender"),
	END,
};
TABLE(dnswl) = {
	ERROR("127.0.0.255", "quota exceeded"),
	ERROR("127.0.10.*", "the false high trust that heavy users get, or the test entry"),
	ALLOW("127.0.*.0", 0, "trust: none"),
	ALLOW("127.0.*.1", 1, "trust: low"),
	ALLOW("127.0.*.2", 2, "trust: medium"),
	ALLOW("127.0.*.3", 3, "trust: high"),
	END,
};

#define V6 WB_ZONE_IPV6
#define KEYED WB_ZONE_KEYED

/* Where a host's address can be looked up and, on most of them, taken off. */
#define SPAMHAUS "https://check.spamhaus.org/results/?query=%{ip}"
#define MAILSPIKE "https://mailspike.org/iplookup.html"
#define UCEPROTECT "https://www.uceprotect.net/en/rblcheck.php?ipr=%{ip}"
#define ABUSIX "https://lookup.abusix.com/search?q=%{ip}"

const struct wb_catalogue_zone wb_catalogue[] = {
	{ "zen.spamhaus.org", "Spamhaus", V6, "free for small sites", NULL, spamhaus, SPAMHAUS },
	{ "sbl.spamhaus.org", "Spamhaus", V6, "free for small sites", NULL, spamhaus, SPAMHAUS },
	{ "xbl.spamhaus.org", "Spamhaus", V6, "free for small sites", NULL, spamhaus, SPAMHAUS },
	{ "pbl.spamhaus.org", "Spamhaus", V6, "free for small sites", NULL, spamhaus, SPAMHAUS },
	{ "sbl-xbl.spamhaus.org", "Spamhaus", V6, "free for small sites", NULL, spamhaus, SPAMHAUS },
	{ "zen.dq.spamhaus.net", "Spamhaus", V6 | KEYED, "key", NULL, spamhaus, SPAMHAUS },
	{ "sbl.dq.spamhaus.net", "Spamhaus", V6 | KEYED, "key", NULL, spamhaus, SPAMHAUS },
	{ "xbl.dq.spamhaus.net", "Spamhaus", V6 | KEYED, "key", NULL, spamhaus, SPAMHAUS },
	{ "pbl.dq.spamhaus.net", "Spamhaus", V6 | KEYED, "key", NULL, spamhaus, SPAMHAUS },
	{ "authbl.dq.spamhaus.net", "Spamhaus", V6 | KEYED, "key", NULL, spamhaus, SPAMHAUS },
	{ "bcl.dq.spamhaus.net", "Spamhaus", KEYED, "key", NULL, spamhaus, SPAMHAUS },
	{ "dbl.spamhaus.org", "Spamhaus", 0, "free for small sites", NULL, spamhaus_domains, "https://check.spamhaus.org/" },
	{ "bl.spamcop.net", "SpamCop", 0, "free", NULL, spamcop, "https://www.spamcop.net/w3m?action=checkblock&ip=%{ip}" },
	{ "b.barracudacentral.org", "Barracuda", 0, "registration", NULL, barracuda,
	    "https://www.barracudacentral.org/rbl/removal-request" },
	{ "dnsbl.dronebl.org", "DroneBL", V6, "free", NULL, dronebl, "https://dronebl.org/lookup?ip=%{ip}" },
	{ "bl.mailspike.net", "Mailspike", 0, "free", NULL, mailspike_bl, MAILSPIKE },
	{ "rep.mailspike.net", "Mailspike", 0, "free", NULL, mailspike_rep, MAILSPIKE },
	{ "wl.mailspike.net", "Mailspike", 0, "free", NULL, mailspike_rep, MAILSPIKE },
	{ "dnsbl-1.uceprotect.net", "UCEPROTECT", 0, "free", NULL, uceprotect1, UCEPROTECT },
	{ "dnsbl-2.uceprotect.net", "UCEPROTECT", WB_ZONE_WIDE, "free", NULL, uceprotect2, UCEPROTECT },
	{ "dnsbl-3.uceprotect.net", "UCEPROTECT", WB_ZONE_WIDE, "free", NULL, uceprotect3, UCEPROTECT },
	{ "psbl.surriel.com", "PSBL", 0, "free", NULL, psbl, "https://psbl.org/listing?ip=%{ip}" },
	{ "all.s5h.net", "s5h", V6, "free", NULL, s5h, "https://www.usenix.org.uk/content/rbl.html" },
	{ "combined.mail.abusix.zone", "Abusix", V6 | KEYED, "key", NULL, abusix, ABUSIX },
	{ "black.mail.abusix.zone", "Abusix", V6 | KEYED, "key", NULL, abusix, ABUSIX },
	{ "exploit.mail.abusix.zone", "Abusix", V6 | KEYED, "key", NULL, abusix, ABUSIX },
	{ "dynamic.mail.abusix.zone", "Abusix", V6 | KEYED, "key", NULL, abusix, ABUSIX },
	{ "all.spamrats.com", "SpamRATS", 0, "free", NULL, spamrats, "https://www.spamrats.com/lookup.php?ip=%{ip}" },
	{ "bl.score.senderscore.com", "Sender Score", 0, "registration", NULL, senderscore,
	    "https://senderscore.org/blocklistlookup/" },
	{ "hostkarma.junkemailfilter.com", "Hostkarma", WB_ZONE_LISTS_LOCALHOST, "free", NULL, hostkarma,
	    "https://ipadmin.junkemailfilter.com/remove.php?ip=%{ip}" },
	{ "rbl.efnetrbl.org", "EFnet", WB_ZONE_LISTS_LOCALHOST, "free", NULL, efnet, "https://rbl.efnetrbl.org/?i=%{ip}" },
	{ "dnsbl.tornevall.org", "Tornevall", 0, "free", NULL, tornevall, "https://www.tornevall.net/removal/" },
	{ "bip.virusfree.cz", "Virusfree", 0, "free", NULL, virusfree, NULL },
	{ "truncate.gbudb.net", "GBUdb", 0, "free", NULL, gbudb, "http://www.gbudb.com/truncate/how-ips-are-removed.jsp" },
	{ "bl.spameatingmonkey.net", "SpamEatingMonkey", 0, "free", NULL, spameatingmonkey,
	    "https://spameatingmonkey.com/lookup" },
	{ "ips.backscatterer.org", "UCEPROTECT", 0, "free", NULL, backscatterer, "https://www.backscatterer.org/?target=test" },
	{ "bl.blocklist.de", "blocklist.de", 0, "free", NULL, NULL, "https://www.blocklist.de/en/delist.html?ip=%{ip}" },
	{ "bl.scott.ovh", "scott.ovh", 0, "free", NULL, scott, "https://bl.scott.ovh/" },
	{ "list.dnswl.org", "DNSWL", V6, "free for small sites", NULL, dnswl, NULL },

	/* The dead: each with all that is below its name. */
	{ "sorbs.net", "SORBS", 0, "free", "2024-06-05", NULL, NULL },
	{ "njabl.org", "NJABL", 0, "free", "2013-03-01", NULL, NULL },
	{ "ahbl.org", "AHBL", 0, "free", "2015-01-01, and listed the world", NULL, NULL },
	{ "ordb.org", "ORDB", 0, "free", "2006-12-18, and listed the world from 2008", NULL, NULL },
	{ "dsbl.org", "DSBL", 0, "free", "2008-05", NULL, NULL },
	{ "osirusoft.com", "Osirusoft", 0, "free", "2003-08", NULL, NULL },
	{ "opm.blitzed.org", "Blitzed", 0, "free", "2006", NULL, NULL },
	{ "five-ten-sg.com", "five-ten-sg", 0, "free", "years ago", NULL, NULL },
	{ "rfc-ignorant.org", "RFC-Ignorant", 0, "free", "2012", NULL, NULL },
	{ "cbl.abuseat.org", "Spamhaus", 0, "free", "2021-01: part of Spamhaus XBL", NULL, NULL },
	{ "dnsbl.inps.de", "inps.de", 0, "free", "2020-05", NULL, NULL },
	{ "ix.dnsbl.manitu.net", "NixSpam", 0, "free", "2025-01-16", NULL, NULL },
	{ "dnsbl.madavi.de", "Madavi", 0, "free", "2025-03 or before", NULL, NULL },
	{ "dul.ru", "dul.ru", 0, "free", "2015-05", NULL, NULL },
	{ "emailbasura.org", "emailbasura", 0, "free", "2019-10, and listed the world", NULL, NULL },
	{ "megarbl.net", "MegaRBL", 0, "free", "2019-11, and listed the world", NULL, NULL },
	{ "burnt-tech.com", "burnt-tech", 0, "free", "years ago, and listed the world", NULL, NULL },
	{ "spam.abuse.ch", "abuse.ch", 0, "free", "2019 or before", NULL, NULL },
	{ "wpbl.info", "WPBL", 0, "free", "years ago", NULL, NULL },
	{ "virbl.dnsbl.bit.nl", "virbl", 0, "free", "2017-01", NULL, NULL },
	{ "virbl.bit.nl", "virbl", 0, "free", "2017-01", NULL, NULL },
	{ "spamcannibal.org", "spamcannibal", 0, "free", "2019-05 or before", NULL, NULL },
	{ "ubl.lashback.com", "lashback", 0, "free", "years ago", NULL, NULL },
	{ "ubl.unsubscore.com", "lashback", 0, "free", "years ago", NULL, NULL },
	{ "msrbl.net", "msrbl", 0, "free", "years ago", NULL, NULL },
	{ "dnsbl.cyberlogic.net", "cyberlogic", 0, "free", "years ago", NULL, NULL },
	{ "drmx.org", "drmx", 0, "free", "years ago", NULL, NULL },
};
const size_t wb_catalogue_count = sizeof(wb_catalogue) / sizeof(wb_catalogue[0]);

/* Domains below which a name is KEY.LIST.DOMAIN, whether or not the list stands in the table. */
static const char *const keyed_domains[] = { "dq.spamhaus.net", "mail.abusix.zone" };

/* What a name may stand behind in text for people. */
#define BEFORE_NAME " \"'{(=,"

/* Where LIST.DOMAIN begins in text that holds .DOMAIN; NULL when it holds none. */
static const char *find_list(const char *text)
{
	const char *list = NULL;

	for (size_t i = 0; i < sizeof(keyed_domains) / sizeof(keyed_domains[0]); i++) {
		const char *domain = strcasestr(text, keyed_domains[i]);

		if (domain == NULL || (list != NULL && domain > list))
			continue;
		list = domain > text ? domain - 1 : domain;
		while (list > text && list[-1] != '.' && strchr(BEFORE_NAME, list[-1]) == NULL)
			list--;
	}
	return list;
}

const char *wb_catalogue_hide_key(const char *text)
{
	const char *list = find_list(text);

	return list != NULL ? list : text;
}

void wb_catalogue_redact(char *text)
{
	for (const char *found = find_list(text); found != NULL; found = find_list(text)) {
		char *list = text + (found - text);
		char *start;

		for (start = list; start > text && strchr(BEFORE_NAME, start[-1]) == NULL; start--)
			;
		memmove(start, list, strlen(list) + 1);
		/* What stands before the list is done; so is the list itself. */
		text = start + 1 + strcspn(start + 1, " \"'})=,");
	}
}

/* It is this name, or one below it: "spam.dnsbl.sorbs.net" is below "sorbs.net". */
static bool is_below(const char *name, const char *upper)
{
	size_t length = strlen(name), upper_length = strlen(upper);
	const char *end = length >= upper_length ? name + length - upper_length : NULL;

	return end != NULL && strcasecmp(end, upper) == 0 && (end == name || end[-1] == '.');
}

const struct wb_catalogue_zone *wb_catalogue_find(const char *name, size_t *key_length_r)
{
	const char *list = wb_catalogue_hide_key(name);

	*key_length_r = (size_t)(list - name);
	for (size_t i = 0; i < wb_catalogue_count; i++) {
		if (wb_catalogue[i].dead_since != NULL ? is_below(list, wb_catalogue[i].name)
						       : strcasecmp(list, wb_catalogue[i].name) == 0)
			return &wb_catalogue[i];
	}
	return NULL;
}
