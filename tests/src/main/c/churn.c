/*
 * churn: starts short-lived instances of a function, open loop. Each is one
 * process with the given environment variable that executes one program (this
 * one), waits and ends: the cheapest function there is to place.
 */
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000ll
#define RATE_MAX 1000
#define SECONDS_MAX 3600

static struct {
	long rate;
	long seconds;
	long lifetime_ms;
	const char *environment;
} options = { .rate = 20, .seconds = 10, .lifetime_ms = 200 };

static int usage(const char *problem)
{
	fprintf(stderr,
		"churn: %s\nusage: churn --environment NAME=VALUE [--rate 1..%d] [--seconds 1..%d] [--lifetime-ms N]\n",
		problem, RATE_MAX, SECONDS_MAX);
	return 2;
}

/* What an instance does. */
static int live(const char *lifetime_ms)
{
	long ms = strtol(lifetime_ms, NULL, 10);
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) && errno == EINTR)
		;
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

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "rate", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 's' },
		{ "lifetime-ms", required_argument, NULL, 'l' },
		{ "environment", required_argument, NULL, 'e' },
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
	return churn();
}
