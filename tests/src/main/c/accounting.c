/*
 * accounting: what the ways to end a quantum cost a function.
 *   accounting interrupts OBJECT  what a function loses to one look at its CPU: of eMFS, and of a sampler
 *   accounting overshoot N        how late N quanta end by a perf event per thread (SW_TASK_CLOCK), with N
 *                                 threads on the core
 *   accounting switches           a context switch between threads with such an event, and without
 * All on the last core. Every line printed is a name and figures in ns.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common.h"

#define ROUNDS 60
#define WINDOW_NS 25000000ull
#define INTERRUPT_NS 250000ull
#define STEP_ROUNDS 400

#define QUANTUM_NS 20000000ull
#define QUANTA 200
#define THREADS_MAX 8

#define SWITCH_ROUNDS 41
#define SWITCHES 4000

static int last_core(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN) - 1;
}

static void pin(int core)
{
	cpu_set_t cores;

	CPU_ZERO(&cores);
	CPU_SET(core, &cores);
	if (sched_setaffinity(0, sizeof(cores), &cores))
		die("sched_setaffinity");
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double quantile(double *sorted, int count, double q)
{
	return sorted[(int)(q * (count - 1) + 0.5)];
}

static void print(const char *name, double *values, int count)
{
	qsort(values, count, sizeof(*values), ascending);
	printf("%s n=%d p25=%.0f p50=%.0f p75=%.0f p95=%.0f max=%.0f\n", name, count, quantile(values, count, 0.25),
	       quantile(values, count, 0.5), quantile(values, count, 0.75), quantile(values, count, 0.95),
	       values[count - 1]);
}

static int perf_event(uint64_t config, uint64_t period_ns, int tid, int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = config,
		.sample_period = period_ns,
		.disabled = 1,
		.exclude_idle = 1,
	};
	int fd = syscall(SYS_perf_event_open, &attr, tid, cpu, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd < 0)
		die("perf_event_open");
	return fd;
}

static void control(int fd, unsigned long request)
{
	if (ioctl(fd, request, 0))
		die("perf event");
}

static void start(void *(*run)(void *), void *argument)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, argument))
		die("pthread_create");
}

static void compute(int rounds)
{
	volatile uint64_t x = 88172645463325252ull;

	for (int i = 0; i < rounds; i++)
		x ^= x << 13;
}

/* ---- interrupts ---- */

static volatile uint64_t steps;
static clockid_t spinner_cpu_clock;

static void *spin(void *unused)
{
	pin(last_core());
	if (sched_setscheduler(0, SCHED_RR, &(struct sched_param){ .sched_priority = 1 }))
		die("sched_setscheduler");
	pthread_getcpuclockid(pthread_self(), &spinner_cpu_clock);
	for (;;) {
		compute(STEP_ROUNDS);
		steps++;
	}
	return unused;
}

static int ignore(void *context, void *data, size_t size)
{
	(void)context;
	(void)data;
	(void)size;
	return 0;
}

static void *read_ring(void *ring)
{
	while (ring_buffer__poll(ring, -1) >= 0)
		;
	return ring;
}

static void sleep_until(uint64_t at_ns)
{
	struct timespec at = { at_ns / NS_PER_S, at_ns % NS_PER_S };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
		;
}

static uint64_t read_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

struct window {
	double steps_per_ns; /* of CPU time */
	double interrupt_ns; /* between two of ours */
};

/*
 * The spinner's speed, by its CPU time, which interrupts are part of (but not on kernels with
 * CONFIG_IRQ_TIME_ACCOUNTING), while its CPU is looked at by `program`; −1 = it is not.
 */
static struct window spin_window(int program)
{
	LIBBPF_OPTS(bpf_test_run_opts, run, .flags = BPF_F_TEST_RUN_ON_CPU, .cpu = last_core());
	uint64_t begin = now_ns(), cpu = read_ns(spinner_cpu_clock), before = steps, ran;
	int count = 0;

	for (; now_ns() < begin + WINDOW_NS; count++) {
		sleep_until(now_ns() + INTERRUPT_NS);
		if (program >= 0 && bpf_prog_test_run_opts(program, &run))
			die("bpf_prog_test_run_opts");
	}
	ran = read_ns(spinner_cpu_clock) - cpu;
	if (ran < WINDOW_NS / 2) /* real-time throttling */
		return spin_window(program);
	return (struct window){ (double)(steps - before) / ran, (double)ran / count };
}

/* What the spinner loses to one interrupt, at this distance between two. */
static double loss_ns(struct window interrupted, struct window alone, double interrupt_ns)
{
	return (1 - interrupted.steps_per_ns / alone.steps_per_ns) * interrupt_ns;
}

static int program_fd(struct bpf_object *object, const char *name)
{
	int fd = bpf_program__fd(bpf_object__find_program_by_name(object, name));

	if (fd < 0)
		die(name);
	return fd;
}

static void interrupts(const char *path)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	double look[ROUNDS], sample[ROUNDS], nothing[ROUNDS];
	int look_program, sampler = perf_event(PERF_COUNT_SW_CPU_CLOCK, INTERRUPT_NS, -1, last_core());

	if (!object || bpf_object__load(object))
		die(path);
	if (ioctl(sampler, PERF_EVENT_IOC_SET_BPF, program_fd(object, "sample")))
		die("PERF_EVENT_IOC_SET_BPF");
	look_program = program_fd(object, "look_and_wake");
	pin(0);
	start(read_ring, ring_buffer__new(bpf_object__find_map_fd_by_name(object, "events"), ignore, NULL, NULL));
	start(spin, NULL);
	usleep(100000);
	for (int i = 0; i < ROUNDS; i++) {
		struct window alone = spin_window(-1), interrupted = spin_window(look_program);

		look[i] = loss_ns(interrupted, alone, interrupted.interrupt_ns);
		alone = spin_window(-1);
		control(sampler, PERF_EVENT_IOC_ENABLE);
		sample[i] = loss_ns(spin_window(-1), alone, INTERRUPT_NS);
		control(sampler, PERF_EVENT_IOC_DISABLE);
		alone = spin_window(-1);
		nothing[i] = loss_ns(spin_window(-1), alone, INTERRUPT_NS);
	}
	print("look", look, ROUNDS);
	print("sample", sample, ROUNDS);
	print("nothing", nothing, ROUNDS);
}

/* ---- overshoot of an event per thread ---- */

static double overshoots[QUANTA];
static int ended;

static __thread uint64_t begun_cpu_ns;

static void on_quantum(int signal)
{
	int at = __atomic_fetch_add(&ended, 1, __ATOMIC_RELAXED);
	uint64_t now = read_ns(CLOCK_THREAD_CPUTIME_ID);

	(void)signal;
	if (at < QUANTA)
		overshoots[at] = (double)(now - begun_cpu_ns) - (double)QUANTUM_NS;
	begun_cpu_ns = now;
}

static void *use_quanta(void *unused)
{
	struct f_owner_ex owner = { F_OWNER_TID, gettid() };
	int fd = perf_event(PERF_COUNT_SW_TASK_CLOCK, QUANTUM_NS, 0, -1);

	pin(last_core());
	if (fcntl(fd, F_SETFL, O_ASYNC) || fcntl(fd, F_SETSIG, SIGUSR1) || fcntl(fd, F_SETOWN_EX, &owner))
		die("fcntl");
	control(fd, PERF_EVENT_IOC_ENABLE);
	begun_cpu_ns = read_ns(CLOCK_THREAD_CPUTIME_ID);
	for (;;)
		compute(STEP_ROUNDS);
	return unused;
}

static void overshoot(int threads)
{
	signal(SIGUSR1, on_quantum);
	for (int i = 0; i < threads; i++)
		start(use_quanta, NULL);
	while (__atomic_load_n(&ended, __ATOMIC_RELAXED) < QUANTA)
		usleep(10000);
	print("overshoot", overshoots, QUANTA);
}

/* ---- context switches between threads with events ---- */

static int there[2], back[2];
static int events[2];

static void pass(int from, int to)
{
	char byte = 0;

	if (read(from, &byte, 1) != 1 || write(to, &byte, 1) != 1)
		die("pipe");
}

static void *answer(void *unused)
{
	pin(last_core());
	events[1] = perf_event(PERF_COUNT_SW_TASK_CLOCK, QUANTUM_NS, 0, -1);
	for (;;)
		pass(there[0], back[1]);
	return unused;
}

static double switch_ns(bool with_events)
{
	uint64_t begin;
	char byte = 0;

	for (int i = 0; i < 2; i++)
		control(events[i], with_events ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE);
	begin = now_ns();
	for (int i = 0; i < SWITCHES / 2; i++) {
		if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
			die("pipe");
	}
	return (double)(now_ns() - begin) / SWITCHES;
}

static void switches(void)
{
	double with[SWITCH_ROUNDS], without[SWITCH_ROUNDS], more[SWITCH_ROUNDS];

	if (pipe(there) || pipe(back))
		die("pipe");
	pin(last_core());
	events[0] = perf_event(PERF_COUNT_SW_TASK_CLOCK, QUANTUM_NS, 0, -1);
	start(answer, NULL);
	usleep(100000);
	for (int i = 0; i < SWITCH_ROUNDS; i++) {
		without[i] = switch_ns(false);
		with[i] = switch_ns(true);
		more[i] = with[i] - without[i];
	}
	print("without", without, SWITCH_ROUNDS);
	print("with", with, SWITCH_ROUNDS);
	print("more", more, SWITCH_ROUNDS);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "interrupts")) {
		interrupts(argv[2]);
	} else if (argc == 3 && !strcmp(argv[1], "overshoot")) {
		overshoot(parse_number("overshoot", argv[2], 1, THREADS_MAX));
	} else if (argc == 2 && !strcmp(argv[1], "switches")) {
		switches();
	} else {
		fputs("usage: accounting interrupts OBJECT | overshoot THREADS | switches\n", stderr);
		return 2;
	}
	return 0;
}
