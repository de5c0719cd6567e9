/* verb_init.c - whyblock init */
#include <errno.h>
#include <grp.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "store/listings.h"
#include "store/store.h"
#include "verdict/reference_key.h"

#define GROUP "whyblock"

/* Which group the store gets; -1: leave it as it is. */
static enum cli_exit find_group(const struct cli *cli, gid_t *group_r)
{
	const char *wanted = cli->option[CLI_GROUP];
	struct group *group;
	struct stat st;

	*group_r = (gid_t)-1;
	if (wanted == NULL && (stat(cli->config->policy.store, &st) == 0 || geteuid() != 0))
		return CLI_DONE;
	group = getgrnam(wanted != NULL ? wanted : GROUP);
	if (group == NULL && wanted != NULL)
		return cli_fail(CLI_BAD_DATA, "there is no group \"%s\"", wanted);
	if (group == NULL)
		return cli_fail(CLI_BAD_DATA,
		    "there is no group \"" GROUP "\": make it and put Exim's user into it (groupadd --system " GROUP
		    "; usermod -aG " GROUP " Debian-exim), or name another with --group");
	*group_r = group->gr_gid;
	return CLI_DONE;
}

/* Whoever may read the store may read the key: the key gets its group. */
static enum wb_status init_reference_key(const struct cli *cli, struct wb_error *error_r)
{
	struct stat st;

	if (stat(cli->config->policy.store, &st) < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "store %s: %s", cli->config->policy.store, strerror(errno));
	return wb_reference_keys_make(cli->config->policy.reference_key, st.st_gid, cli->now_s, NULL, error_r);
}

/*
 * The listings' files, empty: whoever may read them but not write their folder, such as whyblock-web in its unit, still needs
 * LMDB's table of readers, and only a writer makes that.
 */
static enum wb_status init_listings(const char *store, struct wb_error *error_r)
{
	struct wb_listing_writer *writer;
	enum wb_status status = wb_listing_writer_open(store, &writer, error_r);

	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

enum cli_exit cli_init(struct cli *cli)
{
	struct wb_error error;
	gid_t group;
	enum cli_exit status = find_group(cli, &group);

	if (status != CLI_DONE)
		return status;
	if (wb_store_init(cli->config->policy.store, group, &error) != WB_OK || init_reference_key(cli, &error) != WB_OK ||
	    init_listings(cli->config->policy.store, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (cli->json) {
		json_object *object = json_object_new_object();

		json_object_object_add(object, "store", json_object_new_string(cli->config->policy.store));
		json_object_object_add(object, "reference_key", json_object_new_string(cli->config->policy.reference_key));
		puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
		json_object_put(object);
	} else {
		printf("the store %s and the reference key %s are ready\n", cli->config->policy.store,
		    cli->config->policy.reference_key);
	}
	return CLI_DONE;
}
