/*
 * many: a node full of functions. `many serve` listens on a range of ports from a
 * few processes; `many connect` holds many connections to them, from several
 * addresses of this machine, and sends requests on each in turn. Both end with
 * their standard input; all their processes end with the first.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000ull
#define BACKLOG 1024
#define EVENTS 256
#define SPARE_DESCRIPTORS 64
#define ANSWER_LIMIT_S 20

static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

static struct {
	long base_port;
	long ports;
	long processes;
	long connections;
	long laps;
	long rate;
} options = { .base_port = 10000, .ports = 100, .processes = 1, .connections = 100, .laps = 1, .rate = 1000 };

/* Of all processes. */
static struct counts {
	uint64_t ready; /* ports that listen, or connections that are open */
	uint64_t sent;
	uint64_t answered;
	uint64_t processes_done;
	bool failed;
} *counts;

static void add(uint64_t *count, uint64_t more)
{
	__atomic_fetch_add(count, more, __ATOMIC_SEQ_CST);
}

static uint64_t read_count(const uint64_t *count)
{
	return __atomic_load_n(count, __ATOMIC_SEQ_CST);
}

static void die(const char *subject, long value)
{
	fprintf(stderr, "many: %s %ld: %s\n", subject, value, strerror(errno));
	__atomic_store_n(&counts->failed, true, __ATOMIC_SEQ_CST);
	exit(1);
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static struct sockaddr_in loopback(uint8_t last_byte, uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(127u << 24 | last_byte),
	};

	return address;
}

/* ---- serve ---- */

static void watch(int epoll, int fd, bool listens)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = (uint64_t)listens << 32 | fd };

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		die("epoll_ctl of descriptor", fd);
}

static void listen_on(int epoll, uint16_t port)
{
	struct sockaddr_in address = loopback(1, port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, BACKLOG))
		die("listening on port", port);
	watch(epoll, fd, true);
	add(&counts->ready, 1);
}

static void accept_all(int epoll, int listener)
{
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
		watch(epoll, fd, false);
}

/* A request is small enough to come in one piece. */
static void answer_one(int fd)
{
	char bytes[4096];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

	if (n > 0)
		n = send(fd, answer, sizeof(answer) - 1, MSG_NOSIGNAL);
	if (n == 0 || (n < 0 && errno != EAGAIN))
		close(fd);
}

static void serve(long index)
{
	struct epoll_event events[EVENTS];
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	for (long port = index; port < options.ports; port += options.processes)
		listen_on(epoll, options.base_port + port);
	for (;;) {
		int n = epoll_wait(epoll, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			int fd = (int)events[i].data.u64;

			if (events[i].data.u64 >> 32)
				accept_all(epoll, fd);
			else
				answer_one(fd);
		}
	}
}

/* ---- connect ---- */

static int connect_to(long connection, uint8_t from_byte)
{
	struct sockaddr_in from = loopback(from_byte, 0);
	struct sockaddr_in to = loopback(1, options.base_port + connection % options.ports);
	struct timeval limit = { .tv_sec = ANSWER_LIMIT_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	/* the port is chosen at connect, when the other end is known too */
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof(from)) ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to)))
		die("connection", connection);
	return fd;
}

static bool take_answer(int fd)
{
	char bytes[256];

	return recv(fd, bytes, sizeof(bytes), 0) == (ssize_t)sizeof(answer) - 1;
}

static void sleep_until(uint64_t when_ns)
{
	struct timespec when = { when_ns / NS_PER_S, when_ns % NS_PER_S };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR)
		;
}

static void converse(const int *fds, long connections)
{
	uint64_t start_ns = now_ns(), gap_ns = NS_PER_S * options.processes / options.rate;

	for (long i = 0; i < connections * options.laps; i++) {
		int fd = fds[i % connections];

		sleep_until(start_ns + i * gap_ns);
		if (i >= connections)
			add(&counts->answered, take_answer(fd));
		if (send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) < 0)
			die("request", i);
		add(&counts->sent, 1);
	}
	for (long i = 0; i < connections; i++)
		add(&counts->answered, take_answer(fds[i]));
}

static void hold_connections(long index)
{
	long connections = options.connections / options.processes + (index < options.connections % options.processes);
	int *fds = calloc(connections, sizeof(*fds));

	for (long i = 0; i < connections; i++) {
		fds[i] = connect_to(i * options.processes + index, 2 + index);
		add(&counts->ready, 1);
	}
	while (read_count(&counts->ready) < (uint64_t)options.connections)
		usleep(1000);
	converse(fds, connections);
	add(&counts->processes_done, 1);
	pause();
}

/* ---- start and end ---- */

static void start(void (*process)(long index), long index)
{
	pid_t parent = getpid();

	if (fork() != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	process(index);
	_exit(0);
}

static void await_count(const uint64_t *count, long target)
{
	while (read_count(count) < (uint64_t)target) {
		if (__atomic_load_n(&counts->failed, __ATOMIC_SEQ_CST))
			exit(1);
		usleep(1000);
	}
}

static void wait_for_eof(void)
{
	char ignored[64];

	fflush(stdout);
	while (read(STDIN_FILENO, ignored, sizeof(ignored)) > 0)
		;
}

static int run_serve(void)
{
	for (long i = 0; i < options.processes; i++)
		start(serve, i);
	await_count(&counts->ready, options.ports);
	printf("listening %ld\n", options.ports);
	wait_for_eof();
	return 0;
}

/* As many processes as the limit on open files asks for. */
static int run_connect(void)
{
	struct rlimit limit;
	long room;

	getrlimit(RLIMIT_NOFILE, &limit);
	room = (long)limit.rlim_cur - SPARE_DESCRIPTORS;
	options.processes = (options.connections + room - 1) / room;
	for (long i = 0; i < options.processes; i++)
		start(hold_connections, i);
	await_count(&counts->ready, options.connections);
	printf("connected %ld\n", options.connections);
	fflush(stdout);
	await_count(&counts->processes_done, options.processes);
	printf("sent %llu\nanswered %llu\n", (unsigned long long)counts->sent, (unsigned long long)counts->answered);
	wait_for_eof();
	return 0;
}

static void allow_many_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static int usage(void)
{
	fputs("usage: many serve [--base-port N] [--ports N] [--processes N]\n"
	      "       many connect [--base-port N] [--ports N] [--connections N] [--laps N] [--rate N]\n"
	      "  --base-port N    the first of the ports (default 10000)\n"
	      "  --ports N        how many (default 100)\n"
	      "  --processes N    that share the ports (default 1)\n"
	      "  --connections N  held at once, spread over the ports (default 100)\n"
	      "  --laps N         requests on each connection (default 1)\n"
	      "  --rate N         requests a second in all (default 1000)\n",
	      stderr);
	return 2;
}

static long number(const char *name, const char *text, long max)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < 1 || value > max) {
		fprintf(stderr, "many: --%s %s: allowed is 1 to %ld\n", name, text, max);
		exit(2);
	}
	return value;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "base-port", required_argument, NULL, 'b' },
		{ "ports", required_argument, NULL, 'p' },
		{ "processes", required_argument, NULL, 'n' },
		{ "connections", required_argument, NULL, 'c' },
		{ "laps", required_argument, NULL, 'l' },
		{ "rate", required_argument, NULL, 'r' },
		{},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 'b':
			options.base_port = number("base-port", optarg, 65535);
			break;
		case 'p':
			options.ports = number("ports", optarg, 60000);
			break;
		case 'n':
			options.processes = number("processes", optarg, 10000);
			break;
		case 'c':
			options.connections = number("connections", optarg, 1000000);
			break;
		case 'l':
			options.laps = number("laps", optarg, 1000000);
			break;
		case 'r':
			options.rate = number("rate", optarg, 1000000);
			break;
		default:
			return usage();
		}
	}
	if (optind != argc - 1 || options.base_port + options.ports > 65536)
		return usage();
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (counts == MAP_FAILED) {
		perror("many: mmap");
		return 1;
	}
	allow_many_descriptors();
	if (!strcmp(argv[optind], "serve"))
		return run_serve();
	return strcmp(argv[optind], "connect") ? usage() : run_connect();
}
