/*
 * hostile: traffic that no decent client sends, to servers of this machine, for
 * a bounded time. Each habit is a process of its own; they share nothing but the
 * counts. Prints "HABIT COUNT" lines once all have ended and all sockets are
 * closed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000ull
#define SECONDS_MAX 3600
#define PAUSE_US 2000 /* between two attempts of one habit: bounded, at most 500 a second each */
#define ANSWER_MS 500
#define STALL_US 300000
#define SYN_BURST 4
#define REUSED_PORT_FIRST 20000 /* below the ephemeral ports */
#define REUSED_PORTS 8
#define GARBAGE_MAX 4096

static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
static const char last_request[] = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

static struct {
	uint16_t port4;
	uint16_t port6;
	long seconds;
	unsigned int seed;
	const char *environment;
} options = { .seconds = 10, .seed = 1 };

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static unsigned int seed; /* of this process */

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static unsigned int below(unsigned int bound)
{
	return rand_r(&seed) % bound;
}

/* ---- sockets ---- */

/* One of the two servers. */
static socklen_t server(union address *address)
{
	memset(address, 0, sizeof(*address));
	if (below(2)) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons(options.port4);
		address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(address->v4);
	}
	address->v6.sin6_family = AF_INET6;
	address->v6.sin6_port = htons(options.port6);
	address->v6.sin6_addr = in6addr_loopback;
	return sizeof(address->v6);
}

static void bound_waiting(int fd)
{
	struct timeval limit = { .tv_usec = ANSWER_MS * 1000 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static int connect_somewhere(void)
{
	union address to;
	socklen_t length = server(&to);
	int fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	bound_waiting(fd);
	if (connect(fd, &to.any, length)) {
		close(fd);
		return -1;
	}
	return fd;
}

static void say(int fd, const void *bytes, size_t length)
{
	if (send(fd, bytes, length, MSG_NOSIGNAL) < 0)
		return; /* the server has hung up: what it is for */
}

static void read_answer(int fd)
{
	char answer[1024];

	while (recv(fd, answer, sizeof(answer), 0) > 0)
		;
}

static void reset(int fd)
{
	struct linger now = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/* ---- habits: one attempt each, true if it could be made ---- */

static bool behave(void)
{
	int fd = connect_somewhere();

	if (fd < 0)
		return false;
	say(fd, request, strlen(request));
	usleep(below(PAUSE_US));
	say(fd, last_request, strlen(last_request));
	read_answer(fd);
	close(fd);
	return true;
}

static bool send_garbage(void)
{
	char garbage[GARBAGE_MAX];
	int fd = connect_somewhere();

	if (fd < 0)
		return false;
	for (size_t i = 0; i < sizeof(garbage); i++)
		garbage[i] = below(256);
	say(fd, garbage, 1 + below(sizeof(garbage)));
	if (below(2))
		say(fd, "\r\n\r\n", 4);
	shutdown(fd, SHUT_WR);
	read_answer(fd);
	close(fd);
	return true;
}

static bool reset_amid(void)
{
	int fd = connect_somewhere();

	if (fd < 0)
		return false;
	say(fd, request, 1 + below(strlen(request)));
	if (below(2))
		usleep(below(PAUSE_US));
	reset(fd);
	return true;
}

static bool open_and_drop(void)
{
	int fd = connect_somewhere();

	if (fd < 0)
		return false;
	if (below(2))
		close(fd);
	else
		reset(fd);
	return true;
}

static bool half_close(void)
{
	int fd = connect_somewhere();

	if (fd < 0)
		return false;
	say(fd, request, strlen(request));
	shutdown(fd, SHUT_WR);
	read_answer(fd);
	close(fd);
	return true;
}

/* A client that defers its ACK sends its request in the handshake's last segment. */
static bool ride_the_handshake(void)
{
	union address to;
	socklen_t length = server(&to);
	int fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0)
		return false;
	bound_waiting(fd);
	setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &on, sizeof(on));
	if (connect(fd, &to.any, length)) {
		close(fd);
		return false;
	}
	say(fd, last_request, strlen(last_request));
	read_answer(fd);
	close(fd);
	return true;
}

static bool stall(void)
{
	int fd = connect_somewhere();

	if (fd < 0)
		return false;
	say(fd, request, 1 + below(strlen(request) - 1));
	usleep(below(STALL_US));
	if (below(2))
		reset(fd);
	else
		close(fd);
	return true;
}

static bool pipeline(void)
{
	int fd = connect_somewhere();
	char three[3 * sizeof(last_request)];

	if (fd < 0)
		return false;
	say(fd, three, snprintf(three, sizeof(three), "%s%s%s", request, request, last_request));
	read_answer(fd);
	close(fd);
	return true;
}

/* From one of a few ports again and again: the four-tuple of the connection before, often. */
static bool reuse_port(void)
{
	union address from = {
		.v4 = {
			.sin_family = AF_INET,
			.sin_port = htons(REUSED_PORT_FIRST + below(REUSED_PORTS)),
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		},
	};
	union address to = from;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0)
		return false;
	to.v4.sin_port = htons(options.port4);
	bound_waiting(fd);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, &from.any, sizeof(from.v4)) || connect(fd, &to.any, sizeof(to.v4))) {
		close(fd);
		return false;
	}
	say(fd, last_request, strlen(last_request));
	if (below(2))
		read_answer(fd);
	reset(fd);
	return true;
}

/* ---- SYN flood ---- */

struct segment {
	struct iphdr ip;
	struct tcphdr tcp;
};

struct pseudo_header {
	uint32_t from, to;
	uint8_t zero, protocol;
	uint16_t length;
	struct tcphdr tcp;
};

static uint16_t checksum(const void *bytes, size_t length)
{
	const uint8_t *byte = bytes;
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < length; i += 2)
		sum += byte[i] << 8 | byte[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

/* From an address of this machine that nobody uses, so that no answer leaves it. */
static struct segment spoofed_syn(void)
{
	struct segment segment = {
		.ip = {
			.version = 4,
			.ihl = sizeof(struct iphdr) / 4,
			.ttl = 64,
			.protocol = IPPROTO_TCP,
			.tot_len = htons(sizeof(struct segment)),
			.saddr = htonl(127u << 24 | (1 + below((1 << 24) - 2))),
			.daddr = htonl(INADDR_LOOPBACK),
		},
		.tcp = {
			.source = htons(1024 + below(64512)),
			.dest = htons(options.port4),
			.seq = htonl(rand_r(&seed)),
			.doff = sizeof(struct tcphdr) / 4,
			.syn = 1,
			.window = htons(65535),
		},
	};
	struct pseudo_header pseudo = {
		.from = segment.ip.saddr,
		.to = segment.ip.daddr,
		.protocol = IPPROTO_TCP,
		.length = htons(sizeof(struct tcphdr)),
		.tcp = segment.tcp,
	};

	segment.tcp.check = checksum(&pseudo, sizeof(pseudo));
	return segment;
}

static bool flood_syn(void)
{
	static int raw = -2; /* not opened yet */
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	if (raw == -2)
		raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	for (int i = 0; i < SYN_BURST; i++) {
		struct segment segment = spoofed_syn();

		if (sendto(raw, &segment, sizeof(segment), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			return false;
	}
	return true;
}

/* ---- process ids that come back ---- */

static int live(void)
{
	usleep(STALL_US);
	return 0;
}

static void become(bool instance)
{
	char *const arguments[] = { "hostile", "--live", NULL };
	char *environment[] = { (char *)options.environment, NULL };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execve("/proc/self/exe", arguments, instance ? environment : environment + 1);
	_exit(127);
}

/* 0 in the child; -1 where the kernel does not let us choose, or the id is taken. */
static pid_t fork_as(pid_t wanted)
{
	struct clone_args arguments = {
		.exit_signal = SIGCHLD,
		.set_tid = wanted ? (uintptr_t)&wanted : 0,
		.set_tid_size = wanted ? 1 : 0,
	};

	return syscall(SYS_clone3, &arguments, sizeof(arguments));
}

/* An instance of the function, killed at some point of its start; then a stranger with its process id. */
static bool reuse_process_id(void)
{
	pid_t instance = fork_as(0), stranger;

	if (instance < 0)
		return false;
	if (instance == 0)
		become(true);
	usleep(below(2 * PAUSE_US));
	kill(instance, SIGKILL);
	waitpid(instance, NULL, 0);
	stranger = fork_as(instance);
	if (stranger == 0)
		become(false);
	if (stranger < 0)
		return false;
	usleep(below(2 * PAUSE_US));
	kill(stranger, SIGKILL);
	waitpid(stranger, NULL, 0);
	return true;
}

/* ---- start and end ---- */

static const struct habit {
	const char *name;
	bool (*attempt)(void);
} habits[] = {
	{ "behave", behave },
	{ "send_garbage", send_garbage },
	{ "reset_amid", reset_amid },
	{ "open_and_drop", open_and_drop },
	{ "half_close", half_close },
	{ "ride_the_handshake", ride_the_handshake },
	{ "stall", stall },
	{ "pipeline", pipeline },
	{ "reuse_port", reuse_port },
	{ "flood_syn", flood_syn },
	{ "reuse_process_id", reuse_process_id },
};

#define HABITS (sizeof(habits) / sizeof(habits[0]))

static void indulge(const struct habit *habit, uint64_t end_ns, uint64_t *count)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	seed = options.seed + (habit - habits);
	while (now_ns() < end_ns) {
		if (habit->attempt())
			(*count)++;
		usleep(below(2 * PAUSE_US));
	}
	_exit(0);
}

static int run(void)
{
	uint64_t end_ns = now_ns() + options.seconds * NS_PER_S;
	uint64_t *counts = mmap(NULL, sizeof(*counts) * HABITS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (counts == MAP_FAILED) {
		perror("hostile: mmap");
		return 1;
	}
	for (size_t i = 0; i < HABITS; i++) {
		if (fork() == 0)
			indulge(&habits[i], end_ns, &counts[i]);
	}
	while (wait(NULL) > 0 || errno == EINTR)
		;
	for (size_t i = 0; i < HABITS; i++)
		printf("%s %llu\n", habits[i].name, (unsigned long long)counts[i]);
	return 0;
}

static int usage(const char *problem)
{
	fprintf(stderr,
		"hostile: %s\nusage: hostile --port4 N --port6 N --environment NAME=VALUE [--seconds 1..%d] [--seed N]\n"
		"  to 127.0.0.1:port4 and [::1]:port6; the environment makes an instance of a function\n",
		problem, SECONDS_MAX);
	return 2;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "port4", required_argument, NULL, '4' },
		{ "port6", required_argument, NULL, '6' },
		{ "seconds", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 'r' },
		{ "environment", required_argument, NULL, 'e' },
		{ "live", no_argument, NULL, 'x' },
		{},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case '4':
			options.port4 = strtol(optarg, NULL, 10);
			break;
		case '6':
			options.port6 = strtol(optarg, NULL, 10);
			break;
		case 's':
			options.seconds = strtol(optarg, NULL, 10);
			break;
		case 'r':
			options.seed = strtol(optarg, NULL, 10);
			break;
		case 'e':
			options.environment = optarg;
			break;
		case 'x':
			return live();
		default:
			return usage("unknown option");
		}
	}
	if (!options.port4 || !options.port6)
		return usage("--port4 and --port6 are required");
	if (!options.environment || !strchr(options.environment, '='))
		return usage("--environment NAME=VALUE is required");
	if (options.seconds < 1 || options.seconds > SECONDS_MAX)
		return usage("--seconds is out of range");
	return run();
}
