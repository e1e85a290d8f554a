/*
 * turns: a small HTTP server whose requests say how much CPU time they cost: GET /20 computes for 20 ms
 * and answers; GET /20+30 sends the head after 20 ms and the body after 30 more; GET /20-30 answers after
 * 20 ms and computes for 30 ms more; GET /20*1 starts a thread before it answers. It serves with a thread or a process per connection, with a pool of
 * threads that accept, or with one thread for all connections. The body is the id of the thread and the
 * CPU time in ns that it spent from its read to the last byte it sent.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

#define NS_PER_MS 1000000ull
#define HEAD_MAX_BYTES 1024
#define STACK_BYTES (128 * 1024)
#define STEP_ROUNDS 4000 /* some 10 us between two looks at the clock */
#define EVENTS 16

enum mode { THREADS, PROCESSES, POOL, LOOP };

static struct {
	uint16_t port;
	enum mode mode;
	int pool;
} options;

static int listener;

/* ---- the work ---- */

static uint64_t thread_cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void compute_until(uint64_t cpu_ns)
{
	volatile uint64_t x = 88172645463325252ull;

	while (thread_cpu_ns() < cpu_ns) {
		for (int i = 0; i < STEP_ROUNDS; i++)
			x ^= x << 13;
	}
}

/* ---- threads ---- */

static void start_thread(void *(*run)(void *), void *argument)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	if (pthread_create(&thread, &attributes, run, argument))
		die("pthread_create");
	pthread_attr_destroy(&attributes);
}

static void *end_at_once(void *unused)
{
	return unused;
}

/* ---- HTTP ---- */

static bool send_text(int fd, const char *text)
{
	size_t length = strlen(text);

	return send(fd, text, length, MSG_NOSIGNAL) == (ssize_t)length;
}

/* One request; false when the connection is over. Requests come one at a time, each in one piece. */
static bool serve_one(int fd)
{
	char head[HEAD_MAX_BYTES + 1], body[64], answer[256], *rest;
	ssize_t bytes = recv(fd, head, HEAD_MAX_BYTES, 0);
	uint64_t begin = thread_cpu_ns(), first, more;

	if (bytes <= 0)
		return false;
	head[bytes] = '\0';
	if (strncmp(head, "GET /", 5))
		return false;
	first = strtod(head + 5, &rest) * NS_PER_MS;
	more = *rest == ' ' || *rest == '*' ? 0 : strtod(rest + 1, NULL) * NS_PER_MS;
	compute_until(begin + first);
	if (*rest == '*')
		start_thread(end_at_once, NULL);
	if (*rest == '+') {
		if (!send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n"))
			return false;
		compute_until(begin + first + more);
	}
	snprintf(body, sizeof(body), "%10d %20llu\n", (int)gettid(), (unsigned long long)(thread_cpu_ns() - begin));
	if (*rest == '+')
		return send_text(fd, body);
	snprintf(answer, sizeof(answer), "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n%s", body);
	if (!send_text(fd, answer))
		return false;
	if (*rest == '-')
		compute_until(begin + first + more);
	return true;
}

static void *serve(void *fd)
{
	while (serve_one((int)(intptr_t)fd))
		;
	close((int)(intptr_t)fd);
	return NULL;
}

/* ---- who serves ---- */

static int accept_one(void)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		die("accept");
	return fd;
}

static void start_process(int fd)
{
	pid_t parent = getpid(), child = fork();

	if (child < 0)
		die("fork");
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			serve((void *)(intptr_t)fd);
		_exit(0);
	}
	close(fd);
}

static void *serve_in_turn(void *unused)
{
	for (;;)
		serve((void *)(intptr_t)accept_one());
	return unused;
}

static void watch(int epoll_fd, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event))
		die("epoll_ctl");
}

static void *loop(void *unused)
{
	struct epoll_event events[EVENTS];
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);

	watch(epoll_fd, listener);
	for (;;) {
		int n = epoll_wait(epoll_fd, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd;

			if (fd == listener)
				watch(epoll_fd, accept_one());
			else if (!serve_one(fd))
				close(fd);
		}
	}
	return unused;
}

static void *accept_forever(void *unused)
{
	for (;;) {
		int fd = accept_one();

		if (options.mode == PROCESSES)
			start_process(fd);
		else
			start_thread(serve, (void *)(intptr_t)fd);
	}
	return unused;
}

static void start_servers(void)
{
	if (options.mode == POOL) {
		for (int i = 0; i < options.pool; i++)
			start_thread(serve_in_turn, NULL);
	} else {
		start_thread(options.mode == LOOP ? loop : accept_forever, NULL);
	}
}

/* ---- start and end ---- */

static void listen_on_loopback(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(options.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int on = 1;

	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0)
		die("socket");
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, SOMAXCONN))
		die("listen");
}

static const struct option known_options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "processes", no_argument, NULL, 'f' },
	{ "pool", required_argument, NULL, 't' },
	{ "loop", no_argument, NULL, 'l' },
	{},
};

static void parse_options(int argc, char **argv)
{
	int option, at = 0;

	while ((option = getopt_long(argc, argv, "", known_options, &at)) != -1) {
		const char *name = known_options[at].name;

		switch (option) {
		case 'p': options.port = parse_number(name, optarg, 1, 65535); break;
		case 'f': options.mode = PROCESSES; break;
		case 't': options.mode = POOL; options.pool = parse_number(name, optarg, 1, 64); break;
		case 'l': options.mode = LOOP; break;
		default: exit(2);
		}
	}
	if (!options.port) {
		fputs("turns: --port is missing\n", stderr);
		exit(2);
	}
}

/* Ends with its standard input, so that not even a killed parent leaves it behind. */
int main(int argc, char **argv)
{
	char ignored[64];

	parse_options(argc, argv);
	listen_on_loopback();
	signal(SIGCHLD, SIG_IGN);
	start_servers();
	puts("listening");
	fflush(stdout);
	while (read(STDIN_FILENO, ignored, sizeof(ignored)) > 0)
		;
	return 0;
}
