/*
 * SFS (Fu et al., "SFS: Smart OS Scheduling for Serverless Functions", SC'22) for one core: requests run one after the
 * other, each for a slice of CPU time at most; what is left of it afterwards shares the core under SCHED_OTHER, for
 * good. Who sleeps keeps what is left of its slice. With a fixed slice and no way around the queue it is the
 * FIFO-then-CFS of Zhao et al. (Middleware'24).
 */
#include "common.h"
#include "faas.h"

#define ARRIVALS_PER_SLICE 200
#define SLICE_MIN_NS 6000000ull
#define OVERLOAD_SLICES 3 /* of waiting: then the queue is too long */
#define TIMER_MIN_NS 100000ull

struct filter_options filter_options;

static struct worker_list queue; /* its first has the core */
static uint64_t measured_since_ns;

static void adapt_slice(void)
{
	uint64_t now = now_ns();

	if (counts.requests == 1)
		measured_since_ns = now;
	if (counts.requests % ARRIVALS_PER_SLICE)
		return;
	filter_options.slice_ns = (now - measured_since_ns) / ARRIVALS_PER_SLICE;
	if (filter_options.slice_ns < SLICE_MIN_NS)
		filter_options.slice_ns = SLICE_MIN_NS;
	measured_since_ns = now;
}

static bool waited_too_long(const struct worker *worker)
{
	return filter_options.adapts && now_ns() - worker->since_ns > OVERLOAD_SLICES * filter_options.slice_ns;
}

static void release(struct worker *worker)
{
	list_remove(&queue, worker);
	worker_set_rank(worker, FAIR);
}

/* Gives the core to the queue's first, if it has not got it. */
static void dispatch(void)
{
	while (queue.first && queue.first->rank != RUNNING) {
		struct worker *first = queue.first;

		if (waited_too_long(first)) {
			counts.overloaded++;
			release(first);
		} else if (worker_set_rank(first, RUNNING)) {
			worker_charge(first);
			first->left_ns = first->left_ns ? first->left_ns : filter_options.slice_ns;
			arm_timer(first->left_ns);
		} else {
			list_remove(&queue, first);
		}
	}
	if (!queue.first)
		arm_timer(0);
}

static void enter(struct worker *worker)
{
	list_push(&queue, worker);
	if (queue.first != worker)
		worker_set_rank(worker, WAITING);
	dispatch();
}

static void started(struct worker *worker)
{
	worker->left_ns = 0; /* no credit yet: it gets the slice of the moment at which it has the core */
	if (filter_options.adapts)
		adapt_slice();
	enter(worker);
}

static void woke(struct worker *worker)
{
	if (worker->rank != FAIR)
		enter(worker);
}

static void left(struct worker *worker)
{
	if (worker->rank == RUNNING)
		worker_charge(worker);
	list_remove(&queue, worker);
	dispatch();
}

/* The first has had the core for its slice, unless arrivals or the kernel's threads took some of that time. */
static void timer(void)
{
	struct worker *first = queue.first;

	if (!first)
		return;
	if (!worker_charge(first)) {
		list_remove(&queue, first);
	} else if (first->left_ns) {
		arm_timer(first->left_ns > TIMER_MIN_NS ? first->left_ns : TIMER_MIN_NS);
		return;
	} else {
		counts.used_up++;
		release(first);
	}
	dispatch();
}

const struct policy faas_filter = { .started = started, .woke = woke, .left = left, .timer = timer };
