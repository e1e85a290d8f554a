/*
 * faas_scheduler: what eMFS is compared with, as fair as it can be made: it is told of each request and of its end,
 * takes no CPU in between, and runs above everything it schedules. The servers share one core and announce to a pipe
 * that this creates (fibserver --announce).
 *
 * Prints "ready", then schedules until SIGTERM, SIGINT, SIGHUP or the end of standard input, puts RT throttling back
 * and prints what it did. The threads it leaves as they are: they end with their servers.
 */
#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "common.h"
#include "faas.h"

#define NS_PER_MS 1000000ull
#define EVENTS_MAX 8
#define ANNOUNCEMENTS_MAX 64

static struct {
	const struct policy *policy;
	const char *pipe;
	bool until_eof;
} options;

static struct {
	int epoll_fd;
	int pipe_fd;
	int timer_fd;
	int signal_fd;
	bool ended;
} run;

struct counts counts;

void arm_timer(uint64_t ns)
{
	struct itimerspec in = { .it_value = { .tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S } };

	if (timerfd_settime(run.timer_fd, 0, &in, NULL))
		die("timerfd_settime");
}

/* ---- announcements ---- */

static void forget(struct worker *worker)
{
	options.policy->left(worker);
	worker_remove(worker);
}

static void started(const struct announcement *announcement)
{
	struct worker *stale = worker_find(announcement->tid); /* killed before it could announce its end */

	if (stale)
		forget(stale);
	counts.requests++;
	options.policy->started(worker_add(announcement->tid, announcement->service_ns));
}

static void sleeps(struct worker *worker)
{
	options.policy->left(worker);
	if (worker->rank != FAIR)
		worker_set_rank(worker, ANNOUNCING);
}

static void take(const struct announcement *announcement)
{
	struct worker *worker = worker_find(announcement->tid);

	if (announcement->event == ACCEPTS)
		set_rank(announcement->tid, ANNOUNCING);
	else if (announcement->event == STARTED)
		started(announcement);
	else if (worker && announcement->event == SLEEPS)
		sleeps(worker);
	else if (worker && announcement->event == WOKE)
		options.policy->woke(worker);
	else if (worker && announcement->event == ENDED)
		forget(worker);
}

static void read_announcements(void)
{
	struct announcement announcements[ANNOUNCEMENTS_MAX];
	ssize_t n = read(run.pipe_fd, announcements, sizeof(announcements));

	if (n < 0 && errno != EAGAIN)
		die(options.pipe);
	for (ssize_t i = 0; i < n / (ssize_t)sizeof(*announcements); i++)
		take(&announcements[i]);
}

/* ---- events ---- */

static void read_timer(void)
{
	uint64_t expirations;

	/* Armed anew by an announcement before it in the batch, it has not expired. */
	if (read(run.timer_fd, &expirations, sizeof(expirations)) == sizeof(expirations))
		options.policy->timer();
}

static bool stdin_ended(void)
{
	char ignored[64];

	return read(STDIN_FILENO, ignored, sizeof(ignored)) == 0;
}

static void handle_event(int fd)
{
	if (fd == run.pipe_fd)
		read_announcements();
	else if (fd == run.timer_fd)
		read_timer();
	else if (fd == run.signal_fd || stdin_ended())
		run.ended = true;
}

static void schedule(void)
{
	struct epoll_event events[EVENTS_MAX];

	while (!run.ended) {
		int n = epoll_wait(run.epoll_fd, events, EVENTS_MAX, -1);

		if (n < 0 && errno != EINTR)
			die("epoll_wait");
		for (int i = 0; i < n; i++)
			handle_event(events[i].data.fd);
	}
}

/* ---- start and end ---- */

static void watch(int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (fd < 0 || epoll_ctl(run.epoll_fd, EPOLL_CTL_ADD, fd, &event))
		die("epoll");
}

static void remove_pipe(void)
{
	unlink(options.pipe);
}

/* Open for writing too, or it would end with each last server. */
static int open_pipe(void)
{
	if (mkfifo(options.pipe, 0600))
		die(options.pipe);
	atexit(remove_pipe);
	return open(options.pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

static int open_signals(void)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &ends, NULL))
		die("sigprocmask");
	return signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void open_events(void)
{
	run.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	run.timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	run.signal_fd = open_signals();
	run.pipe_fd = open_pipe();
	watch(run.timer_fd);
	watch(run.signal_fd);
	watch(run.pipe_fd);
	if (options.until_eof)
		watch(STDIN_FILENO);
}

static void print_summary(void)
{
	struct timespec cpu;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	printf("requests=%llu dispatched=%llu used_up=%llu overloaded=%llu gone=%llu slice_ns=%llu cpu_ns=%llu\n",
	       (unsigned long long)counts.requests, (unsigned long long)counts.dispatched,
	       (unsigned long long)counts.used_up, (unsigned long long)counts.overloaded,
	       (unsigned long long)counts.gone, (unsigned long long)filter_options.slice_ns,
	       (unsigned long long)(cpu.tv_sec * NS_PER_S + cpu.tv_nsec));
}

/* ---- options ---- */

static const struct option known_options[] = {
	{ "policy", required_argument, NULL, 'p' },
	{ "announce", required_argument, NULL, 'a' },
	{ "slice-ms", required_argument, NULL, 's' },
	{ "until-eof", no_argument, NULL, 'e' },
	{ "help", no_argument, NULL, 'h' },
	{},
};

static void usage(FILE *out)
{
	fputs("usage: faas_scheduler --policy POLICY --announce PIPE [--slice-ms MS] [--until-eof]\n"
	      "  --policy POLICY  sfs: one request after the other, each up to a slice that follows the arrivals, then fair\n"
	      "                   fifo-cfs: the same with a fixed slice; srtf: shortest remaining service time first\n"
	      "  --announce PIPE  created, and removed at the end\n"
	      "  --slice-ms MS    of CPU; sfs starts with it (default 20), fifo-cfs keeps it (default 200)\n"
	      "  --until-eof      exit when standard input ends\n",
	      out);
}

static void parse_policy(const char *name)
{
	filter_options.adapts = !strcmp(name, "sfs");
	if (filter_options.adapts || !strcmp(name, "fifo-cfs")) {
		options.policy = &faas_filter;
	} else if (!strcmp(name, "srtf")) {
		options.policy = &faas_srtf;
	} else {
		fprintf(stderr, "faas_scheduler: --policy %s: sfs, fifo-cfs or srtf\n", name);
		exit(2);
	}
}

static void parse_options(int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", known_options, NULL)) != -1) {
		switch (option) {
		case 'p':
			parse_policy(optarg);
			break;
		case 'a':
			options.pipe = optarg;
			break;
		case 's':
			filter_options.slice_ns = parse_number("slice-ms", optarg, 0.1, 60000) * NS_PER_MS;
			break;
		case 'e':
			options.until_eof = true;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	if (!options.policy || !options.pipe || optind != argc) {
		usage(stderr);
		exit(2);
	}
	if (!filter_options.slice_ns)
		filter_options.slice_ns = (filter_options.adapts ? 20 : 200) * NS_PER_MS;
}

int main(int argc, char **argv)
{
	parse_options(argc, argv);
	open_events();
	throttling_suspend();
	set_rank(0, SCHEDULING);
	puts("ready");
	fflush(stdout);
	schedule();
	print_summary();
	return 0;
}
