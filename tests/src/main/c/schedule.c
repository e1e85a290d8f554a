#include "common.h"
#include "schedule.h"

static struct {
	struct arrival *arrivals;
	uint64_t count, capacity;
	uint64_t next;
} schedule;

static void append(struct arrival arrival)
{
	if (schedule.count == schedule.capacity) {
		schedule.capacity = schedule.capacity ? schedule.capacity * 2 : 1024;
		schedule.arrivals = realloc(schedule.arrivals, schedule.capacity * sizeof(*schedule.arrivals));
		if (!schedule.arrivals)
			die("memory");
	}
	schedule.arrivals[schedule.count++] = arrival;
}

void schedule_load(const char *path, int targets, uint64_t start_ns)
{
	FILE *file = fopen(path, "re");
	uint64_t last_ns = start_ns;
	unsigned long long offset_ns;
	int target, fields;

	if (!file)
		die(path);
	while ((fields = fscanf(file, "%llu %d", &offset_ns, &target)) == 2) {
		struct arrival arrival = { start_ns + offset_ns, target };

		if (target < 0 || target >= targets || arrival.at_ns < last_ns)
			break;
		last_ns = arrival.at_ns;
		append(arrival);
	}
	if (fields != EOF) {
		fprintf(stderr,
			"loadgen: --schedule %s, arrival %llu: expected ns, not before the last one's, and one of %d targets\n",
			path, (unsigned long long)schedule.count, targets);
		exit(2);
	}
	fclose(file);
}

struct arrival schedule_next(void)
{
	if (schedule.next == schedule.count)
		return (struct arrival){ .at_ns = UINT64_MAX };
	return schedule.arrivals[schedule.next];
}

void schedule_advance(void)
{
	schedule.next++;
}
