/* Connections, and one request on one connection at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common.h"
#include "exchange.h"

#define HEAD_MAX_BYTES 2048
#define LENGTH_UNKNOWN UINT64_MAX

struct request {
	struct request *next;
	uint64_t scheduled_ns;
	uint64_t sent_ns;       /* just before the write of the last byte */
	uint64_t first_byte_ns;
	bool measured;          /* scheduled after the warm-up */
};

enum connection_state { CONNECTING, AWAITING, IDLE };

struct connection {
	int fd;
	enum connection_state state;
	struct endpoint *endpoint;
	struct request *request;
	struct connection *next_idle;
	uint64_t body_bytes;    /* read so far */
	uint64_t body_length;   /* or LENGTH_UNKNOWN: up to the end of the stream */
	size_t head_bytes;
	bool head_done;
	int status;
	char head[HEAD_MAX_BYTES + 1];
};

static struct {
	int epoll_fd;
	uint64_t keep_alive;
	uint64_t outstanding;
	bool error_shown;
} exchange;

static void *allocate(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		die("memory");
	return memory;
}

/* ---- connections ---- */

static void forget_idle(struct connection *c)
{
	struct connection **link = &c->endpoint->idle;

	while (*link && *link != c)
		link = &(*link)->next_idle;
	if (*link)
		*link = c->next_idle;
}

static void drop(struct connection *c)
{
	if (c->state == IDLE)
		forget_idle(c);
	c->endpoint->open--;
	close(c->fd);
	free(c);
}

static void keep(struct connection *c)
{
	c->state = IDLE;
	c->next_idle = c->endpoint->idle;
	c->endpoint->idle = c;
}

static struct connection *take_idle(struct endpoint *endpoint)
{
	struct connection *c = endpoint->idle;

	if (c)
		endpoint->idle = c->next_idle;
	return c;
}

/* Edge-triggered for both directions: one epoll_ctl for the socket's life. */
static bool watch(struct connection *c)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLET,
		.data.ptr = c,
	};

	return !epoll_ctl(exchange.epoll_fd, EPOLL_CTL_ADD, c->fd, &event);
}

static struct connection *discard(struct connection *c)
{
	int error = errno;

	drop(c);
	errno = error;
	return NULL;
}

/* NULL with errno if it fails at once; loopback mostly connects at once too. */
static struct connection *open_connection(struct endpoint *endpoint)
{
	int fd = socket(endpoint->target.address.any.sa_family,
			SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct connection *c;

	if (fd < 0)
		return NULL;
	c = allocate(sizeof(*c));
	c->fd = fd;
	c->endpoint = endpoint;
	c->state = CONNECTING;
	endpoint->open++;
	if (!connect(fd, &endpoint->target.address.any, endpoint->target.address_length))
		c->state = AWAITING;
	else if (errno != EINPROGRESS)
		return discard(c);
	return watch(c) ? c : discard(c);
}

/* ---- one request ---- */

static void release(struct request *request)
{
	exchange.outstanding--;
	free(request);
}

/* Counted as sent minus completed; only the first error is described. */
static void fail_request(struct endpoint *endpoint, struct request *request, int error)
{
	if (!exchange.error_shown)
		fprintf(stderr, "loadgen: %s (target %d): %s; later errors are only counted\n",
			endpoint->target.host, endpoint->index,
			error ? strerror(error) : "closed without a whole response");
	exchange.error_shown = true;
	release(request);
}

static void fail(struct connection *c, int error)
{
	fail_request(c->endpoint, c->request, error);
	drop(c);
}

static void complete(struct connection *c, uint64_t last_byte_ns)
{
	struct request *request = c->request;

	if (request->measured) {
		c->endpoint->completed++;
		printf("%d,%llu,%llu,%llu,%llu,%d\n", c->endpoint->index,
		       (unsigned long long)request->scheduled_ns,
		       (unsigned long long)request->sent_ns,
		       (unsigned long long)request->first_byte_ns,
		       (unsigned long long)last_byte_ns, c->status);
	}
	release(request);
	c->request = NULL;
}

static void send_request(struct connection *c)
{
	const struct endpoint *endpoint = c->endpoint;

	c->state = AWAITING;
	c->request->sent_ns = now_ns();
	if (send(c->fd, endpoint->head, endpoint->head_length, MSG_NOSIGNAL) !=
	    endpoint->head_length)
		fail(c, errno);
}

static void start(struct connection *c, struct request *request)
{
	c->request = request;
	c->head_bytes = 0;
	c->head_done = false;
	c->body_bytes = 0;
	if (c->state != CONNECTING)
		send_request(c);
}

/* ---- what waits ---- */

static void enqueue(struct endpoint *endpoint, struct request *request)
{
	*endpoint->last_waiting = request;
	endpoint->last_waiting = &request->next;
}

static struct request *dequeue(struct endpoint *endpoint)
{
	struct request *request = endpoint->first_waiting;

	endpoint->first_waiting = request->next;
	if (!endpoint->first_waiting)
		endpoint->last_waiting = &endpoint->first_waiting;
	return request;
}

static bool may_connect(const struct endpoint *endpoint)
{
	return endpoint->idle || !exchange.keep_alive || endpoint->open < exchange.keep_alive;
}

void endpoint_start_waiting(struct endpoint *endpoint)
{
	while (endpoint->first_waiting && may_connect(endpoint)) {
		struct request *request = dequeue(endpoint);
		struct connection *c = take_idle(endpoint);

		if (!c)
			c = open_connection(endpoint);
		if (c)
			start(c, request);
		else
			fail_request(endpoint, request, errno);
	}
}

/* ---- responses ---- */

/* Moves body bytes that came with the head out of it; false: not HTTP. */
static bool parse_head(struct connection *c)
{
	char *end = memmem(c->head, c->head_bytes, "\r\n\r\n", 4);
	const char *length;

	if (!end)
		return c->head_bytes < HEAD_MAX_BYTES;
	end[2] = '\0';
	if (sscanf(c->head, "HTTP/1.%*1d %3d", &c->status) != 1)
		return false;
	length = strcasestr(c->head, "\r\nContent-Length:");
	c->body_length = length ? strtoull(length + strlen("\r\nContent-Length:"), NULL, 10) :
				  LENGTH_UNKNOWN;
	c->body_bytes = c->head + c->head_bytes - (end + 4);
	c->head_done = true;
	return true;
}

static ssize_t read_some(struct connection *c)
{
	char body[16384];
	ssize_t n;

	if (c->head_done) {
		n = recv(c->fd, body, sizeof(body), 0);
		c->body_bytes += n > 0 ? n : 0;
		return n;
	}
	n = recv(c->fd, c->head + c->head_bytes, HEAD_MAX_BYTES - c->head_bytes, 0);
	c->head_bytes += n > 0 ? n : 0;
	if (n > 0 && !parse_head(c)) {
		errno = EPROTO;
		return -1;
	}
	return n;
}

static bool is_whole(const struct connection *c, bool ended)
{
	if (!c->head_done)
		return false;
	return c->body_length == LENGTH_UNKNOWN ? ended : c->body_bytes >= c->body_length;
}

static void finish(struct connection *c, bool ended, uint64_t last_byte_ns)
{
	complete(c, last_byte_ns);
	if (exchange.keep_alive && !ended && !strcasestr(c->head, "\r\nConnection: close"))
		keep(c);
	else
		drop(c);
}

static void read_response(struct connection *c)
{
	for (;;) {
		ssize_t n = read_some(c);
		uint64_t read_ns = now_ns();

		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0 && c->request->first_byte_ns == 0)
			c->request->first_byte_ns = read_ns;
		if (n >= 0 && is_whole(c, n == 0)) {
			finish(c, n == 0, read_ns);
			return;
		}
		if (n <= 0) {
			fail(c, n < 0 ? errno : 0);
			return;
		}
	}
}

static int socket_error(int fd)
{
	int error = 0;
	socklen_t length = sizeof(error);

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	return error;
}

static void finish_connect(struct connection *c)
{
	int error = socket_error(c->fd);

	if (error)
		fail(c, error);
	else
		send_request(c);
}

/* Anything readable on an idle connection is its end. */
static void check_idle(struct connection *c)
{
	char byte;

	if (recv(c->fd, &byte, 1, 0) >= 0 || errno != EAGAIN)
		drop(c);
}

void connection_event(struct connection *c)
{
	if (c->state == CONNECTING)
		finish_connect(c);
	else if (c->state == IDLE)
		check_idle(c);
	else
		read_response(c);
}

/* ---- what the schedule calls ---- */

void exchange_start(int epoll_fd, uint64_t keep_alive)
{
	exchange.epoll_fd = epoll_fd;
	exchange.keep_alive = keep_alive;
}

uint64_t exchange_outstanding(void)
{
	return exchange.outstanding;
}

void endpoint_prepare(struct endpoint *endpoint, int index)
{
	endpoint->index = index;
	endpoint->last_waiting = &endpoint->first_waiting;
	endpoint->head_length = snprintf(endpoint->head, sizeof(endpoint->head),
					 "GET /%s HTTP/1.1\r\n"
					 "Host: localhost\r\n"
					 "User-Agent: emfs-loadgen\r\n"
					 "Connection: %s\r\n\r\n",
					 endpoint->target.name,
					 exchange.keep_alive ? "keep-alive" : "close");
}

void endpoint_submit(struct endpoint *endpoint, uint64_t scheduled_ns, bool measured)
{
	struct request *request = allocate(sizeof(*request));

	request->scheduled_ns = scheduled_ns;
	request->measured = measured;
	exchange.outstanding++;
	endpoint->sent += measured;
	enqueue(endpoint, request);
	endpoint_start_waiting(endpoint);
}
