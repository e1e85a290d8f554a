/* SPDX-License-Identifier: Apache-2.0 */
#include "tasks.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lease.h"
#include "messages.h"
#include "restore.h"

#define LOOKS_PER_LEASE 4
#define NS_PER_MS 1000000
#define PREFIX "emfs-guard: "
#define LOCK "guard.lock"

static struct lease *map_lease(int directory)
{
	int fd = openat(directory, "lease", O_RDWR | O_CLOEXEC);
	struct lease *lease = MAP_FAILED;
	struct stat file;

	if (fd >= 0 && !fstat(fd, &file) && file.st_size >= (off_t)sizeof(*lease))
		lease = mmap(NULL, sizeof(*lease), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (lease == MAP_FAILED) {
		say("the lease cannot be mapped: %s", strerror(errno));
		return NULL;
	}
	if (lease->magic != LEASE_MAGIC || lease->version != LEASE_VERSION ||
	    lease->lease_ns < LOOKS_PER_LEASE * NS_PER_MS) {
		say("not a lease: magic=%x, version=%u, lease_ns=%lu", lease->magic, lease->version,
		    (unsigned long)lease->lease_ns);
		return NULL;
	}
	return lease;
}

/* Held until we end, so that the next agent waits for what we put back. */
static bool take_lock(int directory)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = openat(directory, LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || fcntl(fd, F_SETLK, &whole)) {
		say("%s cannot be locked: %s", LOCK, strerror(errno));
		return false;
	}
	return true;
}

/* True if all was put back; then the journal goes too, unless it is still needed. */
static bool put_back(int directory, const char *cause, bool keep_journal, bool tell)
{
	struct journal journal;
	struct report report = { .failed = 1 };

	if (journal_load(&journal, directory)) {
		report = restore(&journal);
		if (!report.failed && !keep_journal)
			unlinkat(directory, "journal", 0);
		if (tell || report.restored)
			say("%s; put back %d threads and %d kernel settings in %.1f ms, left alone %d, failed %d", cause,
			    report.restored, report.sysctls, report.duration_ns / (double)NS_PER_MS, report.foreign,
			    report.failed);
	}
	journal_free(&journal);
	return !report.failed;
}

static void look_at(struct lease *lease, int directory)
{
	uint64_t now_ns = monotonic_ns();
	int64_t age_ns = now_ns - lease->renewed_ns;
	bool lapses = lease->guard_state != GUARD_LAPSED;

	lease->looked_ns = now_ns;
	if (age_ns <= (int64_t)lease->lease_ns) {
		lease->guard_state = GUARD_ARMED;
		return;
	}
	if (lapses)
		lease->lapses++;
	/* again at each look, since an agent that stirs may still change threads before it renews */
	lease->guard_state = GUARD_RESTORING;
	put_back(directory, "the agent did not renew its lease in time", true, lapses);
	lease->guard_state = GUARD_LAPSED;
}

/* True once the agent is dead, false when it sends us away. */
static bool outlives_agent(struct lease *lease, int directory, int agent_fd)
{
	struct pollfd events[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = agent_fd, .events = POLLIN } };
	int timeout_ms = lease->lease_ns / LOOKS_PER_LEASE / NS_PER_MS;
	char order;

	for (;;) {
		if (poll(events, 2, timeout_ms) > 0) {
			if (events[0].revents && read(STDIN_FILENO, &order, 1) == 1)
				return false;
			return true;
		}
		look_at(lease, directory);
		say_all(STDOUT_FILENO, "");
	}
}

int watch(int directory, pid_t agent, int agents_link_fd)
{
	struct lease *lease = map_lease(directory);
	int agent_fd = syscall(SYS_pidfd_open, agent, 0); /* -1 is not polled: the pipe's end tells it too */
	bool complete;

	if (!lease || !take_lock(directory)) {
		say_all(STDERR_FILENO, PREFIX);
		return 1;
	}
	if (agents_link_fd >= 0 && !tasks_take(agent_fd, agents_link_fd))
		say("the agent's iterator over tasks was not taken over (%s): threads are looked up in proc(5)",
		    strerror(errno));
	fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK); /* an agent that hangs does not read */
	lease->guard_pid = getpid();
	lease->looked_ns = monotonic_ns();
	lease->guard_state = GUARD_ARMED;
	if (write(STDOUT_FILENO, "armed\n", 6) < 0)
		say("nobody reads what is said here");
	say_all(STDOUT_FILENO, "");
	if (!outlives_agent(lease, directory, agent_fd))
		return 0;
	complete = put_back(directory, "the agent ended", false, true);
	unlinkat(directory, "lease", 0);
	unlinkat(directory, LOCK, 0);
	say_all(STDERR_FILENO, PREFIX);
	return !complete;
}
