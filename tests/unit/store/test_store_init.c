/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_store_init.c - a store is made with its rights, and one that a group could write is brought over. */
#include "fixture.h"

#include <errno.h>

#define OWNER 65533
#define READERS 65534

/* "0640 OWNER:GROUP", the numbers of this process as "-". */
static const char *rights_of(const char *store, const char *name)
{
	static char text[64];
	char owner[16] = "-", group[16] = "-";
	struct stat st;

	assert_int_equal(lstat(path_in(store, name), &st), 0);
	if (st.st_uid != geteuid())
		snprintf(owner, sizeof(owner), "%u", st.st_uid);
	if (st.st_gid != getegid())
		snprintf(group, sizeof(group), "%u", st.st_gid);
	snprintf(text, sizeof(text), "%04o %s:%s", st.st_mode & 07777u, owner, group);
	return text;
}

static void put_listing(const char *store)
{
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing listing = listing_of("192.0.2.66", "spam");

	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

/* group, owner and readers: as rights_of() writes them. */
static void assert_rights(const char *store, const char *own, const char *read)
{
	static const struct {
		const char *name, *mode;
		bool by_readers;
	} rows[] = {
		{ "", "0751", false },
		{ "listings", "0750", false },
		{ "listings/data.mdb", "0640", false },
		{ "listings/lock.mdb", "0640", false },
		{ "requests", "0750", false },
		{ "published", "2750", true },
		{ "published/recent-1", "0640", true },
		{ "publish.lock", "0640", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char wanted[64];

		begin_row(rows[i].name);
		snprintf(wanted, sizeof(wanted), "%s %s", rows[i].mode, rows[i].by_readers ? read : own);
		assert_string_equal(rights_of(store, rows[i].name), wanted);
	}
}

static void test_each_has_its_rights_whatever_the_umask(void **state)
{
	static const mode_t umasks[] = { 0777, 077, 022, 0, 027 };

	for (size_t i = 0; i < COUNT(umasks); i++) {
		char name[32];
		const char *store;
		mode_t before;

		snprintf(name, sizeof(name), "umask %03o", (unsigned)umasks[i]);
		store = path_in(*state, name);
		before = umask(umasks[i]);
		assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
		put_listing(store);
		umask(before);
		assert_rights(store, "-:-", "-:-");
	}
}

static void test_owner_and_groups_are_given_and_then_kept(void **state)
{
	const struct wb_store_rights rights = { OWNER, OWNER, READERS };
	const char *store = path_in(*state, "store");

	if (getuid() != 0)
		skip();
	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	put_listing(store);
	assert_int_equal(wb_store_init(store, &rights, NULL), WB_OK);
	assert_rights(store, "65533:65533", "65533:65534");
	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	assert_rights(store, "65533:65533", "65533:65534");
}

/* Where no agent runs Exim must miss none, so init makes no folder for it; one that is there gets the readers of what is published. */
static void test_the_folder_of_the_agent(void **state)
{
	const struct wb_store_rights rights = { OWNER, OWNER, READERS };
	const char *store = open_store(*state);

	assert_int_equal(access(path_in(store, "run"), F_OK), -1);
	assert_int_equal(mkdir(path_in(store, "run"), 0700), 0);
	if (getuid() != 0)
		skip();
	assert_int_equal(wb_store_init(store, &rights, NULL), WB_OK);
	assert_string_equal(rights_of(store, "run"), "2750 65533:65534");
}

/* The agent makes its folder, and init gives it, and what is in it, the readers that published/ has. */
static void test_the_folder_of_first_sights(void **state)
{
	const char *store = open_store(*state);
	const struct wb_store_rights rights = { .owner = 65533, .group = 65533, .readers = 65534 };
	struct stat st;

	assert_int_not_equal(stat(path_in(store, "seen"), &st), 0);
	assert_int_equal(wb_store_make_seen(store, NULL), WB_OK);
	assert_string_equal(rights_of(store, "seen"), "2750 -:-");
	write_text(path_in(store, "seen"), "first-1", "rows");
	assert_int_equal(chmod(path_in(store, "seen/first-1"), 0666), 0);
	assert_int_equal(wb_store_make_seen(store, NULL), WB_OK);
	assert_string_equal(rights_of(store, "seen/first-1"), "0640 -:-");
	if (getuid() != 0)
		skip();
	assert_int_equal(wb_store_init(store, &rights, NULL), WB_OK);
	assert_string_equal(rights_of(store, "seen"), "2750 65533:65534");
	assert_string_equal(rights_of(store, "seen/first-1"), "0640 65533:65534");
}

/* As the first version made it, with everything that its group could write. */
static void test_a_store_of_the_first_version_is_brought_over(void **state)
{
	const char *store = open_store(*state);
	const char *const folders[] = { "", "listings", "requests", "published" };

	put_listing(store);
	for (size_t i = 0; i < COUNT(folders); i++)
		assert_int_equal(chmod(path_in(store, folders[i]), 02770), 0);
	assert_int_equal(chmod(path_in(store, "listings/data.mdb"), 0660), 0);
	assert_int_equal(chmod(path_in(store, "publish.lock"), 0600), 0);
	assert_int_equal(mkdir(path_in(store, "reports"), 0700), 0);
	assert_int_equal(chmod(path_in(store, "reports"), 02770), 0);
	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	assert_rights(store, "-:-", "-:-");
	assert_string_equal(rights_of(store, "reports"), "0750 -:-");
}

/* What a member of that group could put into the place of each file. Nothing behind a link changes, nor what has a second name. */
static void test_no_link_is_followed(void **state)
{
	static const struct {
		const char *name;
		enum wb_status status;
	} rows[] = {
		{ "listings", WB_UNAVAILABLE }, /* what it holds cannot be made anew */
		{ "listings/data.mdb", WB_UNAVAILABLE },
		{ "listings/lock.mdb", WB_OK },
		{ "listings/write.lock", WB_OK },
		{ "listings/something", WB_OK },
		{ "requests", WB_UNAVAILABLE },
		{ "run", WB_OK },
		{ "seen", WB_OK },
		{ "published", WB_OK },
		{ "published/recent-1", WB_OK },
		{ "publish.lock", WB_OK },
		{ "something", WB_OK },
	};

	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		bool hard = i % 2 == 1;
		char name[64];
		const char *store, *path, *victim;
		struct wb_error error = { "" };
		struct stat before, after;

		snprintf(name, sizeof(name), "%s link %zu", hard ? "hard" : "symbolic", i / 2);
		store = path_in(*state, name);
		assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
		put_listing(store);
		begin_row(rows[i / 2].name);
		path = path_in(store, rows[i / 2].name);
		snprintf(name, sizeof(name), "victim %zu", i);
		victim = write_text(*state, name, "untouched");
		assert_int_equal(chmod(victim, 0606), 0);
		assert_int_equal(stat(victim, &before), 0);
		snprintf(name, sizeof(name), "aside %zu", i);
		if (rename(path, path_in(*state, name)) < 0)
			assert_int_equal(errno, ENOENT);
		assert_int_equal(hard ? link(victim, path) : symlink(victim, path), 0);

		assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, &error), rows[i / 2].status);
		assert_int_equal(stat(victim, &after), 0);
		assert_int_equal(before.st_mode, after.st_mode);
		assert_string_equal(file_text(victim), "untouched");
		if (rows[i / 2].status != WB_OK)
			assert_contains(error.text, "expected a f");
		else if (lstat(path, &after) == 0)
			assert_true(!S_ISLNK(after.st_mode) && after.st_ino != before.st_ino);
	}
}

/* The folder for the page's service has another group, which a later init of the store leaves alone. */
static void test_the_folder_of_the_pages_service(void **state)
{
	const char *store = open_store(*state);
	const char *folder = path_in(store, WB_STORE_WEB_FOLDER);

	if (geteuid() != 0)
		skip();
	assert_int_equal(wb_store_make_web(store, folder, READERS, NULL), WB_OK);
	assert_string_equal(rights_of(store, WB_STORE_WEB_FOLDER), "2750 -:65534");
	assert_int_equal(chmod(folder, 0777), 0);
	assert_int_equal(wb_store_make_web(store, folder, (gid_t)-1, NULL), WB_OK);
	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	assert_string_equal(rights_of(store, WB_STORE_WEB_FOLDER), "2750 -:65534");
	/* A link in its place is none of ours. */
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(symlink("/", folder), 0);
	assert_int_equal(wb_store_make_web(store, folder, READERS, NULL), WB_OK);
	assert_string_equal(rights_of(store, WB_STORE_WEB_FOLDER), "2750 -:65534");
}

static void test_init_says_why_it_cannot(void **state)
{
	struct wb_error error = { "" };
	const char *store = path_in(write_text(*state, "file", ""), "store");

	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "Not a directory");
	assert_int_equal(wb_store_init(path_in(*state, "file"), &WB_STORE_RIGHTS_KEPT, &error), WB_UNAVAILABLE);
	assert_int_equal(wb_store_init(path_in(*state, "no/parent"), &WB_STORE_RIGHTS_KEPT, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_each_has_its_rights_whatever_the_umask),
		test_in_folder(test_owner_and_groups_are_given_and_then_kept),
		test_in_folder(test_the_folder_of_the_agent),
		test_in_folder(test_the_folder_of_first_sights),
		test_in_folder(test_a_store_of_the_first_version_is_brought_over),
		test_in_folder(test_no_link_is_followed),
		test_in_folder(test_the_folder_of_the_pages_service),
		test_in_folder(test_init_says_why_it_cannot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
