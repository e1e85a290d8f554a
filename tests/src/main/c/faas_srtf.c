/*
 * The oracle: of all requests, the one with the shortest remaining service runs. It is given each request's service
 * time; on one core nothing that does not know the future has a shorter mean latency.
 */
#include "common.h"
#include "faas.h"

static struct worker_list present;
static struct worker *running;

static struct worker *shortest(void)
{
	struct worker *best = present.first;

	for (struct worker *w = present.first; w; w = w->next)
		if (w->left_ns < best->left_ns)
			best = w;
	return best;
}

/* Only the running one's service has become shorter. Who is gone leaves the list when it would run. */
static void evaluate(void)
{
	struct worker *before = running;

	if (before && !worker_charge(before)) {
		list_remove(&present, before);
		before = NULL;
	}
	while ((running = shortest()) && running != before && !worker_set_rank(running, RUNNING))
		list_remove(&present, running);
	if (before && before != running)
		worker_set_rank(before, WAITING);
}

static void arrive(struct worker *worker)
{
	list_push(&present, worker);
	evaluate();
	if (worker != running)
		worker_set_rank(worker, WAITING);
}

static void leave(struct worker *worker)
{
	list_remove(&present, worker);
	if (running == worker)
		running = NULL;
	evaluate();
}

static void timer(void)
{
}

const struct policy faas_srtf = { .started = arrive, .woke = arrive, .left = leave, .timer = timer };
