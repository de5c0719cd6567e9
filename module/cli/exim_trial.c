/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* exim_trial.c - see exim_trial.h */
#include "cli/exim_trial.h"

#include <ctype.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/clock.h"
#include "cli/program.h"
#include "verdict/log_field.h"

#define OUTPUT_SIZE (1 << 20)
#define OWN_ACL "acl_whyblock_" /* what the names of ACLs in acl-snippets/done.conf begin with */
#define DOMAINS_MAX 4
#define DOMAIN_SIZE 256
#define LOCAL_PARTS_MAX 2
#define LOCAL_PART_SIZE 48
#define FIRST_PERSON 1000 /* user numbers of people: login.defs of Debian and Fedora */
#define LAST_PERSON 59999

struct trial {
	const struct exim_probe *probe;
	int64_t until_us;
	char *output;
	struct exim_trial *result;
};

/* ---- Whom the mail is for -------------------------------------------------------------------------------------------- */

static void add_domain(char domains[DOMAINS_MAX][DOMAIN_SIZE], size_t *count, const char *name, size_t length)
{
	if (*count == DOMAINS_MAX || length == 0 || length >= DOMAIN_SIZE)
		return;
	for (size_t i = 0; i < length; i++) {
		if (!isalnum((unsigned char)name[i]) && name[i] != '.' && name[i] != '-')
			return;
	}
	for (size_t i = 0; i < *count; i++) {
		if (strlen(domains[i]) == length && strncmp(domains[i], name, length) == 0)
			return;
	}
	snprintf(domains[(*count)++], DOMAIN_SIZE, "%.*s", (int)length, name);
}

/* What Exim calls itself, and the plain names in its list of local domains. */
static size_t find_domains(const struct exim_probe *probe, const char *config, char domains[DOMAINS_MAX][DOMAIN_SIZE])
{
	static const char *const options[] = { "qualify_recipient", "primary_hostname" };
	static const char list[] = "\ndomainlist local_domains = ";
	const char *at = strstr(config, list);
	char value[DOMAIN_SIZE];
	struct wb_error error;
	size_t count = 0;

	if (at != NULL)
		at += sizeof(list) - 1;
	while (at != NULL && *at != '\n' && *at != '\0') {
		size_t length = strcspn(at, " \t:\n");

		add_domain(domains, &count, at, length);
		at += length;
		at += strspn(at, " \t:");
	}
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (exim_probe_option(probe, options[i], value, sizeof(value), &error) == WB_OK)
			add_domain(domains, &count, value, strlen(value));
	}
	return count;
}

/* Not postmaster: most configurations accept it before anything is asked, and should. */
static size_t find_local_parts(char names[LOCAL_PARTS_MAX][LOCAL_PART_SIZE])
{
	const struct passwd *user;
	size_t count = 0;

	snprintf(names[count++], LOCAL_PART_SIZE, "root");
	setpwent();
	while (count < LOCAL_PARTS_MAX && (user = getpwent()) != NULL) {
		if (user->pw_uid >= FIRST_PERSON && user->pw_uid <= LAST_PERSON && strlen(user->pw_name) < LOCAL_PART_SIZE)
			snprintf(names[count++], LOCAL_PART_SIZE, "%s", user->pw_name);
	}
	endpwent();
	return count;
}

/* ---- One dialogue ---------------------------------------------------------------------------------------------------- */

/* The rest of the line behind the last of these words in the text; false: they are not there. */
static bool find_last(const char *text, const char *words, char *rest, size_t size)
{
	const char *found = NULL;

	for (const char *at = text; (at = strstr(at, words)) != NULL; at++)
		found = at;
	if (found == NULL)
		return false;
	found += strlen(words);
	snprintf(rest, size, "%.*s", (int)strcspn(found, "\r\n"), found);
	return true;
}

/* A line of a file, without the blanks around it; "" when there is none. */
static void read_file_line(const char *path, int number, char *text, size_t size)
{
	FILE *file = fopen(path, "re");
	char line[1024];
	size_t length;

	text[0] = '\0';
	while (file != NULL && number > 0 && fgets(line, sizeof(line), file) != NULL)
		number -= strchr(line, '\n') != NULL;
	if (file == NULL || number > 0) {
		if (file != NULL)
			fclose(file);
		return;
	}
	fclose(file);
	length = strcspn(line, "\n");
	while (length > 0 && isspace((unsigned char)line[length - 1]))
		length--;
	line[length] = '\0';
	snprintf(text, size, "%s", line + strspn(line, " \t"));
}

/*
 * Of the statement that ended the last ACL that is none of done.conf's, which count and accept what the ACL below them has accepted. Exim
 * tells it as `processing "accept" (FILE 12)`; why: `line 12 of FILE: accept ...`.
 */
static void find_accepting(const char *output, char *why, size_t size)
{
	static const char processing[] = "processing \"", ended[] = "end of ACL \"", accepted[] = "\": ACCEPT\n";
	const char *statement = NULL, *last = NULL;
	char verb[16], file[PATH_MAX], text[80];
	int line;

	for (const char *at = output; (at = strstr(at, ended)) != NULL; at++) {
		const char *name = at + sizeof(ended) - 1;

		if (strncmp(name, OWN_ACL, sizeof(OWN_ACL) - 1) != 0 &&
		    strncmp(name + strcspn(name, "\"\n"), accepted, sizeof(accepted) - 1) == 0)
			last = at;
	}
	for (const char *at = output; last != NULL && (at = strstr(at, processing)) != NULL && at < last; at++)
		statement = at + sizeof(processing) - 1;
	if (statement == NULL) {
		snprintf(why, size, "no ACL is on its way");
	} else if (sscanf(statement, "%15[^\"]\" (%4095[^ )] %d)", verb, file, &line) == 3) {
		read_file_line(file, line, text, sizeof(text));
		snprintf(why, size, "line %d of %.300s: %s", line, file, text[0] != '\0' ? text : verb);
	} else {
		snprintf(why, size, "%.*s", (int)strcspn(statement, "\n"), statement);
	}
}

/* The refusal that Exim spoke last; its dialogue stands behind all that it explains. */
static void find_refusal(const char *output, char *why, size_t size)
{
	const char *found = NULL;

	for (const char *line = output; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if ((line[0] == '4' || line[0] == '5') && isdigit((unsigned char)line[1]) && isdigit((unsigned char)line[2]) &&
		    strncmp(line, "503 ", 4) != 0 && strncmp(line, "500 ", 4) != 0)
			found = line;
	}
	snprintf(why, size, "%.*s", found == NULL ? 0 : (int)strcspn(found, "\r\n"), found == NULL ? "" : found);
}

/* EHLO, MAIL and RCPT each got their 250, whatever the words behind it. */
static bool is_accepted(const char *output)
{
	size_t count = 0;

	for (const char *at = output; (at = strstr(at, "\n250 ")) != NULL; at++)
		count++;
	return count >= 3;
}

/*
 * What `exim -bh` has said. Its words for a condition that it looks at are `check acl = ...`; those of whyblock_decide are there only
 * when whyblock has answered.
 */
static void read_output(const char *output, bool has_ended, struct exim_trial *trial)
{
	trial->why[0] = '\0';
	if (strstr(output, "}{whyblock_decide}{") != NULL) {
		trial->end = find_last(output, "LOG: " WB_LOG_PREFIX, trial->why, sizeof(trial->why)) &&
			find_last(trial->why, " fault=", trial->why, sizeof(trial->why))
		    ? EXIM_TRIAL_FAULT
		    : EXIM_TRIAL_ANSWERED;
	} else if (strstr(output, "whyblock.so}{whyblock}") != NULL) {
		trial->end = EXIM_TRIAL_NO_OBJECT;
		if (!has_ended)
			snprintf(trial->why, sizeof(trial->why), "Exim dies of it");
		else
			find_last(output, "dlopen ", trial->why, sizeof(trial->why));
	} else if (is_accepted(output)) {
		trial->end = EXIM_TRIAL_PASSED_BY;
		find_accepting(output, trial->why, sizeof(trial->why));
	} else {
		find_refusal(output, trial->why, sizeof(trial->why));
		/* What Exim says of a fault of its own, and of nothing else; it writes why into its log, which a trial shows. */
		trial->end =
		    strstr(trial->why, "451 Temporary local problem") == trial->why ? EXIM_TRIAL_BROKEN : EXIM_TRIAL_REFUSED;
		if (trial->end == EXIM_TRIAL_BROKEN)
			find_last(output, "LOG: ", trial->why, sizeof(trial->why));
	}
}

/* message: what follows behind the recipient, for a line in the DATA ACL. */
static enum wb_status talk(struct trial *trial, const char *message, struct wb_error *error_r)
{
	int64_t left_us = trial->until_us - wb_clock_system.monotonic_us(wb_clock_system.context);
	const char *arguments[EXIM_PROBE_WORDS + 3] = { NULL };
	size_t count = exim_probe_call(trial->probe, arguments);
	char input[1024];
	int status;

	if (left_us <= 0)
		return wb_fail(
		    error_r, WB_UNAVAILABLE, "Exim %s -bh: no answer within %d s", trial->probe->program, EXIM_TRIAL_S);
	arguments[count++] = "-bh";
	arguments[count++] = EXIM_TRIAL_CLIENT;
	snprintf(input, sizeof(input), "EHLO whyblock.invalid\nMAIL FROM:<>\nRCPT TO:<%s>\n%sQUIT\n", trial->result->recipient,
	    message);
	status = program_run_with(arguments, input, (unsigned)(left_us / 1000000) + 1, trial->output, OUTPUT_SIZE);
	/* One that was too slow is told so in place of what it said. */
	if (status < 0 && strstr(trial->output, ">>> ") == NULL)
		return wb_fail(error_r, WB_UNAVAILABLE, "Exim -bh: %.200s", trial->output);
	read_output(trial->output, status >= 0, trial->result);
	return WB_OK;
}

/* True when there is nothing more to learn from other recipients. */
static bool try_recipient(struct trial *trial, enum wb_status *status_r, struct wb_error *error_r)
{
	char why[sizeof(trial->result->why)];

	*status_r = talk(trial, "", error_r);
	if (*status_r == WB_OK && trial->result->end == EXIM_TRIAL_PASSED_BY) {
		snprintf(why, sizeof(why), "%s", trial->result->why);
		*status_r = talk(trial, "DATA\nSubject: whyblock\n\nA trial.\n.\n", error_r);
		/* The line was to stop the recipient. */
		if (*status_r == WB_OK && trial->result->end == EXIM_TRIAL_PASSED_BY)
			snprintf(trial->result->why, sizeof(trial->result->why), "%s", why);
	}
	return *status_r != WB_OK || trial->result->end != EXIM_TRIAL_REFUSED;
}

enum wb_status exim_trial_run(const struct exim_probe *probe, const char *config, const char *recipient,
    struct exim_trial *trial_r, struct wb_error *error_r)
{
	char domains[DOMAINS_MAX][DOMAIN_SIZE], local_parts[LOCAL_PARTS_MAX][LOCAL_PART_SIZE];
	struct trial trial = { .probe = probe,
		.until_us = wb_clock_system.monotonic_us(wb_clock_system.context) + EXIM_TRIAL_S * 1000000LL,
		.output = malloc(OUTPUT_SIZE),
		.result = trial_r };
	enum wb_status status = WB_OK;
	size_t domain_count, local_part_count;
	bool is_over = false;

	memset(trial_r, 0, sizeof(*trial_r));
	trial_r->end = EXIM_TRIAL_REFUSED;
	if (trial.output == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (recipient != NULL) {
		snprintf(trial_r->recipient, sizeof(trial_r->recipient), "%s", recipient);
		try_recipient(&trial, &status, error_r);
	} else {
		domain_count = find_domains(probe, config, domains);
		local_part_count = find_local_parts(local_parts);
		for (size_t i = 0; i < domain_count * local_part_count && !is_over; i++) {
			snprintf(trial_r->recipient, sizeof(trial_r->recipient), "%s@%s", local_parts[i / domain_count],
			    domains[i % domain_count]);
			is_over = try_recipient(&trial, &status, error_r);
		}
	}
	free(trial.output);
	return status;
}
