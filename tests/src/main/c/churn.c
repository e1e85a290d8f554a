/*
 * churn: starts short-lived instances of a function, open loop. Each is one
 * process with the given environment variable that executes one program (this
 * one), waits and ends: the cheapest function there is to place.
 *
 * With --threads it is one instance whose threads come and go: chains of them,
 * each started by the last act of the one before it, until standard input or
 * the time ends or SIGTERM comes. Such a thread is the hardest to find for
 * whoever has to change them all.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000ll
#define RATE_MAX 1000
#define SECONDS_MAX 3600
#define CHAIN_THREADS 4
#define STACK_BYTES (64 * 1024)

static struct {
	long rate;
	long seconds;
	long lifetime_ms;
	long nice;
	const char *environment;
	bool threads;
} options = { .rate = 20, .seconds = 10, .lifetime_ms = 200 };

static atomic_long started;
static volatile sig_atomic_t terminated;

static int usage(const char *problem)
{
	fprintf(stderr,
		"churn: %s\nusage: churn --environment NAME=VALUE [--threads] [--nice N] [--rate 1..%d] [--seconds 1..%d] [--lifetime-ms N]\n",
		problem, RATE_MAX, SECONDS_MAX);
	return 2;
}

static void sleep_ms(long ms)
{
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

/* What an instance does. */
static int live(const char *lifetime_ms)
{
	sleep_ms(strtol(lifetime_ms, NULL, 10));
	return 0;
}

static void pin(int core)
{
	cpu_set_t cores;

	CPU_ZERO(&cores);
	CPU_SET(core, &cores);
	sched_setaffinity(0, sizeof(cores), &cores);
}

static void start_instance(int core)
{
	char lifetime[32];

	if (fork() != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin(core);
	snprintf(lifetime, sizeof(lifetime), "%ld", options.lifetime_ms);
	putenv((char *)options.environment);
	execl("/proc/self/exe", "churn", "--live", lifetime, (char *)NULL);
	_exit(127);
}

static void sleep_until(struct timespec start, int64_t offset_ns)
{
	int64_t ns = start.tv_nsec + offset_ns;
	struct timespec when = { start.tv_sec + ns / NS_PER_S, ns % NS_PER_S };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR)
		;
}

static int churn(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN), total = options.rate * options.seconds;
	struct timespec start;

	signal(SIGCHLD, SIG_IGN); /* the kernel reaps the instances */
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (long i = 0; i < total; i++) {
		sleep_until(start, i * NS_PER_S / options.rate);
		start_instance(i % cores);
	}
	sleep_until(start, options.seconds * NS_PER_S + options.lifetime_ms * 1000000);
	printf("started %ld\n", total);
	return 0;
}

/* ---- one instance, many threads ---- */

static void start_thread(long heirs);

static void *live_thread(void *heirs)
{
	sleep_ms(options.lifetime_ms);
	if ((long)heirs > 0)
		start_thread((long)heirs - 1);
	return NULL;
}

static void start_thread(long heirs)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	if (!pthread_create(&thread, &attributes, live_thread, (void *)heirs))
		atomic_fetch_add(&started, 1);
	pthread_attr_destroy(&attributes);
}

static void on_terminate(int signal)
{
	(void)signal;
	terminated = 1;
}

static bool input_ended(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	char ignored[64];

	return poll(&input, 1, 0) > 0 && read(STDIN_FILENO, ignored, sizeof(ignored)) <= 0;
}

static int churn_threads(void)
{
	long chains = options.rate * options.seconds / CHAIN_THREADS;
	struct timespec start;

	signal(SIGTERM, on_terminate);
	printf("ready\n");
	fflush(stdout);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (long i = 0; i < chains && !terminated && !input_ended(); i++) {
		sleep_until(start, i * CHAIN_THREADS * NS_PER_S / options.rate);
		start_thread(CHAIN_THREADS - 1);
	}
	printf("started %ld\n", atomic_load(&started));
	fflush(stdout);
	_exit(0);
}

/* An instance is told by the environment it was executed with, at the nice level it had then. */
static int become_instance(char **argv)
{
	if (getenv("CHURN_INSTANCE"))
		return churn_threads();
	if (setpriority(PRIO_PROCESS, 0, options.nice)) {
		perror("churn: --nice");
		return 1;
	}
	putenv("CHURN_INSTANCE=1");
	putenv((char *)options.environment);
	execv("/proc/self/exe", argv);
	perror("churn: exec");
	return 127;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "rate", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 's' },
		{ "lifetime-ms", required_argument, NULL, 'l' },
		{ "environment", required_argument, NULL, 'e' },
		{ "threads", no_argument, NULL, 't' },
		{ "nice", required_argument, NULL, 'n' },
		{ "live", required_argument, NULL, 'x' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 'r':
			options.rate = strtol(optarg, NULL, 10);
			break;
		case 's':
			options.seconds = strtol(optarg, NULL, 10);
			break;
		case 'l':
			options.lifetime_ms = strtol(optarg, NULL, 10);
			break;
		case 'e':
			options.environment = optarg;
			break;
		case 't':
			options.threads = true;
			break;
		case 'n':
			options.nice = strtol(optarg, NULL, 10);
			break;
		case 'x':
			return live(optarg);
		default:
			return usage("unknown option");
		}
	}
	if (!options.environment || !strchr(options.environment, '='))
		return usage("--environment NAME=VALUE is required");
	if (options.rate < 1 || options.rate > RATE_MAX)
		return usage("--rate is out of range");
	if (options.seconds < 1 || options.seconds > SECONDS_MAX)
		return usage("--seconds is out of range");
	return options.threads ? become_instance(argv) : churn();
}
