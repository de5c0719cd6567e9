/* request_file.c - see request_file.h */
#include "desk/request_file.h"

#include <string.h>

#include "base/text.h"
#include "config/config.h"

static void copy(char *buffer, size_t size, const char *given)
{
	wb_text_copy(buffer, size, given != NULL ? given : "");
}

enum wb_status wb_request_file_given(const struct wb_config *config, const struct wb_request_given *given,
    enum wb_request_patience patience, struct wb_request_filed *filed_r, struct wb_error *error_r)
{
	const struct wb_removal_settings *settings = &config->removal;
	const struct wb_request_limits limits = {
		.per_address = settings->per_address,
		.per_host = settings->per_host,
		.per_day = settings->per_day,
	};
	struct wb_request *request = &filed_r->request;
	const struct wb_category *category = NULL;

	memset(request, 0, sizeof(*request));
	request->created_at_s = given->now_s;
	request->origin = given->origin;
	request->client = given->client;
	request->has_reference = given->reference != NULL;
	if (request->has_reference) {
		request->reference = *given->reference;
		category = wb_reference_find_category(&config->policy, given->reference->category_hash);
	}
	if (category != NULL)
		copy(request->category, sizeof(request->category), category->id);
	request->has_visitor = given->visitor != NULL;
	if (request->has_visitor)
		request->visitor = *given->visitor;
	copy(request->language, sizeof(request->language), given->language);
	copy(request->name, sizeof(request->name), given->name);
	copy(request->email, sizeof(request->email), given->email);
	copy(request->how, sizeof(request->how), given->how);
	copy(request->done, sizeof(request->done), given->done);
	return wb_request_file(config->policy.store, request, &limits, settings->keep_s, patience == WB_REQUEST_WAITS,
	    &filed_r->outcome, filed_r->token, error_r);
}
