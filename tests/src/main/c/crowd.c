/*
 * crowd: a process with one thread for each schedule it is told, which sleep
 * nearly always; with --port, also a function with a pool of threads. What
 * somebody else runs on a node, beside functions or inside one: a scheduler
 * has to leave those threads as they are. Prints "thread TID SCHEDULE" for
 * each, then "listening PORT" or "ready"; ends with its standard input. With
 * --as, it all happens in a child that has that process id.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common.h"

#define THREADS_MAX 64
#define STACK_BYTES (128 * 1024)
#define HEAD_MAX_BYTES 4096
#define NAP_NS 10000000
#define NS_PER_US 1000ull
#define NS_PER_MS 1000000ull
#define FLAG_RESET_ON_FORK 1
#define RESPONSE "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"

/* struct sched_attr of sched_setattr(2), which this libc does not declare. */
struct schedule {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime; /* the slice of a fair task, ns */
	uint64_t deadline;
	uint64_t period;
};

struct sleeper {
	struct schedule schedule;
	const char *text;
};

static struct {
	struct sleeper threads[THREADS_MAX];
	int count;
	struct schedule all;
	bool scheduled;
	int port; /* -1: serves nothing */
	int workers;
	uint64_t cpu_ns;
	pid_t as; /* 0: any */
} options = { .port = -1, .workers = 4, .cpu_ns = NS_PER_MS };

static pthread_barrier_t settled;

/* ---- schedules ---- */

static const struct {
	const char *name;
	uint32_t policy;
	int min, max;
} policies[] = {
	{ "other", SCHED_OTHER, -20, 19 },
	{ "batch", SCHED_BATCH, -20, 19 },
	{ "idle", SCHED_IDLE, -20, 19 },
	{ "fifo", SCHED_FIFO, 1, 99 },
	{ "rr", SCHED_RR, 1, 99 },
};

static void refuse(const char *text)
{
	fprintf(stderr, "crowd: %s: allowed is (other|batch|idle):NICE[:reset][:slice=US] and (fifo|rr):PRIORITY[:reset]\n",
		text);
	exit(2);
}

/* What follows policy and number. */
static void parse_extra(struct schedule *schedule, const char *text, const char *extra)
{
	if (!strcmp(extra, "reset"))
		schedule->flags = FLAG_RESET_ON_FORK;
	else if (!strncmp(extra, "slice=", 6))
		schedule->runtime = parse_number("slice", extra + 6, 100, 100000) * NS_PER_US;
	else
		refuse(text);
}

static struct schedule parse_schedule(const char *text)
{
	struct schedule schedule = { .size = sizeof(schedule) };
	char words[64], *word, *rest = words;
	size_t i = 0;

	snprintf(words, sizeof(words), "%s", text);
	word = strsep(&rest, ":");
	while (i < sizeof(policies) / sizeof(*policies) && strcmp(policies[i].name, word))
		i++;
	if (i == sizeof(policies) / sizeof(*policies) || !rest)
		refuse(text);
	schedule.policy = policies[i].policy;
	schedule.nice = parse_number(policies[i].name, strsep(&rest, ":"), policies[i].min, policies[i].max);
	if (schedule.policy == SCHED_FIFO || schedule.policy == SCHED_RR) {
		schedule.priority = schedule.nice;
		schedule.nice = 0;
	}
	while (rest)
		parse_extra(&schedule, text, strsep(&rest, ":"));
	return schedule;
}

static void take(const struct schedule *schedule)
{
	if (syscall(SYS_sched_setattr, 0, schedule, 0))
		die("sched_setattr");
}

/* ---- those who sleep ---- */

static void *idle_about(void *argument)
{
	const struct sleeper *sleeper = argument;
	struct timespec nap = { 0, NAP_NS };

	take(&sleeper->schedule);
	printf("thread %ld %s\n", syscall(SYS_gettid), sleeper->text);
	pthread_barrier_wait(&settled);
	for (;;)
		nanosleep(&nap, NULL);
	return NULL;
}

static void start_thread(void *(*run)(void *), void *argument)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	errno = pthread_create(&thread, &attributes, run, argument);
	if (errno)
		die("pthread_create");
	pthread_attr_destroy(&attributes);
}

/* ---- the function ---- */

static uint64_t thread_cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static bool read_head(int fd)
{
	char head[HEAD_MAX_BYTES];
	size_t used = 0;

	while (used < sizeof(head)) {
		ssize_t n = recv(fd, head + used, sizeof(head) - used, 0);

		if (n <= 0)
			return false;
		used += n;
		if (memmem(head, used, "\r\n\r\n", 4))
			return true;
	}
	return false;
}

static void *work(void *listener)
{
	for (;;) {
		int fd = accept((int)(intptr_t)listener, NULL, NULL);
		uint64_t begin_ns = thread_cpu_ns();

		if (fd < 0)
			continue;
		if (read_head(fd)) {
			while (thread_cpu_ns() - begin_ns < options.cpu_ns)
				;
			send(fd, RESPONSE, sizeof(RESPONSE) - 1, MSG_NOSIGNAL);
		}
		close(fd);
	}
	return NULL;
}

static void serve(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(options.port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, length))
		die("bind");
	for (int i = 0; i < options.workers; i++)
		start_thread(work, (void *)(intptr_t)fd);
	if (listen(fd, SOMAXCONN))
		die("listen");
	if (getsockname(fd, (struct sockaddr *)&address, &length))
		die("getsockname");
	printf("listening %u\n", ntohs(address.sin_port));
}

/* ---- start and end ---- */

static void wait_for_end_of_input(void)
{
	char ignored[64];
	ssize_t n;

	do {
		n = read(STDIN_FILENO, ignored, sizeof(ignored));
	} while (n > 0 || (n < 0 && errno == EINTR));
}

static int live(void)
{
	/* before the function listens, and thereby becomes one: what they inherit is nobody's but theirs */
	pthread_barrier_init(&settled, NULL, options.count + 1);
	if (options.scheduled)
		take(&options.all);
	for (int i = 0; i < options.count; i++)
		start_thread(idle_about, &options.threads[i]);
	pthread_barrier_wait(&settled);
	if (options.port >= 0)
		serve();
	else
		printf("ready\n");
	fflush(stdout);
	wait_for_end_of_input();
	return 0;
}

/* The parent waits and has no part in it; 0 in the child. */
static int become(pid_t wanted)
{
	struct clone_args arguments = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&wanted,
		.set_tid_size = 1,
	};
	pid_t child = syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (child < 0)
		die("clone3");
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		printf("thread %d other:0\n", wanted);
		return 0;
	}
	waitpid(child, NULL, 0);
	return 1;
}

static int usage(void)
{
	fputs("usage: crowd [--as PID] [--all SCHEDULE] [--thread SCHEDULE]... [--port N [--workers N] [--cpu-ms M]]\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "as", required_argument, NULL, 's' },
		{ "all", required_argument, NULL, 'a' },
		{ "thread", required_argument, NULL, 't' },
		{ "port", required_argument, NULL, 'p' },
		{ "workers", required_argument, NULL, 'w' },
		{ "cpu-ms", required_argument, NULL, 'c' },
		{},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 's':
			options.as = parse_number("as", optarg, 1, 1 << 22);
			break;
		case 'a':
			options.all = parse_schedule(optarg);
			options.scheduled = true;
			break;
		case 't':
			if (options.count == THREADS_MAX)
				return usage();
			options.threads[options.count++] = (struct sleeper){ parse_schedule(optarg), optarg };
			break;
		case 'p':
			options.port = parse_number("port", optarg, 0, 65535);
			break;
		case 'w':
			options.workers = parse_number("workers", optarg, 1, 256);
			break;
		case 'c':
			options.cpu_ns = parse_number("cpu-ms", optarg, 0.001, 60000) * NS_PER_MS;
			break;
		default:
			return usage();
		}
	}
	return options.as && become(options.as) ? 0 : live();
}
