/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_completion.c - whyblock completion bash|zsh: what a shell may offer, made of the rows of the verbs and options, so that it
 * never offers what is gone. Both scripts look at the words before the cursor that are no options: they are the verb so far.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"

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

static const char bash_head[] = "# bash completion for whyblock; made by: whyblock completion bash\n\n";
static const char bash_tail[] = "_whyblock() {\n"
				"\tlocal current=${COMP_WORDS[COMP_CWORD]} offers\n"
				"\toffers=$(_whyblock_offer \"$(_whyblock_verb \"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\")\n"
				"\tCOMPREPLY=($(compgen -W \"$offers\" -- \"$current\"))\n"
				"}\n\n"
				"complete -o bashdefault -o default -F _whyblock whyblock\n";

static const char zsh_head[] = "#compdef whyblock\n# zsh completion for whyblock; made by: whyblock completion zsh\n\n";
static const char zsh_tail[] = "_whyblock() {\n"
			       "\tlocal offers\n"
			       "\toffers=$(_whyblock_offer \"$(_whyblock_verb \"${(@)words[2,CURRENT-1]}\")\")\n"
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
		fputs(shells[i].tail, stdout);
		return CLI_DONE;
	}
	return cli_fail(CLI_USAGE, "shell \"%.40s\": expected %s", cli->argv[0], known);
}
