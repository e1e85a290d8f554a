/*
 * loadgen: an open-loop HTTP/1.1 client. Requests leave at the times of a
 * Poisson schedule fixed by the seed, or of one read from a file, whether
 * earlier ones were answered or not. One thread, one epoll. Loopback targets
 * only.
 *
 * A line per answered request goes to standard output, times in ns of
 * CLOCK_MONOTONIC, errors go to standard error:
 *   target_index,scheduled_ns,sent_ns,first_byte_ns,last_byte_ns,status
 */
#include <getopt.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "arrivals.h"
#include "common.h"
#include "exchange.h"
#include "schedule.h"

#define TARGETS_MAX 64
#define EVENTS_MAX 64
#define LEAD_NS 10000000ull /* the first request must not already be late */

static struct endpoint endpoints[TARGETS_MAX];
static struct arrivals arrivals[TARGETS_MAX];
static int endpoint_count;

/* Their addresses mark the epoll events that are not a connection's. */
static char timer_event, reader_event;

static struct {
	double seconds;
	double warmup_s;
	double drain_s;
	uint64_t seed;
	uint64_t keep_alive;    /* connections per target; 0: one per request */
	uint64_t max_outstanding;
	uint64_t requests;      /* of all targets together; 0: as many as there is time for */
	const char *schedule;   /* or NULL: Poisson arrivals at the targets' rates */
} options = { .seconds = 10, .drain_s = 10, .seed = 1, .max_outstanding = 4000 };

static struct {
	int epoll_fd;
	int timer_fd;
	uint64_t measure_ns;    /* end of the warm-up */
	uint64_t end_ns;        /* of sending */
	uint64_t deadline_ns;   /* of draining */
	uint64_t armed_ns;
	uint64_t dispatched;    /* after the warm-up */
} run;

/* ---- the schedule ---- */

static struct arrival next_arrival(void)
{
	int next = 0;

	if (options.schedule)
		return schedule_next();
	for (int i = 1; i < endpoint_count; i++)
		if (arrivals[i].next_ns < arrivals[next].next_ns)
			next = i;
	return (struct arrival){ arrivals[next].next_ns, next };
}

static void advance(int target)
{
	if (options.schedule)
		schedule_advance();
	else
		arrivals_advance(&arrivals[target]);
}

static void dispatch(struct endpoint *endpoint, uint64_t scheduled_ns)
{
	bool measured = scheduled_ns >= run.measure_ns;

	run.dispatched += measured;
	if (exchange_outstanding() < options.max_outstanding)
		endpoint_submit(endpoint, scheduled_ns, measured);
	else
		endpoint->refused += measured;
}

static bool all_dispatched(uint64_t next_ns)
{
	return next_ns >= run.end_ns ||
	       (options.requests && run.dispatched == options.requests);
}

/* The time of the next arrival, or UINT64_MAX when all have been sent. */
static uint64_t dispatch_due(void)
{
	for (;;) {
		struct arrival next = next_arrival();

		if (all_dispatched(next.at_ns))
			return UINT64_MAX;
		if (next.at_ns > now_ns())
			return next.at_ns;
		dispatch(&endpoints[next.target], next.at_ns);
		advance(next.target);
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

static void handle_event(void *subject)
{
	if (subject == &reader_event) { /* whoever reads the results is gone */
		errno = EPIPE;
		die("standard output");
	}
	if (subject != &timer_event) /* the timer only wakes */
		connection_event(subject);
}

static void handle_events(void)
{
	struct epoll_event events[EVENTS_MAX];
	int n = epoll_wait(run.epoll_fd, events, EVENTS_MAX, -1);

	if (n < 0 && errno != EINTR)
		die("epoll_wait");
	for (int i = 0; i < n; i++)
		handle_event(events[i].data.ptr);
	for (int i = 0; i < endpoint_count; i++)
		endpoint_start_waiting(&endpoints[i]);
}

static void generate(void)
{
	for (;;) {
		uint64_t next_ns = dispatch_due();

		if (next_ns == UINT64_MAX) {
			if (!exchange_outstanding() || now_ns() >= run.deadline_ns)
				return;
			next_ns = run.deadline_ns;
		}
		arm_timer(next_ns);
		handle_events();
	}
}

/* ---- start and end ---- */

static void open_events(void)
{
	struct epoll_event timer = {
		.events = EPOLLIN | EPOLLET,
		.data.ptr = &timer_event,
	};
	struct epoll_event reader = { .events = 0, .data.ptr = &reader_event };

	run.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	run.timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (run.epoll_fd < 0 || run.timer_fd < 0 ||
	    epoll_ctl(run.epoll_fd, EPOLL_CTL_ADD, run.timer_fd, &timer))
		die("epoll and timerfd");
	/* Fails for a file, which cannot go away. */
	epoll_ctl(run.epoll_fd, EPOLL_CTL_ADD, STDOUT_FILENO, &reader);
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

static void prepare(void)
{
	uint64_t start_ns = now_ns() + LEAD_NS;

	run.measure_ns = start_ns + (uint64_t)(options.warmup_s * NS_PER_S);
	run.end_ns = run.measure_ns + (uint64_t)(options.seconds * NS_PER_S);
	run.deadline_ns = run.end_ns + (uint64_t)(options.drain_s * NS_PER_S);
	exchange_start(run.epoll_fd, options.keep_alive);
	for (int i = 0; i < endpoint_count; i++) {
		endpoint_prepare(&endpoints[i], i);
		arrivals_start(&arrivals[i], options.seed, i,
			       endpoints[i].target.rate_per_s, start_ns);
	}
	if (options.schedule)
		schedule_load(options.schedule, endpoint_count, start_ns);
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
	{ "requests", required_argument, NULL, 'n' },
	{ "schedule", required_argument, NULL, 'f' },
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
	      "  --drain S            how long to wait for the last responses (default 10)\n"
	      "  --requests N         stop after N of them, of all targets together, if there is time for so many\n"
	      "  --schedule FILE      send at the times in it instead: lines \"ns target\", counted from 0\n",
	      out);
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
		return parse_number("connections keepalive", text + 10, 1, 100000);
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
		options.seconds = parse_number("seconds", optarg, 0, 86400);
		break;
	case 'w':
		options.warmup_s = parse_number("warmup", optarg, 0, 86400);
		break;
	case 'r':
		options.seed = parse_seed(optarg);
		break;
	case 'c':
		options.keep_alive = parse_connections(optarg);
		break;
	case 'm':
		options.max_outstanding = parse_number("max-outstanding", optarg, 1, 1e6);
		break;
	case 'd':
		options.drain_s = parse_number("drain", optarg, 0, 3600);
		break;
	case 'n':
		options.requests = parse_number("requests", optarg, 1, 1e12);
		break;
	case 'f':
		options.schedule = optarg;
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
	open_events();
	prepare();
	generate();
	print_summary();
	return 0;
}
