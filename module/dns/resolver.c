/* resolver.c - see resolver.h */
#include "dns/resolver.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dns/packet.h"

#define SOCKETS_MAX (WB_RESOLVER_OPEN_MAX + 8) /* one for each question, and TCP */
#define TRIES 3                                /* within the deadline: c-ares' own default of 5 s would never ask twice */
#define EDNS_BYTES 1232                        /* the DNS Flag Day 2020 size: no fragments */
#define HAS_DNSREC (ARES_VERSION >= 0x011c00)  /* c-ares 1.28 deprecates the calls that hand out raw packets */

/*
 * Since c-ares 1.20 one malformed answer ends all questions of its socket: a socket for each keeps a bad zone from hiding a good one.
 * An object that was built with an older header meets such libraries, too, as all of them have one soname. They read the new option
 * behind those that the header knows; builds with a newer header check that it stands there.
 */
#ifdef ARES_OPT_UDP_MAX_QUERIES
_Static_assert(
    offsetof(struct ares_options, udp_max_queries) == offsetof(struct ares_options, resolvconf_path) + 2 * sizeof(char *),
    "struct options of older builds does not fit");

struct options {
	struct ares_options known;
};

static void use_socket_for_each(struct options *options, int *mask)
{
	options->known.udp_max_queries = 1;
	*mask |= ARES_OPT_UDP_MAX_QUERIES;
}
#else
struct options {
	struct ares_options known;
#if ARES_VERSION < 0x011300
	char *hosts_path;
#endif
	int udp_max_queries;
};

static void use_socket_for_each(struct options *options, int *mask)
{
	int version;

	ares_version(&version);
	if (version < 0x011400)
		return;
	options->udp_max_queries = 1;
	*mask |= 1 << 19;
}
#endif

struct wb_resolver {
	ares_channel channel;
	const struct wb_clock *clock;
	int64_t left_us; /* of the deadline */
	struct pollfd sockets[SOCKETS_MAX];
	nfds_t socket_count;
	unsigned long finished; /* questions that were answered so far */
	bool is_closing;
};

struct question {
	struct wb_resolver *resolver;
	enum wb_resolver_type type;
	wb_resolver_record *record; /* NULL: the answer holds what is wanted */
	wb_resolver_done *done;
	void *context;
	size_t record_count;
};

/* c-ares tells which sockets it wants watched; ares_fds and ares_getsock are deprecated. */
static void watch_socket(void *context, ares_socket_t fd, int readable, int writable)
{
	struct wb_resolver *resolver = context;
	short events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
	nfds_t i;

	for (i = 0; i < resolver->socket_count && resolver->sockets[i].fd != fd; i++)
		;
	if (i < resolver->socket_count && events == 0)
		resolver->sockets[i] = resolver->sockets[--resolver->socket_count];
	else if (i < resolver->socket_count)
		resolver->sockets[i].events = events;
	else if (events != 0 && i < SOCKETS_MAX)
		resolver->sockets[resolver->socket_count++] = (struct pollfd){ .fd = fd, .events = events };
}

/* c-ares wants one line: "192.0.2.53,[2001:db8::53]:5353". */
static int set_servers(ares_channel channel, const struct wb_texts *servers)
{
	char list[1024];
	struct wb_text text;

	wb_text_open(&text, list, sizeof(list));
	for (size_t i = 0; i < servers->count; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? "," : "", servers->items[i]);
	return text.truncated ? ARES_EBADSTR : ares_set_servers_ports_csv(channel, list);
}

enum wb_status wb_resolver_open(const struct wb_dns_settings *settings, const struct wb_clock *clock,
    struct wb_resolver **resolver_r, struct wb_error *error_r)
{
	struct wb_resolver *resolver = calloc(1, sizeof(*resolver));
	struct options options = { .known = {
				       .flags = settings->edns ? ARES_FLAG_EDNS : 0,
				       .timeout = settings->deadline_ms < 3 * TRIES ? 3 : (int)(settings->deadline_ms / TRIES),
				       .tries = TRIES,
				       .ednspsz = EDNS_BYTES,
				       .sock_state_cb = watch_socket,
				       .sock_state_cb_data = resolver,
				   } };
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
	    (settings->edns ? ARES_OPT_EDNSPSZ : 0);
	int rc;

	*resolver_r = NULL;
	if (resolver == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "dns: out of memory");
	use_socket_for_each(&options, &mask);
	rc = ares_init_options(&resolver->channel, &options.known, mask);
	if (rc != ARES_SUCCESS) {
		free(resolver);
		return wb_fail(error_r, WB_UNAVAILABLE, "dns: %s", ares_strerror(rc));
	}
	if (settings->servers.count > 0 && (rc = set_servers(resolver->channel, &settings->servers)) != ARES_SUCCESS) {
		wb_resolver_close(&resolver);
		return wb_fail(error_r, WB_UNAVAILABLE, "dns.servers: %s", ares_strerror(rc));
	}
	resolver->clock = clock;
	resolver->left_us = (int64_t)settings->deadline_ms * 1000;
	*resolver_r = resolver;
	return WB_OK;
}

static void classify_status(int status, struct wb_resolver_answer *answer_r)
{
	switch (status) {
	case ARES_SUCCESS:
		answer_r->outcome = WB_RESOLVER_ANSWER;
		break;
	case ARES_ENOTFOUND:
	case ARES_ENODATA:
		answer_r->outcome = WB_RESOLVER_NONE;
		break;
	case ARES_ETIMEOUT:
		answer_r->outcome = WB_RESOLVER_TIMEOUT;
		break;
	default:
		answer_r->outcome = WB_RESOLVER_FAILURE;
		answer_r->why = ares_strerror(status);
	}
}

/* An answer that is cut short even over TCP says nothing, not even that there is no record. */
static void refuse_truncated(struct wb_resolver_answer *answer_r, bool is_truncated)
{
	if (!is_truncated)
		return;
	answer_r->outcome = WB_RESOLVER_FAILURE;
	answer_r->why = "the answer was truncated";
}

static void add_address(struct wb_resolver_answer *answer, const struct in_addr *address)
{
	if (answer->address_count < WB_RESOLVER_ADDRESSES_MAX)
		answer->addresses[answer->address_count++] = ntohl(address->s_addr);
}

static void set_text(struct wb_resolver_answer *answer, const unsigned char *bytes, size_t length)
{
	if (length >= sizeof(answer->text))
		length = sizeof(answer->text) - 1;
	memcpy(answer->text, bytes, length);
	answer->text[length] = '\0';
}

static void hand_record(struct question *question, const unsigned char *data, size_t length)
{
	question->record_count++;
	question->record(question->context, data, length < WB_RESOLVER_RECORD_SIZE ? length : WB_RESOLVER_RECORD_SIZE);
}

static void finish(struct question *question, struct wb_resolver_answer *answer)
{
	bool is_empty = question->record != NULL ? question->record_count == 0
						 : answer->address_count == 0 && question->type == WB_RESOLVER_A;

	if (answer->outcome == WB_RESOLVER_ANSWER && is_empty)
		answer->outcome = WB_RESOLVER_NONE;
	if (!question->resolver->is_closing) {
		question->resolver->finished++;
		question->done(question->context, answer);
	}
	free(question);
}

#if HAS_DNSREC
static void take_record(const ares_dns_rr_t *rr, enum wb_resolver_type type, struct wb_resolver_answer *answer)
{
	size_t length = 0;
	const unsigned char *bytes;

	if (type == WB_RESOLVER_A && ares_dns_rr_get_type(rr) == ARES_REC_TYPE_A)
		add_address(answer, ares_dns_rr_get_addr(rr, ARES_RR_A_ADDR));
	if (type != WB_RESOLVER_TXT || ares_dns_rr_get_type(rr) != ARES_REC_TYPE_TXT || answer->text[0] != '\0')
		return;
	bytes = ares_dns_rr_get_abin(rr, ARES_RR_TXT_DATA, 0, &length);
	if (bytes != NULL)
		set_text(answer, bytes, length);
}

static void take_each(const ares_dns_rr_t *rr, struct question *question)
{
	const void *data = NULL;
	size_t length = 0;

	if (ares_dns_rr_get_type(rr) != (ares_dns_rec_type_t)question->type || ares_dns_rr_get_class(rr) != ARES_CLASS_IN)
		return;
	switch (question->type) {
	case WB_RESOLVER_A:
		data = ares_dns_rr_get_addr(rr, ARES_RR_A_ADDR);
		length = sizeof(struct in_addr);
		break;
	case WB_RESOLVER_AAAA:
		data = ares_dns_rr_get_addr6(rr, ARES_RR_AAAA_ADDR);
		length = sizeof(struct in6_addr);
		break;
	case WB_RESOLVER_TXT:
		data = ares_dns_rr_get_bin(rr, ARES_RR_TXT_DATA, &length);
		break;
	case WB_RESOLVER_PTR:
		data = ares_dns_rr_get_str(rr, ARES_RR_PTR_DNAME);
		length = data != NULL ? strlen(data) : 0;
		break;
	}
	if (data != NULL)
		hand_record(question, data, length);
}

static void take_reply(void *context, ares_status_t status, size_t timeouts, const ares_dns_record_t *record)
{
	struct question *question = context;
	struct wb_resolver_answer answer = { .why = "" };

	(void)timeouts;
	classify_status((int)status, &answer);
	refuse_truncated(&answer, record != NULL && (ares_dns_record_get_flags(record) & ARES_FLAG_TC) != 0);
	for (size_t i = 0; answer.outcome == WB_RESOLVER_ANSWER && i < ares_dns_record_rr_cnt(record, ARES_SECTION_ANSWER);
	     i++) {
		const ares_dns_rr_t *rr = ares_dns_record_rr_get_const(record, ARES_SECTION_ANSWER, i);

		if (question->record != NULL)
			take_each(rr, question);
		else
			take_record(rr, question->type, &answer);
	}
	finish(question, &answer);
}
#else
static void take_addresses(const unsigned char *packet, int length, struct wb_resolver_answer *answer)
{
	struct ares_addrttl rows[WB_RESOLVER_ADDRESSES_MAX];
	int count = WB_RESOLVER_ADDRESSES_MAX;

	classify_status(ares_parse_a_reply(packet, length, NULL, rows, &count), answer);
	for (int i = 0; answer->outcome == WB_RESOLVER_ANSWER && i < count; i++)
		add_address(answer, &rows[i].ipaddr);
}

static void take_text(const unsigned char *packet, int length, struct wb_resolver_answer *answer)
{
	struct ares_txt_reply *rows = NULL;

	classify_status(ares_parse_txt_reply(packet, length, &rows), answer);
	if (answer->outcome == WB_RESOLVER_ANSWER && rows != NULL)
		set_text(answer, rows->txt, rows->length);
	ares_free_data(rows);
}

static void take_record(void *context, const unsigned char *data, size_t length)
{
	hand_record(context, data, length);
}

/* Not by ares_parse_ptr_reply, which gives up all names for one that is no host's. */
static void take_records(const unsigned char *packet, int length, struct question *question, struct wb_resolver_answer *answer)
{
	if (!wb_packet_walk(packet, (size_t)length, question->type, take_record, question))
		classify_status(ARES_EBADRESP, answer);
}

static void take_reply(void *context, int status, int timeouts, unsigned char *packet, int length)
{
	struct question *question = context;
	struct wb_resolver_answer answer = { .why = "" };

	(void)timeouts;
	classify_status(status, &answer);
	/* RFC 1035 section 4.1.1: TC is the second bit of the third octet. */
	refuse_truncated(&answer, packet != NULL && length > 2 && (packet[2] & 0x02) != 0);
	if (answer.outcome == WB_RESOLVER_ANSWER && question->record != NULL)
		take_records(packet, length, question, &answer);
	else if (answer.outcome == WB_RESOLVER_ANSWER && question->type == WB_RESOLVER_A)
		take_addresses(packet, length, &answer);
	else if (answer.outcome == WB_RESOLVER_ANSWER)
		take_text(packet, length, &answer);
	finish(question, &answer);
}
#endif

void wb_resolver_ask_each(struct wb_resolver *resolver, const char *name, enum wb_resolver_type type,
    wb_resolver_record *record, wb_resolver_done *done, void *context)
{
	struct question *question = malloc(sizeof(*question));
	const struct wb_resolver_answer failure = { .outcome = WB_RESOLVER_FAILURE, .why = "out of memory" };

	if (question == NULL) {
		done(context, &failure);
		return;
	}
	*question = (struct question){ resolver, type, record, done, context, 0 };
#if HAS_DNSREC
	ares_query_dnsrec(resolver->channel, name, ARES_CLASS_IN, (ares_dns_rec_type_t)type, take_reply, question, NULL);
#else
	ares_query(resolver->channel, name, ns_c_in, (int)type, take_reply, question);
#endif
}

void wb_resolver_ask(
    struct wb_resolver *resolver, const char *name, enum wb_resolver_type type, wb_resolver_done *done, void *context)
{
	wb_resolver_ask_each(resolver, name, type, NULL, done, context);
}

/* Hands every watched socket that is ready to c-ares; it watches others meanwhile, so a copy is walked. */
static void process_ready(struct wb_resolver *resolver, const struct pollfd *sockets, nfds_t count)
{
	for (nfds_t i = 0; i < count; i++) {
		short events = sockets[i].revents;

		if (events != 0)
			ares_process_fd(resolver->channel,
			    (events & (POLLIN | POLLERR | POLLHUP)) != 0 ? sockets[i].fd : ARES_SOCKET_BAD,
			    (events & POLLOUT) != 0 ? sockets[i].fd : ARES_SOCKET_BAD);
	}
	/* Resends what has waited too long. */
	ares_process_fd(resolver->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static void poll_once(struct wb_resolver *resolver, int timeout_ms)
{
	struct pollfd sockets[SOCKETS_MAX];
	nfds_t count = resolver->socket_count;

	memcpy(sockets, resolver->sockets, count * sizeof(sockets[0]));
	if (poll(sockets, count, timeout_ms) < 0)
		count = 0;
	process_ready(resolver, sockets, count);
}

void wb_resolver_pump(struct wb_resolver *resolver)
{
	poll_once(resolver, 0);
}

bool wb_resolver_is_over(const struct wb_resolver *resolver)
{
	return resolver->left_us <= 0;
}

/* Milliseconds to the deadline, or to c-ares' next resend when that comes first. */
static int wait_ms(struct wb_resolver *resolver)
{
	struct timeval most = { .tv_sec = resolver->left_us / 1000000, .tv_usec = resolver->left_us % 1000000 };
	struct timeval buffer;
	struct timeval *next = ares_timeout(resolver->channel, &most, &buffer);

	int wait = (int)(next->tv_sec * 1000 + (next->tv_usec + 999) / 1000);

	/* A negative timeout would wait without end. */
	return wait < 0 ? 0 : wait;
}

bool wb_resolver_wait(struct wb_resolver *resolver)
{
	unsigned long before = resolver->finished;

	/* Answers that came while nobody looked count even when the deadline has passed since. */
	wb_resolver_pump(resolver);
	while (resolver->finished == before && resolver->socket_count > 0 && !wb_resolver_is_over(resolver)) {
		int64_t started_us = resolver->clock->monotonic_us(resolver->clock->context);

		poll_once(resolver, wait_ms(resolver));
		resolver->left_us -= resolver->clock->monotonic_us(resolver->clock->context) - started_us;
	}
	return resolver->finished != before;
}

void wb_resolver_close(struct wb_resolver **resolver)
{
	if (*resolver == NULL)
		return;
	(*resolver)->is_closing = true;
	ares_destroy((*resolver)->channel);
	free(*resolver);
	*resolver = NULL;
}
