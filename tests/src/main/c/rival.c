/*
 * rival: loads rival.bpf.o, prints "attached" once it watches --port, counts
 * requests and their latency until SIGTERM (or, once idle, the end of standard
 * input), then prints both, and what the kernel counted of its programs' runs.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "common.h"
#include "rival.h"

#define POLL_MS 100

static struct {
	uint64_t count;
	uint64_t latency_sum_ns;
	uint64_t latency_max_ns;
} seen;

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static int on_event(void *context, void *data, size_t size)
{
	const struct rival_event *event = data;

	(void)context;
	(void)size;
	seen.count++;
	seen.latency_sum_ns += event->latency_ns;
	if (event->latency_ns > seen.latency_max_ns)
		seen.latency_max_ns = event->latency_ns;
	return 0;
}

static struct bpf_object *load(const char *path, uint16_t port)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_map *constants;
	size_t size;

	if (!object)
		die(path);
	constants = bpf_object__find_map_by_name(object, ".rodata");
	if (!constants || bpf_map__initial_value(constants, &size) == NULL || size != sizeof(port)) {
		fprintf(stderr, "rival: %s: the port is not its only constant\n", path);
		exit(1);
	}
	if (bpf_map__set_initial_value(constants, &port, sizeof(port)))
		die("port");
	if (bpf_object__load(object))
		die("load");
	return object;
}

static void attach(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
		if (!bpf_program__attach(program))
			die(bpf_program__name(program));
}

static void print_cost(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object) {
		struct bpf_prog_info info = {};
		__u32 size = sizeof(info);

		if (bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size))
			die(bpf_program__name(program));
		printf("program=%s runs=%llu run_time_ns=%llu\n", bpf_program__name(program),
		       (unsigned long long)info.run_cnt, (unsigned long long)info.run_time_ns);
	}
}

static bool stdin_ended(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	char ignored[64];

	return poll(&in, 1, 0) > 0 && read(STDIN_FILENO, ignored, sizeof(ignored)) == 0;
}

int main(int argc, char **argv)
{
	struct ring_buffer *ring;
	struct bpf_object *object;

	if (argc != 3) {
		fputs("usage: rival OBJECT PORT\n", stderr);
		return 2;
	}
	object = load(argv[1], atoi(argv[2]));
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "events"), on_event, NULL, NULL);
	if (!ring)
		die("ring buffer");
	signal(SIGTERM, stop);
	attach(object);
	puts("attached");
	fflush(stdout);
	for (int n = 1; !stopped && (n != 0 || !stdin_ended());) {
		n = ring_buffer__poll(ring, POLL_MS);
		if (n < 0 && n != -EINTR) {
			fprintf(stderr, "rival: poll: %s\n", strerror(-n));
			return 1;
		}
	}
	ring_buffer__consume(ring);
	printf("requests=%llu latency_mean_ns=%llu latency_max_ns=%llu\n", (unsigned long long)seen.count,
	       (unsigned long long)(seen.count ? seen.latency_sum_ns / seen.count : 0),
	       (unsigned long long)seen.latency_max_ns);
	print_cost(object);
	return 0;
}
