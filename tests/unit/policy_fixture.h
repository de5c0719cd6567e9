/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * policy_fixture.h - a policy with something in every field, and how it is published.
 */
#ifndef WB_POLICY_FIXTURE_H
#define WB_POLICY_FIXTURE_H

#include "fixture.h"
#include "verdict/policy_file.h"

static const char everything[] =
    "mode = \"monitor\"\non_error = \"defer\"\nneighbours_weight = 0.25\nstore = \"/srv/store\"\nreference_key = \"/srv/key\"\n"
    "site { name = \"Example\" url = \"https://example.net/b\" contacts = {\"postmaster@example.net\", \"b@example.net\"} }\n"
    "geoip { country = \"/srv/c.mmdb\" asn = \"/srv/a.mmdb\" }\n"
    "nat64_prefixes = {\"64:ff9b:1::/48\", \"2002::/16\"}\n"
    "exempt { hosts = {\"127.0.0.0/8\", \"2001:db8::/32\"} authenticated = false recipients = {\"abuse\", \"@example.net\"} }\n"
    "category \"spam\" { title = \"spamming\" action = \"defer\" threshold = 2.5 tag_at = 0.5 defer_at = 1.25 grace = \"4h\" status = \"5.7.26\" "
    "text = \"[%{ip}] %{reason}\\nblocked\" }\n"
    "category \"own\" { action = \"tag\" }\n"
    "dns { servers = {\"192.0.2.53\", \"[2001:db8::53]:5353\"} deadline = 1.5 edns = true }\n"
    "dnsbl \"0123456789abcdefghijklmnop.zen.dq.spamhaus.net\" { weight = 0.5 }\n"
    "dnsbl \"bl.example.net\" { ipv6 = \"yes\" removal = \"https://bl.example.net/?%{ip}\" "
    "code \"127.0.0.3-127.0.0.5\" { category = \"own\" weight = 0.7 scope = \"range\" } "
    "code \"127.0.0.&8\" { category = \"spam\" } }\n"
    "dnswl \"list.dnswl.org\" { min_trust = \"2\" probe = \"with\" weight = -1.5 code \"127.0.99.*\" { trust = 3 } }\n"
    "rule \"one\" { asn = {64496, 4294967295} countries = {\"US\", \"DE\"} category = \"own\" weight = 0.3 scope = \"host\" }\n"
    "recipient \"example.org\" { category \"own\" { action = \"log\" } category \"spam\" { action = \"off\" } }\n"
    "recipient \"ann@example.org\" { category \"spam\" { action = \"tag\" } }\n"
    "rule \"host\" { except_asn = {64497} except_countries = {\"FR\"} helo = {\"localhost\", \"bare-ip\"} helo_pattern = \"^x\" "
    "host_name = {\"generic\"} host_name_pattern = \"dyn\" category = \"virus\" reason = \"odd\" remedy = \"set it\" }\n"
    "rule \"mail\" { header = {\"X-PHP-Script\", \"X-Source\"} header_pattern = \"uploads\" sender_pattern = \"^www\" "
    "body_pattern = \"^To:\" message = {\"repeated-header\"} group = \"odd\" category = \"formmail\" weight = 0 }\n"
    "rule \"off\" { enabled = false countries = {\"FR\"} category = \"spam\" }\n"
    "rule \"two\" { countries = {\"FR\"} category = \"spam\" }\n";

/* The bytes under which a policy is published, with two settings; the test frees them. */
static inline unsigned char *encode_policy(const struct wb_policy *policy, size_t *size_r)
{
	struct wb_policy_setting settings[] = { { "category \"spam\"", "" }, { "category \"spam\" action", "\"defer\"" } };
	struct wb_policy_file file = {
		.policy = *policy, .serial = 7, .made_at_s = NOW_S, .settings = settings, .setting_count = COUNT(settings)
	};
	unsigned char *bytes;
	struct wb_error error = { "" };

	if (wb_policy_file_encode(&file, &bytes, size_r, &error) != WB_OK)
		fail_msg("%s", error.text);
	return bytes;
}

/* Makes it the policy in force of a store that is there. */
static inline void publish_policy(const char *store, const struct wb_policy *policy)
{
	size_t size;
	unsigned char *bytes = encode_policy(policy, &size);

	write_file(path_in(store, "published"), "policy-1", bytes, size);
	free(bytes);
}

/* A copy of just that length, so that a sanitizer sees a byte too many. */
static inline enum wb_status decode_policy(
    const unsigned char *bytes, size_t size, struct wb_policy_file **file_r, struct wb_error *error_r)
{
	unsigned char *copy = malloc(size + 1);
	enum wb_status status;

	memcpy(copy + 1, bytes, size);
	status = wb_policy_file_decode(copy + 1, size, "FILE", WB_POLICY_FILE_WHOLE, file_r, error_r);
	free(copy);
	return status;
}

#endif
