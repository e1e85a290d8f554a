/*
 * saturation: a kept-alive HTTP server whose requests cost next to nothing, and
 * the client that keeps it busy: closed loop, or at a rate. What a monitor
 * costs shows in how many requests the server answers. Prints the number of
 * answers after the warm-up and the seconds they took. --sampled: it goes on
 * until its standard input ends, and prints for each byte that it reads there
 * the time (CLOCK_MONOTONIC, ns) and the number of answers so far.
 *
 * A request computes a fixed number of rounds, not a fixed CPU time: time would
 * absorb what interrupts and the monitor take from the server meanwhile.
 * --calibrate prints how many rounds take --cpu-us.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common.h"

#define CONNECTIONS_MAX 256
#define EVENTS 64
#define MESSAGE_MAX_BYTES 512
#define CALIBRATION_ROUNDS 2000000
#define CALIBRATIONS 15
#define TICK_NS 250000

#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define RESPONSE "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"

static struct {
	uint16_t port;
	int server_core;
	uint64_t connections;
	uint64_t rounds;
	double cpu_us;
	double seconds, warm_up_seconds;
	double rate; /* 0: closed loop */
	bool sampled;
	bool calibrate;
} options = { .connections = 32, .rounds = 1000, .cpu_us = 20, .seconds = 2, .warm_up_seconds = 0.5 };

/* ---- the work ---- */

static __attribute__((noinline)) uint64_t compute(uint64_t rounds)
{
	volatile uint64_t x = 88172645463325252ull;

	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t y = x;

		y ^= y << 13;
		y ^= y >> 7;
		y ^= y << 17;
		x = y;
	}
	return x;
}

/* The fastest of some tries: what the machine does when nobody else has it. */
static void calibrate(void)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < CALIBRATIONS; i++) {
		uint64_t begin = now_ns(), took;

		compute(CALIBRATION_ROUNDS);
		took = now_ns() - begin;
		best = took < best ? took : best;
	}
	printf("rounds=%.0f\n", CALIBRATION_ROUNDS * options.cpu_us * 1000 / best);
}

/* ---- both sides ---- */

static struct sockaddr_in address_of_server(void)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(options.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

static void no_delay(int fd)
{
	int on = 1;

	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)))
		die("TCP_NODELAY");
}

static void watch(int epoll_fd, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event))
		die("epoll_ctl");
}

static void send_message(int fd, const char *message, size_t length)
{
	if (send(fd, message, length, MSG_NOSIGNAL) != (ssize_t)length)
		die("send");
}

/* ---- the server ---- */

static void serve(int listener)
{
	struct epoll_event events[EVENTS];
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);

	watch(epoll_fd, listener);
	for (;;) {
		int n = epoll_wait(epoll_fd, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			char request[MESSAGE_MAX_BYTES];
			int fd = events[i].data.fd;

			if (fd == listener) {
				fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
				if (fd < 0)
					die("accept");
				no_delay(fd);
				watch(epoll_fd, fd);
			} else if (recv(fd, request, sizeof(request), 0) > 0) {
				compute(options.rounds);
				send_message(fd, RESPONSE, strlen(RESPONSE));
			} else {
				close(fd);
			}
		}
	}
}

static void pin(int core)
{
	cpu_set_t cores;

	CPU_ZERO(&cores);
	CPU_SET(core, &cores);
	if (sched_setaffinity(0, sizeof(cores), &cores))
		die("sched_setaffinity");
}

static int listen_on_loopback(void)
{
	struct sockaddr_in address = address_of_server();
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die("bind");
	if (listen(fd, CONNECTIONS_MAX))
		die("listen");
	return fd;
}

/* Returns in the client, once the server listens. */
static pid_t start_server(void)
{
	pid_t parent = getpid(), child;
	int ready[2];
	char byte;

	if (pipe(ready))
		die("pipe");
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		int listener;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		pin(options.server_core);
		listener = listen_on_loopback();
		close(ready[0]);
		close(ready[1]);
		serve(listener);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) < 0)
		die("pipe");
	close(ready[0]);
	return child;
}

/* ---- the client ---- */

static struct {
	int epoll_fd;
	int idle[CONNECTIONS_MAX];
	uint64_t idle_count;
	uint64_t answered;
	uint64_t scheduled; /* requests that a rate has asked for so far */
	bool over;	    /* --sampled: nobody asks any more */
} client;

static void connect_all(void)
{
	struct sockaddr_in address = address_of_server();

	client.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	for (uint64_t i = 0; i < options.connections; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

		if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)))
			die("connect");
		no_delay(fd);
		watch(client.epoll_fd, fd);
		client.idle[client.idle_count++] = fd;
	}
}

static void send_due(uint64_t due)
{
	for (; due && client.idle_count; due--)
		send_message(client.idle[--client.idle_count], REQUEST, strlen(REQUEST));
}

static void sample(void)
{
	char byte;

	if (read(STDIN_FILENO, &byte, 1) != 1) {
		client.over = true;
		return;
	}
	printf("%llu %llu\n", (unsigned long long)now_ns(), (unsigned long long)client.answered);
	fflush(stdout);
}

static void take_answers(uint64_t timeout_ns)
{
	struct timespec timeout = { timeout_ns / NS_PER_S, timeout_ns % NS_PER_S };
	struct epoll_event events[EVENTS];
	int n = epoll_pwait2(client.epoll_fd, events, EVENTS, &timeout, NULL);

	for (int i = 0; i < n; i++) {
		char response[MESSAGE_MAX_BYTES];

		if (events[i].data.fd == STDIN_FILENO) {
			sample();
			continue;
		}
		if (recv(events[i].data.fd, response, sizeof(response), 0) != (ssize_t)strlen(RESPONSE))
			die("response");
		client.idle[client.idle_count++] = events[i].data.fd;
		client.answered++;
	}
}

/* How many requests the rate wants sent by now; what found no idle connection is not made up for. */
static uint64_t due_at(uint64_t now, uint64_t begin)
{
	uint64_t wanted = (now - begin) * options.rate / NS_PER_S;
	uint64_t due = wanted - client.scheduled;

	client.scheduled = wanted;
	return due;
}

static void run_client(void)
{
	uint64_t begin = now_ns(), warm = begin + options.warm_up_seconds * NS_PER_S;
	uint64_t end = warm + options.seconds * NS_PER_S, at_warm = 0, warmed = 0, now;

	while ((now = now_ns()) < end) {
		if (!warmed && now >= warm) {
			warmed = now;
			at_warm = client.answered;
		}
		send_due(options.rate > 0 ? due_at(now, begin) : options.connections);
		take_answers(TICK_NS);
	}
	printf("answered=%llu counted=%llu seconds=%.6f\n", (unsigned long long)client.answered,
	       (unsigned long long)(client.answered - at_warm), (double)(now - warmed) / NS_PER_S);
}

static void run_sampled(void)
{
	watch(client.epoll_fd, STDIN_FILENO);
	while (!client.over) {
		send_due(options.connections);
		take_answers(TICK_NS);
	}
	if (epoll_ctl(client.epoll_fd, EPOLL_CTL_DEL, STDIN_FILENO, NULL))
		die("epoll_ctl");
}

/* Requests under way at the end are answered before the server goes, so that a monitor sees all or none of them. */
static void drain(void)
{
	for (int i = 0; i < 1000 && client.idle_count < options.connections; i++)
		take_answers(NS_PER_S / 1000);
}

/* ---- options ---- */

static const struct option known_options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "server-core", required_argument, NULL, 's' },
	{ "connections", required_argument, NULL, 'c' },
	{ "rounds", required_argument, NULL, 'r' },
	{ "cpu-us", required_argument, NULL, 'u' },
	{ "seconds", required_argument, NULL, 't' },
	{ "warm-up-seconds", required_argument, NULL, 'w' },
	{ "rate", required_argument, NULL, 'R' },
	{ "sampled", no_argument, NULL, 'S' },
	{ "calibrate", no_argument, NULL, 'C' },
	{},
};

static void parse_options(int argc, char **argv)
{
	int option, at = 0;

	while ((option = getopt_long(argc, argv, "", known_options, &at)) != -1) {
		const char *name = known_options[at].name;

		switch (option) {
		case 'p': options.port = parse_number(name, optarg, 1, 65535); break;
		case 's': options.server_core = parse_number(name, optarg, 0, CPU_SETSIZE - 1); break;
		case 'c': options.connections = parse_number(name, optarg, 1, CONNECTIONS_MAX); break;
		case 'r': options.rounds = parse_number(name, optarg, 1, 1e12); break;
		case 'u': options.cpu_us = parse_number(name, optarg, 1, 1e6); break;
		case 't': options.seconds = parse_number(name, optarg, 0.1, 600); break;
		case 'w': options.warm_up_seconds = parse_number(name, optarg, 0, 60); break;
		case 'R': options.rate = parse_number(name, optarg, 1, 1e6); break;
		case 'S': options.sampled = true; break;
		case 'C': options.calibrate = true; break;
		default: exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	pid_t server;

	parse_options(argc, argv);
	if (options.calibrate) {
		pin(options.server_core);
		calibrate();
		return 0;
	}
	if (!options.port) {
		fputs("saturation: --port is missing\n", stderr);
		return 2;
	}
	server = start_server();
	connect_all();
	if (options.sampled)
		run_sampled();
	else
		run_client();
	drain();
	printf("# answered=%llu\n", (unsigned long long)client.answered);
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return 0;
}
