/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_completion.c - whyblock completion bash|zsh: what a shell may offer, made of the rows of the verbs and options, so that it
 * never offers what is gone; and whyblock completion KIND: the values that they ask for, a line each. Both scripts look at the words before the cursor that are no options: they are the verb so far.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/scope.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/owner.h"
#include "config/feed_allow.h"
#include "desk/answer_template.h"
#include "desk/list_export.h"
#include "store/request.h"

#define COMMON "-c --json --help --version"

/*
 * What is the same in both languages: functions that print what may follow. Values of options (a word behind --reason) are left
 * out of the words, or they would be taken for the verb.
 */
static const char shared_head[] = "_whyblock_verb() {\n"
				  "\tlocal word skip=\n"
				  "\tfor word in \"$@\"; do\n"
				  "\t\tif [ -n \"$skip\" ]; then skip=; continue; fi\n"
				  "\t\tcase $word in\n";
static const char shared_tail[] = "\t\t-* | \"\") ;;\n"
				  "\t\t*) printf '%s ' \"$word\" ;;\n"
				  "\t\tesac\n"
				  "\tdone\n"
				  "}\n\n";

/*
 * Values that the program itself knows: it is asked, with the configuration that stands before the cursor. What is wrong with that
 * is no matter here. All that may follow the words: the values of the option before the cursor alone, or the verb's words and arguments.
 */
static const char shared_values[] = "_whyblock_values() {\n"
				    "\tlocal kind=$1 program=$2 word config= next=\n"
				    "\tshift 2\n"
				    "\tfor word in \"$@\"; do\n"
				    "\t\tif [ -n \"$next\" ]; then config=$word; next=; continue; fi\n"
				    "\t\tcase $word in -c | --config) next=1 ;; esac\n"
				    "\tdone\n"
				    "\tif [ -n \"$config\" ]; then\n"
				    "\t\t\"$program\" -c \"$config\" completion \"$kind\" 2>/dev/null\n"
				    "\telse\n"
				    "\t\t\"$program\" completion \"$kind\" 2>/dev/null\n"
				    "\tfi\n"
				    "}\n\n"
				    "_whyblock_all() {\n"
				    "\tlocal program=$1 last= word verb kind\n"
				    "\tshift\n"
				    "\tfor word in \"$@\"; do last=$word; done\n"
				    "\tkind=$(_whyblock_option_kind \"$last\")\n"
				    "\tif [ -z \"$kind\" ]; then\n"
				    "\t\tverb=$(_whyblock_verb \"$@\")\n"
				    "\t\t_whyblock_offer \"$verb\"\n"
				    "\t\tkind=$(_whyblock_kind \"$verb\")\n"
				    "\tfi\n"
				    "\tif [ -n \"$kind\" ]; then _whyblock_values \"$kind\" \"$program\" \"$@\"; fi\n"
				    "}\n\n";

static const char bash_head[] = "# bash completion for whyblock; made by: whyblock completion bash\n\n";
static const char bash_tail[] = "_whyblock() {\n"
				"\tlocal current=${COMP_WORDS[COMP_CWORD]} offers\n"
				"\toffers=$(_whyblock_all \"${COMP_WORDS[@]:0:COMP_CWORD}\")\n"
				"\tCOMPREPLY=($(compgen -W \"$offers\" -- \"$current\"))\n"
				"}\n\n"
				"complete -o bashdefault -o default -F _whyblock whyblock\n";

static const char zsh_head[] = "#compdef whyblock\n# zsh completion for whyblock; made by: whyblock completion zsh\n\n";
static const char zsh_tail[] = "_whyblock() {\n"
			       "\tlocal offers\n"
			       "\toffers=$(_whyblock_all \"${(@)words[1,CURRENT-1]}\")\n"
			       "\tcompadd -- ${=offers} || _files\n"
			       "}\n\n"
			       "_whyblock \"$@\"\n";

static const struct {
	const char *name, *head, *tail;
} shells[] = {
	{ "bash", bash_head, bash_tail },
	{ "zsh", zsh_head, zsh_tail },
};
#define SHELLS (sizeof(shells) / sizeof(shells[0]))

/* ---- The values ------------------------------------------------------------------------------------------------------ */

static void print_categories(const struct wb_config *config)
{
	for (size_t i = 0; i < config->policy.category_count; i++)
		puts(config->policy.categories[i].id);
	puts(WB_CATEGORY_ALLOW);
}

static void print_feeds(const struct wb_config *config)
{
	for (size_t i = 0; i < config->feed_count; i++)
		puts(config->feeds[i].name);
}

static void print_zones(const struct wb_config *config)
{
	for (size_t i = 0; i < config->policy.zone_count; i++)
		puts(config->policy.zones[i].shown);
}

/* Parts of names, as accuracy, case and list dump take them: bash takes a colon for a word's end. */
static void print_sources(const struct wb_config *config)
{
	puts("staff");
	print_feeds(config);
	print_zones(config);
	for (size_t i = 0; i < config->policy.rule_count; i++)
		puts(config->policy.rules[i].name);
}

static void print_scopes(const struct wb_config *config)
{
	(void)config;
	for (size_t s = 0; s < WB_SCOPE_COUNT; s++)
		puts(wb_scope_name((enum wb_scope)s));
}

static void print_formats(const struct wb_config *config)
{
	(void)config;
	for (size_t f = 0; f < wb_list_format_count; f++)
		puts(wb_list_formats[f].name);
}

static void print_guards(const struct wb_config *config)
{
	(void)config;
	for (size_t g = 0; g < WB_FEED_GUARDS; g++)
		puts(wb_feed_guards[g].name);
}

static bool print_number(void *context, const struct wb_request *request)
{
	(void)context;
	if (request->state == WB_REQUEST_OPEN)
		printf("%llu\n", (unsigned long long)request->number);
	return true;
}

static void print_requests(const struct wb_config *config)
{
	struct wb_error error;
	size_t unreadable;

	wb_request_walk(config->policy.store, NULL, print_number, NULL, &unreadable, &error);
}

/* "dynamic-host, still-relays" in lines. */
static void print_templates(const struct wb_config *config)
{
	char ids[4096];
	struct wb_text text;

	wb_text_open(&text, ids, sizeof(ids));
	wb_answer_template_list(config->removal.answers, &text);
	for (char *id = strtok(ids, ", "); id != NULL; id = strtok(NULL, ", "))
		puts(id);
}

/* What `whyblock completion KIND` prints, a line each. */
static const struct kind {
	const char *name;
	enum cli_needs needs;
	void (*print)(const struct wb_config *config);
} kinds[] = {
	{ "categories", CLI_NEEDS_CONFIG, print_categories },
	{ "feeds", CLI_NEEDS_CONFIG, print_feeds },
	{ "zones", CLI_NEEDS_CONFIG, print_zones },
	{ "sources", CLI_NEEDS_CONFIG, print_sources },
	{ "scopes", CLI_NEEDS_NOTHING, print_scopes },
	{ "formats", CLI_NEEDS_NOTHING, print_formats },
	{ "guards", CLI_NEEDS_NOTHING, print_guards },
	{ "requests", CLI_NEEDS_STORE, print_requests },
	{ "templates", CLI_NEEDS_CONFIG, print_templates },
};

/* Where they stand: behind an option, or in the place of an argument of this name; first letters of a verb, where the name says too little. */
static const struct {
	const char *verb, *word, *kind;
} places[] = {
	{ "", "--category", "categories" },
	{ "", "--scope", "scopes" },
	{ "", "--format", "formats" },
	{ "", "--allow", "guards" },
	{ "", "--source", "sources" },
	{ "", "--template", "templates" },
	{ "list ", "CATEGORY", "categories" },
	{ "feed ", "NAME", "feeds" },
	{ "removal ", "NUMBER", "requests" },
};
#define PLACES (sizeof(places) / sizeof(places[0]))

static void print_option_kinds(void)
{
	puts("_whyblock_option_kind() {\n\tcase $1 in");
	for (size_t i = 0; i < PLACES; i++) {
		if (places[i].word[0] == '-')
			printf("\t%s) echo %s ;;\n", places[i].word, places[i].kind);
	}
	puts("\tesac\n}\n");
}

/* NULL: the program does not know what may stand there. word: as in a verb's row, "[NAME" or "NUMBER...". */
static const char *kind_of(const struct cli_verb *verb, const char *word, size_t length)
{
	while (length > 0 && *word == '[') {
		word++;
		length--;
	}
	while (length > 0 && strchr("]", word[length - 1]) != NULL)
		length--;
	if (length > 3 && strncmp(word + length - 3, "...", 3) == 0)
		length -= 3;
	for (size_t i = 0; i < PLACES; i++) {
		if (strncmp(verb->name, places[i].verb, strlen(places[i].verb)) == 0 && strlen(places[i].word) == length &&
		    strncmp(places[i].word, word, length) == 0)
			return places[i].kind;
	}
	return NULL;
}

/* By the words so far: each of them ends with a space, so that what stands behind the verb can be counted. */
static void print_kinds(void)
{
	puts("_whyblock_kind() {\n\tlocal rest spaces\n\tcase $1 in");
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		const struct cli_verb *verb = cli_verb_at(i);
		const char *word = verb->arguments;

		for (size_t place = 0; *word != '\0'; place++) {
			size_t length = strcspn(word, " ");
			const char *kind = word[0] == '-' ? NULL : kind_of(verb, word, length);
			bool repeats = length > 3 && strncmp(word + length - 3, "...", 3) == 0;

			if (kind != NULL)
				printf(
				    "\t\"%s \"*)\n\t\trest=${1#\"%s \"}\n\t\tspaces=${rest//[! ]/}\n\t\tif [ ${#spaces} -%s %zu ]; then echo %s; fi ;;\n",
				    verb->name, verb->name, repeats ? "ge" : "eq", place, kind);
			word += length;
			word += strspn(word, " ");
		}
	}
	puts("\tesac\n}\n");
}

static enum cli_exit print_kind(struct cli *cli, const struct kind *kind)
{
	struct wb_diagnostics diagnostics;
	enum cli_exit status = CLI_DONE;
	bool finished = false;

	/* Nobody waits for a message in the middle of a line that is being typed. */
	if (kind->needs != CLI_NEEDS_NOTHING && wb_config_open(cli->config_path, &cli->config, &diagnostics) != WB_OK)
		return CLI_BAD_CONFIG;
	if (kind->needs == CLI_NEEDS_STORE)
		status = cli_owner_become(cli, cli->verb, &finished);
	if (status == CLI_DONE && !finished)
		kind->print(cli->config);
	return status;
}

/* ---- The scripts ----------------------------------------------------------------------------------------------------- */

static size_t first_word(const char *name)
{
	return strcspn(name, " ");
}

/* Verbs of two words share their first one: it is offered once. */
static bool first_word_is_new(size_t at)
{
	const char *name = cli_verb_at(at)->name;
	size_t length = first_word(name);

	for (size_t i = 0; i < at; i++) {
		const char *earlier = cli_verb_at(i)->name;

		if (first_word(earlier) == length && strncmp(earlier, name, length) == 0)
			return false;
	}
	return true;
}

/* Whose value is the next word. */
static void print_options_with_value(void)
{
	printf("\t\t-c");
	for (size_t i = 0; i < CLI_OPTIONS; i++) {
		if (cli_option_at(i)->argument != NULL)
			printf(" | --%s", cli_option_at(i)->name);
	}
	puts(") skip=1 ;;");
}

static void print_options_of(const struct cli_verb *verb)
{
	for (size_t i = 0; i < CLI_OPTIONS; i++) {
		if ((verb->options & CLI_TAKES(i)) != 0)
			printf(" --%s", cli_option_at(i)->name);
	}
}

/* Behind a first word: the second ones; and the options, where the first word is a verb itself. */
static void print_offers_behind(size_t at)
{
	const char *name = cli_verb_at(at)->name;
	size_t length = first_word(name);

	printf("\t\"%.*s \") echo \"", (int)length, name);
	for (size_t i = at; cli_verb_at(i) != NULL; i++) {
		const struct cli_verb *verb = cli_verb_at(i);

		if (first_word(verb->name) != length || strncmp(verb->name, name, length) != 0)
			continue;
		if (verb->name[length] == ' ')
			printf("%s ", verb->name + length + 1);
		else
			print_options_of(verb);
	}
	puts(" " COMMON "\" ;;");
}

static void print_offers(void)
{
	puts("_whyblock_offer() {\n\tcase $1 in");
	printf("\t\"\") echo \"");
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (first_word_is_new(i))
			printf("%.*s ", (int)first_word(cli_verb_at(i)->name), cli_verb_at(i)->name);
	}
	puts(COMMON "\" ;;");
	printf("\t\"help \") echo \"");
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (first_word_is_new(i))
			printf("%.*s ", (int)first_word(cli_verb_at(i)->name), cli_verb_at(i)->name);
	}
	puts("\" ;;");
	printf("\t\"completion \") echo \"");
	for (size_t i = 0; i < SHELLS; i++)
		printf("%s%s", i > 0 ? " " : "", shells[i].name);
	puts("\" ;;");
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (first_word_is_new(i))
			print_offers_behind(i);
	}
	/* With more words behind it the longer name wins: "ref rotate" stands before "ref" in the table. */
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		printf("\t\"%s \"*) echo \"", cli_verb_at(i)->name);
		print_options_of(cli_verb_at(i));
		puts(" " COMMON "\" ;;");
	}
	puts("\tesac\n}\n");
}

enum cli_exit cli_completion(struct cli *cli)
{
	char known[80];
	struct wb_text text;

	wb_text_open(&text, known, sizeof(known));
	for (size_t i = 0; i < SHELLS; i++) {
		wb_text_add_item(&text, i, SHELLS, "or", shells[i].name);
		if (strcmp(cli->argv[0], shells[i].name) != 0)
			continue;
		fputs(shells[i].head, stdout);
		fputs(shared_head, stdout);
		print_options_with_value();
		fputs(shared_tail, stdout);
		print_offers();
		print_option_kinds();
		print_kinds();
		fputs(shared_values, stdout);
		fputs(shells[i].tail, stdout);
		return CLI_DONE;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, cli->argv[0]) == 0)
			return print_kind(cli, &kinds[i]);
	}
	return cli_fail(CLI_USAGE, "shell \"%.40s\": expected %s", cli->argv[0], known);
}
