/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emfs-guard: puts threads and kernel settings back when their agent cannot.
 *
 *   emfs-guard watch DIR AGENT-PID LINK-FD   until the agent ends or says so; see watch.h
 *   emfs-guard restore DIR                   at once; prints what it did as JSON; the journal goes if all was put back
 *
 * DIR holds the journal. Exit codes: 0 done, 1 something could not be put back, 2 not understood.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "messages.h"
#include "restore.h"
#include "watch.h"

#define PREFIX "emfs-guard: "

static int usage(void)
{
	fputs("usage: emfs-guard watch DIR AGENT-PID LINK-FD | emfs-guard restore DIR\n", stderr);
	return 2;
}

/* Above every function and its agent, on any core. */
static void outrank(void)
{
	struct sched_param highest = { .sched_priority = sched_get_priority_max(SCHED_FIFO) };
	cpu_set_t all;

	if (sched_setscheduler(0, SCHED_FIFO, &highest))
		say("SCHED_FIFO %d is not permitted (%s): real-time functions can hold a restore up",
		    highest.sched_priority, strerror(errno));
	memset(&all, 0xff, sizeof(all));
	sched_setaffinity(0, sizeof(all), &all);
}

static void outlast_memory_shortage(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		say("memory is not locked: %s", strerror(errno));
	if (fd < 0 || write(fd, "-1000", 5) < 0)
		say("the kernel may choose the guard when it runs out of memory: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* Nothing of the agent's terminal, service or files ends us: we end when it does. */
static void stand_alone(void)
{
	static const int ignored[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2 };

	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
	setsid();
	syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, 0);
	if (chdir("/"))
		say("chdir(/): %s", strerror(errno));
	umask(077);
}

static int restore_now(int directory)
{
	struct journal journal;
	struct report report = { .failed = 1 };

	if (journal_load(&journal, directory)) {
		report = restore(&journal);
		if (!report.failed)
			unlinkat(directory, "journal", 0);
		printf("{\"restored\":%d,\"gone\":%d,\"foreign\":%d,\"failed\":%d,\"sysctls\":%d,\"durationNs\":%lu}\n",
		       report.restored, report.gone, report.foreign, report.failed, report.sysctls,
		       (unsigned long)report.duration_ns);
	}
	journal_free(&journal);
	say_all(STDERR_FILENO, PREFIX);
	return report.failed > 0;
}

static int open_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		fprintf(stderr, PREFIX "%s: %s\n", path, strerror(errno));
	return fd;
}

int main(int argc, char **argv)
{
	bool watches = argc == 5 && !strcmp(argv[1], "watch");
	int directory;

	if (!watches && !(argc == 3 && !strcmp(argv[1], "restore")))
		return usage();
	if (watches)
		stand_alone(); /* closes what is open, so before anything is opened */
	directory = open_directory(argv[2]);
	if (directory < 0)
		return 2;
	if (!watches)
		return restore_now(directory);
	outrank();
	outlast_memory_shortage();
	return watch(directory, atoi(argv[3]), atoi(argv[4]));
}
