#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include "common.h"
#include "faas.h"

#define BUCKETS 4096

static struct worker *buckets[BUCKETS];

static struct worker **bucket_of(pid_t tid)
{
	return &buckets[(uint32_t)tid % BUCKETS];
}

/* ---- CPU time ---- */

/* clock_getcpuclockid(3) of a process; a single thread of another process has no clock that others may read. */
static bool clock_ns(pid_t pid, uint64_t *ns)
{
	struct timespec cpu;

	if (clock_gettime((clockid_t)(~(unsigned int)pid << 3 | 2), &cpu))
		return false;
	*ns = cpu.tv_sec * NS_PER_S + cpu.tv_nsec;
	return true;
}

/* What the kernel charged up to the last tick, if the thread runs. */
static bool schedstat_ns(int fd, uint64_t *ns)
{
	char text[96];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return false;
	text[n] = '\0';
	*ns = strtoull(text, NULL, 10);
	return true;
}

static bool cpu_ns(const struct worker *worker, uint64_t *ns)
{
	return worker->schedstat_fd < 0 ? clock_ns(worker->tid, ns) : schedstat_ns(worker->schedstat_fd, ns);
}

static void open_clock(struct worker *worker)
{
	char path[32];

	worker->schedstat_fd = -1;
	if (clock_ns(worker->tid, &worker->last_cpu_ns))
		return;
	snprintf(path, sizeof(path), "/proc/%d/schedstat", worker->tid);
	worker->schedstat_fd = open(path, O_RDONLY | O_CLOEXEC);
	if (worker->schedstat_fd >= 0)
		schedstat_ns(worker->schedstat_fd, &worker->last_cpu_ns);
}

bool worker_charge(struct worker *worker)
{
	uint64_t now_cpu_ns, used_ns;

	if (!cpu_ns(worker, &now_cpu_ns))
		return false;
	used_ns = now_cpu_ns - worker->last_cpu_ns;
	worker->last_cpu_ns = now_cpu_ns;
	worker->left_ns -= used_ns < worker->left_ns ? used_ns : worker->left_ns;
	return true;
}

/* ---- ranks ---- */

bool set_rank(pid_t tid, enum rank rank)
{
	struct sched_param parameter = { .sched_priority = rank };

	if (!sched_setscheduler(tid, rank == FAIR ? SCHED_OTHER : SCHED_FIFO, &parameter))
		return true;
	if (errno != ESRCH)
		die("sched_setscheduler");
	counts.gone++;
	return false;
}

bool worker_set_rank(struct worker *worker, enum rank rank)
{
	worker->rank = rank;
	counts.dispatched += rank == RUNNING;
	return set_rank(worker->tid, rank);
}

/* ---- all there are ---- */

struct worker *worker_find(pid_t tid)
{
	struct worker *worker = *bucket_of(tid);

	while (worker && worker->tid != tid)
		worker = worker->next_of_bucket;
	return worker;
}

struct worker *worker_add(pid_t tid, uint64_t service_ns)
{
	struct worker *worker = calloc(1, sizeof(*worker));

	if (!worker)
		die("memory");
	worker->tid = tid;
	worker->rank = ANNOUNCING;
	worker->left_ns = service_ns;
	open_clock(worker);
	worker->next_of_bucket = *bucket_of(tid);
	*bucket_of(tid) = worker;
	return worker;
}

void worker_remove(struct worker *worker)
{
	struct worker **link = bucket_of(worker->tid);

	while (*link != worker)
		link = &(*link)->next_of_bucket;
	*link = worker->next_of_bucket;
	if (worker->schedstat_fd >= 0)
		close(worker->schedstat_fd);
	free(worker);
}

/* ---- lists ---- */

void list_push(struct worker_list *list, struct worker *worker)
{
	if (!list->last)
		list->last = &list->first;
	worker->next = NULL;
	worker->since_ns = now_ns();
	*list->last = worker;
	list->last = &worker->next;
}

void list_remove(struct worker_list *list, struct worker *worker)
{
	struct worker **link = &list->first;

	while (*link && *link != worker)
		link = &(*link)->next;
	if (!*link)
		return;
	*link = worker->next;
	if (list->last == &worker->next)
		list->last = link;
}
