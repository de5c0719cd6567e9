/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_domain.c - see mail_domain.h */
#include "web/mail_domain.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"

#define DOMAIN_MAX 255 /* RFC 5321 section 4.5.3.1.2 */

/* The neighbours are providers, too, and so near to one of these that they would be asked about. */
static const char *const providers[] = { "gmail.com", "googlemail.com", "outlook.com", "outlook.de", "outlook.fr",
	"hotmail.com", "hotmail.de", "hotmail.fr", "yahoo.com", "yahoo.de", "yahoo.fr", "icloud.com", "proton.me",
	"protonmail.com", "freenet.de", "t-online.de", "orange.fr", "laposte.net", "wanadoo.fr", "free.fr", "posteo.de",
	"mailbox.org", "comcast.net", "verizon.net", "btinternet.com" };
static const char *const neighbours[] = { "mail.com", "email.com", "ymail.com", "qmail.com", "fmail.com", "hmail.com",
	"yahoo.co", "yahoo.it", "yahoo.in", "yahoo.ca", "outlook.dk", "outlook.be", "outlook.es", "hotmail.be", "hotmail.es",
	"hotmail.it", "hotmail.ch", "freenet.ie" };
static const struct {
	const char *wrong, *right;
} endings[] = { { ".con", ".com" }, { ".cmo", ".com" }, { ".ocm", ".com" }, { ".comm", ".com" }, { ".vom", ".com" },
	{ ".nte", ".net" }, { ".ogr", ".org" } };

static bool is_among(const char *domain, const char *const *domains, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(domain, domains[i]) == 0)
			return true;
	}
	return false;
}

bool wb_mail_domain_is_near(const char *email, char *better_r, size_t size)
{
	const char *at = strrchr(email, '@');
	char domain[DOMAIN_MAX + 1];
	size_t length;

	if (at == NULL || strlen(at + 1) > DOMAIN_MAX)
		return false;
	for (length = 0; at[1 + length] != '\0'; length++)
		domain[length] =
		    (char)(at[1 + length] >= 'A' && at[1 + length] <= 'Z' ? at[1 + length] | 0x20 : at[1 + length]);
	domain[length] = '\0';
	if (is_among(domain, providers, sizeof(providers) / sizeof(providers[0])) ||
	    is_among(domain, neighbours, sizeof(neighbours) / sizeof(neighbours[0])))
		return false;
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++) {
		if (wb_nearest_distance(domain, length, providers[i], strlen(providers[i])) == 1) {
			snprintf(better_r, size, "%.*s%s", (int)(at + 1 - email), email, providers[i]);
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t wrong = strlen(endings[i].wrong);

		if (length > wrong && strcmp(domain + length - wrong, endings[i].wrong) == 0) {
			snprintf(better_r, size, "%.*s%s", (int)(strlen(email) - wrong), email, endings[i].right);
			return true;
		}
	}
	return false;
}
