/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_config_file.c - which files are read at all, and what the visitor is told of them. */
#include "config/config_file.h"
#include "fixture.h"

#include <sys/stat.h>

static struct wb_diagnostics diagnostics;

/* What the visitor was told: "exempt.hosts[0]=192.0.2.1@2 category(spam)@3 ..."; of untitled sections only their values. */
struct trace {
	const char *section;
	char buffer[2048];
	struct wb_text text;
};

static void note_section(
    void *context, const char *parent, const char *name, const char *title, bool is_whole, struct wb_position position)
{
	struct trace *trace = context;

	trace->section = name;
	if (title != NULL)
		wb_text_addf(&trace->text, "%s%s%s(%s)%s@%d:%d ", parent, parent[0] != '\0' ? "/" : "", name, title,
		    is_whole ? "" : "?", position.line, position.column);
}

static void note_value(void *context, const char *name, const char *value, size_t index, struct wb_position position)
{
	struct trace *trace = context;

	wb_text_addf(&trace->text, "%s.%s[%zu]=%s@%d:%d ", trace->section, name, index, value != NULL ? value : "(none)",
	    position.line, position.column);
}

static enum wb_status read_config(const char *path, struct trace *trace)
{
	static const struct wb_config_visitor visitor = { note_section, note_value };

	diagnostics.count = 0;
	trace->section = "";
	wb_text_open(&trace->text, trace->buffer, sizeof(trace->buffer));
	return wb_config_file_read(path, &visitor, trace, &diagnostics);
}

static void make_good(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("mode = \"enforce\"\n", file);
	fclose(file);
	assert_int_equal(chmod(path, 0644), 0);
}

static void make_directory(const char *path)
{
	assert_int_equal(mkdir(path, 0755), 0);
}

static void make_fifo(const char *path)
{
	assert_int_equal(mkfifo(path, 0644), 0);
}

static void make_device(const char *path)
{
	assert_int_equal(symlink("/dev/zero", path), 0);
}

static void make_world_writable(const char *path)
{
	make_good(path);
	assert_int_equal(chmod(path, 0646), 0);
}

static void make_group_writable(const char *path)
{
	make_good(path);
	assert_int_equal(chmod(path, 0664), 0);
}

static void make_of_size(const char *path, size_t bytes)
{
	FILE *file;

	make_good(path);
	file = fopen(path, "a");
	assert_non_null(file);
	for (size_t i = 17; i < bytes; i++)
		fputc('\n', file);
	fclose(file);
}

static void make_large(const char *path)
{
	make_of_size(path, 1024 * 1024);
}

static void make_too_large(const char *path)
{
	make_of_size(path, 1024 * 1024 + 1);
}

static void make_nothing(const char *path)
{
	(void)path;
}

static void make_circle(const char *path)
{
	assert_int_equal(symlink(path, path), 0);
}

static void make_with_nul(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fwrite("mode = \"monitor\"\nsto\0re = \"/x\"\n", 1, 31, file);
	fclose(file);
}

static void test_only_a_safe_file_is_read(void **state)
{
	static const struct {
		const char *label;
		void (*make)(const char *path);
		enum wb_status status;
		int line;
		const char *reason;
	} rows[] = {
		{ "good", make_good, WB_OK, 0, NULL },
		{ "writable by its group", make_group_writable, WB_OK, 0, NULL },
		{ "exactly 1 MiB", make_large, WB_OK, 0, NULL },
		{ "one byte more", make_too_large, WB_UNAVAILABLE, 0, "larger than 1 MiB" },
		{ "missing", make_nothing, WB_UNAVAILABLE, 0, "No such file" },
		{ "directory", make_directory, WB_UNAVAILABLE, 0, "not a regular file" },
		{ "FIFO", make_fifo, WB_UNAVAILABLE, 0, "not a regular file" },
		{ "endless device", make_device, WB_UNAVAILABLE, 0, "not a regular file" },
		{ "link to itself", make_circle, WB_UNAVAILABLE, 0, "cannot be opened" },
		{ "writable by everybody", make_world_writable, WB_UNAVAILABLE, 0, "chmod o-w" },
		{ "NUL byte", make_with_nul, WB_INVALID, 2, "NUL byte" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[16];
		const char *path;
		struct trace trace;

		begin_row(rows[i].label);
		snprintf(name, sizeof(name), "%zu.conf", i);
		path = path_in(*state, name);
		rows[i].make(path);
		assert_int_equal(read_config(path, &trace), rows[i].status);
		assert_int_equal(diagnostics.count, rows[i].reason != NULL);
		if (rows[i].reason == NULL) {
			assert_contains(trace.buffer, "mode[0]=enforce@1:8");
		} else {
			assert_int_equal(diagnostics.rows[0].position.line, rows[i].line);
			assert_contains(diagnostics.rows[0].text, rows[i].reason);
			assert_string_equal(trace.buffer, "");
		}
	}
}

static void test_somebody_elses_file_is_refused(void **state)
{
	const char *path = write_text(*state, "whyblock.conf", "mode = \"enforce\"\n");
	struct trace trace;
	enum wb_status status;

	if (getuid() != 0)
		skip();
	begin_row("root's file, read by Exim's user");
	drop_root();
	status = read_config(path, &trace);
	take_root();
	assert_int_equal(status, WB_OK);
	begin_row("our own file");
	assert_int_equal(chown(path, NOBODY, (gid_t)-1), 0);
	drop_root();
	status = read_config(path, &trace);
	take_root();
	assert_int_equal(status, WB_OK);
	begin_row("a third user's");
	assert_int_equal(read_config(path, &trace), WB_UNAVAILABLE);
	assert_contains(diagnostics.rows[0].text, "chown root");
}

static void test_a_file_without_permission_is_refused(void **state)
{
	const char *path = write_text(*state, "whyblock.conf", "mode = \"enforce\"\n");
	struct trace trace;
	enum wb_status status;

	assert_int_equal(chmod(path, 0), 0);
	drop_root();
	status = read_config(path, &trace);
	take_root();
	assert_int_equal(status, WB_UNAVAILABLE);
	assert_contains(diagnostics.rows[0].text, "Permission denied");
}

static void test_the_visitor_sees_everything_with_its_line(void **state)
{
	struct trace trace;
	const char *path = write_text(*state, "whyblock.conf",
	    "category \"b\" {\n    action = \"tag\"\n}\nmode = \"monitor\"\nexempt {\n    hosts = {\n        \"192.0.2.1\",\n"
	    "        \"192.0.2.2\"}\n    recipients = {}\n}\ncategory \"a\" {\n    action = \"log\"\n}\n");

	assert_int_equal(read_config(path, &trace), WB_OK);
	/* By kind; within a kind in the order of the file. */
	assert_string_equal(trace.buffer,
	    ".mode[0]=monitor@4:8 exempt.hosts[0]=192.0.2.1@7:9 exempt.hosts[1]=192.0.2.2@8:9 exempt.recipients[0]=(none)@0:0 "
	    "category(b)@1:10 category.action[0]=tag@2:14 category(a)@11:10 category.action[0]=log@12:14 ");
}

static void test_a_byte_order_mark_is_forgiven(void **state)
{
	struct trace trace;

	assert_int_equal(read_config(write_text(*state, "marked", "\xef\xbb\xbfmode = \"monitor\"\n"), &trace), WB_OK);
	assert_string_equal(trace.buffer, ".mode[0]=monitor@1:8 ");
	begin_row("but nowhere else");
	assert_int_equal(read_config(write_text(*state, "inside", "mode = \"monitor\"\n\xef\xbb\xbf\n"), &trace), WB_INVALID);
}

static void test_the_environment_is_never_read(void **state)
{
	static const struct {
		const char *label, *text;
	} rows[] = {
		{ "double quotes", "store = \"${WB_SECRET}\"\n" },
		{ "no quotes", "store = ${WB_SECRET}\n" },
		{ "a default", "store = \"${WB_NONE:-other}\"\n" },
		{ "in a title", "category \"${WB_SECRET}\" {}\n" },
		{ "in a name", "${WB_SECRET} = 1\n" },
		{ "behind a backslash", "store = \"\\\\${WB_SECRET}\"\n" },
		{ "over a line's end", "store = \"${WB_\\\nSECRET}\"\n" },
		{ "behind letters", "store = a${WB_SECRET}\n" },
		{ "in single quotes", "store = '${WB_SECRET}'\n" },
	};

	setenv("WB_SECRET", "secret", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct trace trace;

		begin_row(rows[i].label);
		read_config(write_text(*state, "whyblock.conf", rows[i].text), &trace);
		assert_null(strstr(trace.buffer, "secret"));
		for (size_t m = 0; m < diagnostics.count; m++)
			assert_null(strstr(diagnostics.rows[m].text, "secret"));
	}
	unsetenv("WB_SECRET");
}

static void test_a_setting_given_twice_is_told_with_its_line(void **state)
{
	struct trace trace;
	const char *path = write_text(*state, "whyblock.conf",
	    "category \"a\" {\n    action = \"tag\"\n}\ncategory \"b\" {\n    action = \"tag\"\n    action = \"log\"\n}\n");

	assert_int_equal(read_config(path, &trace), WB_INVALID);
	assert_int_equal(diagnostics.count, 1);
	assert_int_equal(diagnostics.rows[0].position.line, 6);
	assert_contains(diagnostics.rows[0].text, "action a second time");
}

static void test_what_could_be_read_is_visited_despite_mistakes(void **state)
{
	static const struct {
		const char *label, *text, *seen, *unseen;
	} rows[] = {
		{ "unknown name", "x = 1\nmode = \"monitor\"\n", "mode[0]=monitor@2:8", "x[0]" },
		{ "unknown section", "x \"mode\" {\n    mode = \"a\"\n}\nmode = \"b\"\n", "mode[0]=b@4:8", "mode[0]=a" },
		{ "repeated title: the first one stays",
		    "category \"a\" { action = \"tag\" }\ncategory \"a\" { action = \"log\" }\nmode = \"monitor\"\n",
		    "category(a)@1:10 category.action[0]=tag@1:25", "log" },
		{ "broken grammar", "mode = \"monitor\"\nstore = = 1\n", "mode[0]=monitor@1:8", "store" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct trace trace;

		begin_row(rows[i].label);
		assert_int_equal(read_config(write_text(*state, "whyblock.conf", rows[i].text), &trace), WB_INVALID);
		assert_contains(trace.buffer, rows[i].seen);
		assert_null(strstr(trace.buffer, rows[i].unseen));
	}
}

/* Standard output may be the SMTP connection (exim -bs, -bh): a lexer that echoes what it does not know would speak on it. */
static void test_reading_writes_nothing_to_standard_output(void **state)
{
	static const char *const rows[] = { "\\\n", "mode = \\enforce\n", "mode = = =\n", "store = \"${X}\"\n", "x = 1\n",
		"site {\n", "store = \"a\\" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = write_text(*state, "whyblock.conf", rows[i]);
		const char *output = write_text(*state, "output", "");
		struct trace trace;
		struct stat st;
		int before;

		begin_row(rows[i]);
		fflush(stdout);
		before = dup(STDOUT_FILENO);
		assert_non_null(freopen(output, "w", stdout));
		read_config(path, &trace);
		fflush(stdout);
		dup2(before, STDOUT_FILENO);
		close(before);
		assert_int_equal(stat(output, &st), 0);
		assert_int_equal(st.st_size, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_only_a_safe_file_is_read),
		test_in_folder(test_somebody_elses_file_is_refused),
		test_in_folder(test_a_file_without_permission_is_refused),
		test_in_folder(test_the_visitor_sees_everything_with_its_line),
		test_in_folder(test_a_byte_order_mark_is_forgiven),
		test_in_folder(test_the_environment_is_never_read),
		test_in_folder(test_a_setting_given_twice_is_told_with_its_line),
		test_in_folder(test_what_could_be_read_is_visited_despite_mistakes),
		test_in_folder(test_reading_writes_nothing_to_standard_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
