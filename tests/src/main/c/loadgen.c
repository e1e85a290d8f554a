/*
 * loadgen: an open-loop HTTP/1.1 client. Requests leave at the times of a
 * Poisson schedule fixed by the seed, whether earlier ones were answered or
 * not. One thread, one epoll. Loopback targets only.
 *
 * A line per answered request goes to standard output, times in ns of
 * CLOCK_MONOTONIC, errors go to standard error:
 *   target_index,scheduled_ns,sent_ns,first_byte_ns,last_byte_ns,status
 */
#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "arrivals.h"
#include "target.h"

#define TARGETS_MAX 64
#define HEAD_MAX_BYTES 2048
#define EVENTS_MAX 64
#define NS_PER_S 1000000000ull
#define LEAD_NS 10000000ull /* the first request must not already be late */
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

/* A target, what waits for it and what is connected to it. */
struct endpoint {
	struct target target;
	struct arrivals arrivals;
	struct request *first_waiting, **last_waiting;
	struct connection *idle;
	uint64_t open;
	uint64_t sent, completed, refused;
	int head_length;
	char head[256];
};

static struct endpoint endpoints[TARGETS_MAX];
static int endpoint_count;

static struct {
	double seconds;
	double warmup_s;
	double drain_s;
	uint64_t seed;
	uint64_t keep_alive;    /* connections per target; 0: one per request */
	uint64_t max_outstanding;
} options = { .seconds = 10, .drain_s = 10, .seed = 1, .max_outstanding = 4000 };

static struct {
	int epoll_fd;
	int timer_fd;
	uint64_t measure_ns;    /* end of the warm-up */
	uint64_t end_ns;        /* of sending */
	uint64_t deadline_ns;   /* of draining */
	uint64_t armed_ns;
	uint64_t outstanding;
	bool error_shown;
} run;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void die(const char *subject)
{
	fprintf(stderr, "loadgen: %s: %s\n", subject, strerror(errno));
	exit(1);
}

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

	return !epoll_ctl(run.epoll_fd, EPOLL_CTL_ADD, c->fd, &event);
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
	run.outstanding--;
	free(request);
}

/* Counted as sent minus completed; only the first error is described. */
static void fail_request(struct endpoint *endpoint, struct request *request, int error)
{
	if (!run.error_shown)
		fprintf(stderr, "loadgen: %s (target %ld): %s; later errors are only counted\n",
			endpoint->target.host, (long)(endpoint - endpoints),
			error ? strerror(error) : "closed without a whole response");
	run.error_shown = true;
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
		printf("%ld,%llu,%llu,%llu,%llu,%d\n", (long)(c->endpoint - endpoints),
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
	return endpoint->idle || !options.keep_alive || endpoint->open < options.keep_alive;
}

static void start_waiting(struct endpoint *endpoint)
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
	if (options.keep_alive && !ended && !strcasestr(c->head, "\r\nConnection: close"))
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

static void on_event(struct connection *c)
{
	if (c->state == CONNECTING)
		finish_connect(c);
	else if (c->state == IDLE)
		check_idle(c);
	else
		read_response(c);
}

/* ---- the schedule ---- */

static struct endpoint *next_arrival(void)
{
	struct endpoint *next = &endpoints[0];

	for (int i = 1; i < endpoint_count; i++)
		if (endpoints[i].arrivals.next_ns < next->arrivals.next_ns)
			next = &endpoints[i];
	return next;
}

static void dispatch(struct endpoint *endpoint)
{
	uint64_t scheduled_ns = endpoint->arrivals.next_ns;
	bool measured = scheduled_ns >= run.measure_ns;
	struct request *request;

	if (run.outstanding >= options.max_outstanding) {
		endpoint->refused += measured;
		return;
	}
	request = allocate(sizeof(*request));
	request->scheduled_ns = scheduled_ns;
	request->measured = measured;
	run.outstanding++;
	endpoint->sent += measured;
	enqueue(endpoint, request);
	start_waiting(endpoint);
}

/* The time of the next arrival, or UINT64_MAX when all have been sent. */
static uint64_t dispatch_due(void)
{
	for (;;) {
		struct endpoint *endpoint = next_arrival();
		uint64_t next_ns = endpoint->arrivals.next_ns;

		if (next_ns >= run.end_ns)
			return UINT64_MAX;
		if (next_ns > now_ns())
			return next_ns;
		dispatch(endpoint);
		arrivals_advance(&endpoint->arrivals);
	}
}

static void arm_timer(uint64_t wake_ns)
{
	struct itimerspec at = {
		.it_value.tv_sec = wake_ns / NS_PER_S,
		.it_value.tv_nsec = wake_ns % NS_PER_S,
	};

	if (wake_ns == run.armed_ns)
		return;
	run.armed_ns = wake_ns;
	if (timerfd_settime(run.timer_fd, TFD_TIMER_ABSTIME, &at, NULL))
		die("timerfd_settime");
}

static void handle_events(void)
{
	struct epoll_event events[EVENTS_MAX];
	int n = epoll_wait(run.epoll_fd, events, EVENTS_MAX, -1);

	if (n < 0 && errno != EINTR)
		die("epoll_wait");
	for (int i = 0; i < n; i++)
		if (events[i].data.ptr) /* NULL is the timer */
			on_event(events[i].data.ptr);
	/* Not earlier: it may free a connection with an event in this batch. */
	for (int i = 0; i < endpoint_count; i++)
		start_waiting(&endpoints[i]);
}

static void generate(void)
{
	for (;;) {
		uint64_t next_ns = dispatch_due();

		if (next_ns == UINT64_MAX) {
			if (!run.outstanding || now_ns() >= run.deadline_ns)
				return;
			next_ns = run.deadline_ns;
		}
		arm_timer(next_ns);
		handle_events();
	}
}

/* ---- start and end ---- */

static void open_timer(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };

	run.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	run.timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (run.epoll_fd < 0 || run.timer_fd < 0 ||
	    epoll_ctl(run.epoll_fd, EPOLL_CTL_ADD, run.timer_fd, &event))
		die("epoll and timerfd");
}

static void allow_many_descriptors(void)
{
	struct rlimit limit;
	uint64_t needed = options.max_outstanding + 16;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		die("RLIMIT_NOFILE");
	if (limit.rlim_cur >= needed)
		return;
	limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
	if (setrlimit(RLIMIT_NOFILE, &limit))
		die("RLIMIT_NOFILE");
	if (limit.rlim_cur < needed) {
		options.max_outstanding = limit.rlim_cur - 16;
		fprintf(stderr, "loadgen: RLIMIT_NOFILE=%llu, so --max-outstanding=%llu\n",
			(unsigned long long)limit.rlim_cur,
			(unsigned long long)options.max_outstanding);
	}
}

static void prepare_endpoint(struct endpoint *endpoint, uint64_t start_ns)
{
	arrivals_start(&endpoint->arrivals, options.seed, endpoint - endpoints,
		       endpoint->target.rate_per_s, start_ns);
	endpoint->last_waiting = &endpoint->first_waiting;
	endpoint->head_length = snprintf(endpoint->head, sizeof(endpoint->head),
					 "GET /%s HTTP/1.1\r\n"
					 "Host: localhost\r\n"
					 "User-Agent: emfs-loadgen\r\n"
					 "Connection: %s\r\n\r\n",
					 endpoint->target.name,
					 options.keep_alive ? "keep-alive" : "close");
}

static void prepare(void)
{
	uint64_t start_ns = now_ns() + LEAD_NS;

	run.measure_ns = start_ns + (uint64_t)(options.warmup_s * NS_PER_S);
	run.end_ns = run.measure_ns + (uint64_t)(options.seconds * NS_PER_S);
	run.deadline_ns = run.end_ns + (uint64_t)(options.drain_s * NS_PER_S);
	for (int i = 0; i < endpoint_count; i++)
		prepare_endpoint(&endpoints[i], start_ns);
}

static void print_counts(const char *prefix, const struct endpoint *counts)
{
	printf("# %ssent=%llu completed=%llu errors=%llu refused=%llu\n", prefix,
	       (unsigned long long)counts->sent, (unsigned long long)counts->completed,
	       (unsigned long long)(counts->sent - counts->completed),
	       (unsigned long long)counts->refused);
}

static void print_summary(void)
{
	struct endpoint total = {};
	char prefix[32];

	for (int i = 0; i < endpoint_count; i++) {
		snprintf(prefix, sizeof(prefix), "target=%d ", i);
		print_counts(prefix, &endpoints[i]);
		total.sent += endpoints[i].sent;
		total.completed += endpoints[i].completed;
		total.refused += endpoints[i].refused;
	}
	print_counts("", &total);
}

/* ---- options ---- */

static const struct option known_options[] = {
	{ "target", required_argument, NULL, 't' },
	{ "seconds", required_argument, NULL, 's' },
	{ "warmup", required_argument, NULL, 'w' },
	{ "seed", required_argument, NULL, 'r' },
	{ "connections", required_argument, NULL, 'c' },
	{ "max-outstanding", required_argument, NULL, 'm' },
	{ "drain", required_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{},
};

static void usage(FILE *out)
{
	fputs("usage: loadgen --target HOST:PORT:RATE[:NAME] ... [options]\n"
	      "  --target …           loopback only; RATE per second; NAME becomes the path; repeatable\n"
	      "  --seconds S          how long to send (default 10)\n"
	      "  --warmup S           send so long before, unreported (default 0)\n"
	      "  --seed N             of the schedule (default 1)\n"
	      "  --connections MODE   per-request (default) or keepalive:K, K per target\n"
	      "  --max-outstanding N  beyond it, requests are refused (default 4000)\n"
	      "  --drain S            how long to wait for the last responses (default 10)\n",
	      out);
}

static double number(const char *name, const char *text, double min, double max)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= min && value <= max)) {
		fprintf(stderr, "loadgen: --%s %s: allowed is %g to %g\n", name, text,
			min, max);
		exit(2);
	}
	return value;
}

static uint64_t parse_seed(const char *text)
{
	char *end;
	uint64_t seed = strtoull(text, &end, 0);

	if (end == text || *end) {
		fprintf(stderr, "loadgen: --seed %s: not a number\n", text);
		exit(2);
	}
	return seed;
}

static uint64_t parse_connections(const char *text)
{
	if (!strcmp(text, "per-request"))
		return 0;
	if (!strncmp(text, "keepalive:", 10))
		return number("connections keepalive", text + 10, 1, 100000);
	fprintf(stderr, "loadgen: --connections %s: per-request or keepalive:K\n", text);
	exit(2);
}

static void add_target(const char *text)
{
	if (endpoint_count == TARGETS_MAX) {
		fprintf(stderr, "loadgen: more than %d targets\n", TARGETS_MAX);
		exit(2);
	}
	if (!target_parse(&endpoints[endpoint_count++].target, text))
		exit(2);
}

static void parse_option(int option)
{
	switch (option) {
	case 't':
		add_target(optarg);
		break;
	case 's':
		options.seconds = number("seconds", optarg, 0, 86400);
		break;
	case 'w':
		options.warmup_s = number("warmup", optarg, 0, 86400);
		break;
	case 'r':
		options.seed = parse_seed(optarg);
		break;
	case 'c':
		options.keep_alive = parse_connections(optarg);
		break;
	case 'm':
		options.max_outstanding = number("max-outstanding", optarg, 1, 1e6);
		break;
	case 'd':
		options.drain_s = number("drain", optarg, 0, 3600);
		break;
	case 'h':
		usage(stdout);
		exit(0);
	default:
		usage(stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", known_options, NULL)) != -1)
		parse_option(option);
	if (!endpoint_count || optind != argc) {
		usage(stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOFBF, 1 << 20);
	allow_many_descriptors();
	open_timer();
	prepare();
	generate();
	print_summary();
	return 0;
}
