/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* option_meaning.c - see option_meaning.h */
#include "cli/option_meaning.h"

#include <string.h>

#include "cli/cli.h"

#define TAKEN "although somebody else has taken it"

static const struct {
	const char *verb;
	enum cli_option option;
	const char *meaning;
} meanings[] = {
	{ "list add", CLI_REASON, "why: who is refused is shown it" },
	{ "list import", CLI_REASON, "why, of lines that say nothing: who is refused is shown it" },
	{ "list edit", CLI_REASON, "the new reason: who is refused is shown it" },
	{ "list remove", CLI_REASON, "why it is removed, for the history" },
	{ "feed drop", CLI_REASON, "why it is removed, for the history" },
	{ "removal approve", CLI_REASON, "a word to the one who asked; - is standard input, of several lines" },
	{ "removal deny", CLI_REASON, "why, for the one who asked; - is standard input, of several lines" },
	{ "list add", CLI_SOURCE, "who says so: staff:NAME, feed:NAME or report:NAME (default: staff: and your login name)" },
	{ "list import", CLI_SOURCE,
	    "who says so: staff:NAME, feed:NAME or report:NAME (default: staff: and your login name)" },
	{ "list edit", CLI_SOURCE, "which of several listings is meant" },
	{ "list dump", CLI_SOURCE, "only listings whose source has this in it" },
	{ "case", CLI_SOURCE, "only what a source, zone or rule with this in its name decided" },
	{ "accuracy", CLI_SOURCE, "only sources, zones and rules with this in their name" },
	{ "list import", CLI_CATEGORY, "of lines that name none" },
	{ "list edit", CLI_CATEGORY, "the new category" },
	{ "list dump", CLI_CATEGORY, "only listings of this category" },
	{ "feed sync", CLI_CATEGORY, "of the feed's listings" },
	{ "case", CLI_CATEGORY, "only verdicts of this category" },
	{ "removal list", CLI_CATEGORY, "only requests in this category" },
	{ "removal list", CLI_ALL, "decided ones, too" },
	{ "removal list", CLI_LANGUAGE, "only requests in this language: en, de or fr" },
	{ "removal show", CLI_ALL, "whole texts and histories" },
	{ "case", CLI_ALL, "each of them" },
	{ "replay", CLI_ALL, "each host" },
	{ "list add", CLI_FORCE, "list very many hosts, private space, your own addresses or a known sender's" },
	{ "list edit", CLI_FORCE, "list very many hosts, private space, your own addresses or a known sender's" },
	{ "list import", CLI_FORCE, "list very many hosts, private space, your own addresses or a known sender's" },
	{ "list expire", CLI_FORCE, "also what is more than half of all" },
	{ "removal approve", CLI_FORCE, TAKEN },
	{ "removal deny", CLI_FORCE, TAKEN },
	{ "removal ask", CLI_FORCE, TAKEN },
	{ "removal take", CLI_FORCE, "take it over from somebody else" },
	{ "removal take", CLI_UNDO, "leave it to anybody again" },
	{ "setup debian", CLI_UNDO, "take out of Exim's configuration what was put in" },
};

const char *cli_option_meaning(const char *verb, size_t option)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if ((size_t)meanings[i].option == option && strcmp(meanings[i].verb, verb) == 0)
			return meanings[i].meaning;
	}
	return NULL;
}
