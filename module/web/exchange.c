/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* exchange.c - see exchange.h */
#include "web/exchange.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/rows.h"
#include "service/complaint.h"
#include "web/request_head.h"

#define BODY_MAX (64 * 1024)         /* all fields at their longest, encoded byte for byte, take a quarter of it */
#define BODY_SWALLOWED_MAX (2 << 20) /* beyond this nobody is waited for, and the answer may get lost */
#define BODY_FIRST 2048
#define FORM_TYPE "application/x-www-form-urlencoded"

struct wb_exchange {
	char *path, *query;   /* as they came; query may be NULL */
	unsigned head_status; /* see struct wb_visit */
	char *body;
	size_t body_length, body_size;
	uint64_t received;
	bool has_begun;
};

/*
 * A header of every answer. frame-ancestors is what browsers know; X-Frame-Options what old ones do. No page needs anything of
 * another site, a script, or to be told by a browser where its visitor came from.
 */
static const struct {
	const char *name, *value;
} headers[] = {
	{ "Content-Security-Policy",
	    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
	{ "Referrer-Policy", "no-referrer" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
};

WB_ROWS_BEGIN(caches);
static const struct {
	const char *control, *vary;
} caches[WB_CACHES] = {
	WB_ROW(WB_CACHE_NEVER) = { "no-store", NULL },
	WB_ROW(WB_CACHE_SHORT) = { "public, max-age=300", "Accept-Language" },
	WB_ROW(WB_CACHE_STYLE) = { "public, max-age=3600", NULL },
};
WB_ROWS_END(caches, WB_CACHES);

size_t wb_exchange_keep(void *closure, struct MHD_Connection *connection, char *text)
{
	(void)closure, (void)connection;
	return strlen(text);
}

void *wb_exchange_begin(void *service, const char *uri, struct MHD_Connection *connection)
{
	struct wb_exchange *exchange = calloc(1, sizeof(*exchange));
	const char *scheme_end = strstr(uri, "://");

	(void)service, (void)connection;
	if (exchange == NULL)
		return NULL;
	/* RFC 9112 section 3.2.2: "http://host/path" is to be understood, too. */
	if (uri[0] != '/' && scheme_end != NULL)
		uri = strchr(scheme_end + 3, '/');
	exchange->path = strdup(uri != NULL ? uri : "/");
	exchange->head_status = exchange->path != NULL ? wb_request_head_check_target(exchange->path) : 0;
	exchange->query = exchange->path != NULL ? strchr(exchange->path, '?') : NULL;
	if (exchange->query != NULL)
		*exchange->query++ = '\0';
	return exchange;
}

void wb_exchange_end(void *closure)
{
	struct wb_exchange *exchange = closure;

	if (exchange == NULL)
		return;
	free(exchange->path);
	free(exchange->body);
	free(exchange);
}

/* Keeps what belongs to a body of bearable size, and counts the rest. False: out of memory. */
static bool take_body(struct wb_exchange *exchange, const char *data, size_t size)
{
	size_t wanted = exchange->body_length + size + 1;

	exchange->received += size;
	if (exchange->received > BODY_MAX)
		return true;
	if (wanted > exchange->body_size) {
		size_t room = exchange->body_size > 0 ? exchange->body_size : BODY_FIRST;
		char *grown;

		while (room < wanted)
			room *= 2;
		grown = realloc(exchange->body, room);
		if (grown == NULL)
			return false;
		exchange->body = grown;
		exchange->body_size = room;
	}
	memcpy(exchange->body + exchange->body_length, data, size);
	exchange->body_length += size;
	exchange->body[exchange->body_length] = '\0';
	return true;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result keep_forwarded(void *last, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	if (strcasecmp(name, "X-Forwarded-For") == 0)
		*(const char **)last = value != NULL ? value : "";
	return MHD_YES;
}

static struct wb_address peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *peer = info != NULL ? info->client_addr : NULL;
	struct wb_address address = { .bytes = { [10] = 0xff, [11] = 0xff } };

	if (peer != NULL && peer->sa_family == AF_INET)
		memcpy(address.bytes + 12, &((const struct sockaddr_in *)peer)->sin_addr, 4);
	else if (peer != NULL && peer->sa_family == AF_INET6)
		memcpy(address.bytes, &((const struct sockaddr_in6 *)peer)->sin6_addr, 16);
	return address;
}

/* Decoded, without its first "/"; NULL for what is no page's: no text, or too many fields in the query. */
static const char *read_path(struct wb_exchange *exchange, struct wb_visit *visit)
{
	char *path = exchange->path;
	size_t length;

	if (path[0] != '/')
		return NULL;
	for (const char *c = ++path; *c != '\0'; c++)
		visit->depth += *c == '/';
	length = wb_form_decode(path, strlen(path));
	if (!wb_form_is_text(path, length) || strpbrk(path, "\r\n\t") != NULL)
		return NULL;
	if (exchange->query != NULL && !wb_form_parse(exchange->query, strlen(exchange->query), &visit->query))
		return NULL;
	return path;
}

/* The page's memory goes over to the response. */
static enum MHD_Result send_answer(struct MHD_Connection *connection, struct wb_answer *answer)
{
	struct MHD_Response *response;
	enum MHD_Result result;
	char seconds[16];

	if (answer->body.no_memory || answer->body.data == NULL) {
		wb_html_close(&answer->body);
		response = MHD_create_response_from_buffer_with_free_callback(0, NULL, free);
	} else {
		response = MHD_create_response_from_buffer_with_free_callback(answer->body.length, answer->body.data, free);
		if (response == NULL)
			wb_html_close(&answer->body);
	}
	if (response == NULL)
		return MHD_NO;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		MHD_add_response_header(response, headers[i].name, headers[i].value);
	MHD_add_response_header(response, "Content-Type", answer->type);
	MHD_add_response_header(response, "Cache-Control", caches[answer->cache].control);
	if (caches[answer->cache].vary != NULL)
		MHD_add_response_header(response, "Vary", caches[answer->cache].vary);
	if (answer->language != NULL)
		MHD_add_response_header(response, "Content-Language", answer->language);
	if (answer->etag[0] != '\0')
		MHD_add_response_header(response, "ETag", answer->etag);
	if (answer->allow != NULL)
		MHD_add_response_header(response, "Allow", answer->allow);
	if (answer->location[0] != '\0')
		MHD_add_response_header(response, "Location", answer->location);
	if (answer->retry_after_s > 0) {
		snprintf(seconds, sizeof(seconds), "%u", answer->retry_after_s);
		MHD_add_response_header(response, "Retry-After", seconds);
	}
	result = MHD_queue_response(connection, answer->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result answer(
    struct wb_service *service, struct wb_exchange *exchange, struct MHD_Connection *connection, const char *method)
{
	const struct wb_ask_site *known = &service->site.held.site;
	struct wb_address peer = peer_of(connection);
	const char *forwarded = NULL;
	const char *site = header(connection, "Sec-Fetch-Site");
	const char *type = header(connection, "Content-Type");
	struct wb_visit visit = { .method = method };
	struct wb_answer page;
	char address[WB_ADDRESS_TEXT_SIZE];

	MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_forwarded, &forwarded);
	/* Another way to name the visitor (RFC 7239), which is not read: like a name that cannot be. */
	if (forwarded == NULL && header(connection, "Forwarded") != NULL)
		forwarded = "";
	visit.head_status = exchange->head_status;
	visit.path = visit.head_status == 0 ? read_path(exchange, &visit) : NULL;
	visit.body_is_too_large = exchange->received > BODY_MAX;
	visit.body_is_form = type != NULL && strncasecmp(type, FORM_TYPE, strlen(FORM_TYPE)) == 0 &&
	    strchr("; \t", type[strlen(FORM_TYPE)]) != NULL && !visit.body_is_too_large &&
	    (exchange->body == NULL || wb_form_parse(exchange->body, exchange->body_length, &visit.body));
	if (!visit.body_is_form)
		visit.body.count = 0;
	visit.is_from_other_site = site != NULL && strcasecmp(site, "cross-site") == 0;
	visit.accept_language = header(connection, "Accept-Language");
	visit.if_none_match = header(connection, "If-None-Match");
	visit.now_s = (int64_t)time(NULL);
	wb_site_refresh(&service->site, &service->agent, visit.now_s);
	visit.visitor = wb_visitor_find(&known->trusted_proxies, &known->metrics_from, &peer, forwarded);

	/* Once, since strangers may send it, too. From a proxy: all its visitors share the limit of one address, and see its own. */
	if (visit.visitor.is_unheard && service->site.is_known && !service->told_of_proxy) {
		service->told_of_proxy = true;
		wb_address_format(&peer, address);
		wb_complain(
		    "%s sent the header X-Forwarded-For: if it is your web server, name it in web.trusted_proxies, or all "
		    "visitors count as that one address",
		    address);
	}
	/* The same the other way round. Who only reads is not told of: a monitor beside the proxy names nobody. */
	if (!visit.visitor.is_known && (forwarded != NULL || strcmp(method, "POST") == 0) && !service->told_of_unnamed) {
		service->told_of_unnamed = true;
		wb_address_format(&peer, address);
		wb_complain(
		    "%s is in web.trusted_proxies and named no visitor in the header X-Forwarded-For: all whom it does not name "
		    "count as one",
		    address);
	}
	wb_service_answer(service, &visit, &page);
	return send_answer(connection, &page);
}

enum MHD_Result wb_exchange_take(void *closure, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **state)
{
	struct wb_service *service = closure;
	struct wb_exchange *exchange = *state;

	(void)url;
	if (exchange == NULL || exchange->path == NULL)
		return MHD_NO;
	if (!exchange->has_begun) {
		const char *length = header(connection, "Content-Length");
		unsigned fields_status;
		unsigned long long announced = length != NULL ? strtoull(length, NULL, 10) : 0;

		exchange->has_begun = true;
		/* Where the request ends comes before what it asks for. */
		fields_status = wb_request_head_check_fields(connection, version);
		if (fields_status != 0)
			exchange->head_status = fields_status;
		/* Answered before its body, it is the last one of the connection: nothing behind its head is read as a request. */
		if (exchange->head_status != 0)
			return answer(service, exchange, connection, method);
		/*
		 * What says beforehand that it is far too large is answered at once. What is only too large is read and thrown
		 * away: a browser that is interrupted while it sends tells its user of a broken connection and shows no page.
		 */
		if (announced <= BODY_SWALLOWED_MAX && (announced <= BODY_MAX || header(connection, "Expect") == NULL))
			return MHD_YES;
		exchange->received = BODY_SWALLOWED_MAX;
		return answer(service, exchange, connection, method);
	}
	if (*size > 0) {
		bool taken = take_body(exchange, data, *size) && exchange->received <= BODY_SWALLOWED_MAX;

		*size = 0;
		return taken ? MHD_YES : MHD_NO;
	}
	return answer(service, exchange, connection, method);
}
