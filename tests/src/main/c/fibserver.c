/*
 * fibserver: a small HTTP/1.1 server that behaves like a native function
 * runtime. Each GET computes fib(N) R times, or until it has cost M ms of CPU;
 * one thread (or, with --fork, one process) serves one connection. Prints
 * "listening PORT" once it accepts.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "announce.h"
#include "common.h"

#define HEAD_MAX_BYTES 8192
#define STACK_BYTES (128 * 1024)
#define NS_PER_MS 1000000ull

static struct {
	const char *bind;
	uint16_t port;
	int fib;
	uint64_t repeat; /* 0: until cpu_ns */
	uint64_t cpu_ns;
	uint64_t io_ms;
	bool fork;
	bool until_eof;
	const char *announce; /* or NULL */
} options = { .bind = "127.0.0.1", .fib = 20 };

struct work {
	uint64_t repeat;
	uint64_t sum;
};

struct connection {
	int fd;
	size_t used;
	char bytes[HEAD_MAX_BYTES + 1];
};

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* ---- what a scheduler is told ---- */

static int announce_fd = -1;

/* Fails if nobody listens, and later rather than wait for a listener that does not read. */
static void open_announcements(void)
{
	if (!options.announce)
		return;
	announce_fd = open(options.announce, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (announce_fd < 0)
		die(options.announce);
	signal(SIGPIPE, SIG_IGN);
}

static void announce(enum announced event)
{
	struct announcement announcement = {
		.tid = gettid(),
		.event = event,
		.service_ns = options.cpu_ns,
	};

	if (announce_fd >= 0 && write(announce_fd, &announcement, sizeof(announcement)) < 0)
		die(options.announce);
}

/* ---- the function ---- */

static __attribute__((noinline)) uint64_t fib(int n)
{
	return n < 2 ? (uint64_t)n : fib(n - 1) + fib(n - 2);
}

static uint64_t thread_cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static bool is_done(uint64_t repeat, uint64_t begin_cpu_ns)
{
	if (options.repeat)
		return repeat >= options.repeat;
	return thread_cpu_ns() - begin_cpu_ns >= options.cpu_ns;
}

/* n is volatile: otherwise the compiler sees a pure call and hoists it. */
static struct work compute(uint64_t begin_cpu_ns)
{
	volatile int n = options.fib;
	struct work work = {};

	do {
		work.sum += fib(n);
		work.repeat++;
	} while (!is_done(work.repeat, begin_cpu_ns));
	return work;
}

static void wait_for_io(void)
{
	struct timespec left = {
		.tv_sec = options.io_ms / 1000,
		.tv_nsec = options.io_ms % 1000 * NS_PER_MS,
	};

	if (!options.io_ms)
		return;
	announce(SLEEPS);
	while (nanosleep(&left, &left) && errno == EINTR)
		;
	announce(WOKE);
}

/* ---- HTTP ---- */

/* Reads one whole request head and terminates it; its length, or 0 at the end. */
static size_t read_head(struct connection *c)
{
	for (;;) {
		char *end = memmem(c->bytes, c->used, "\r\n\r\n", 4);
		ssize_t n;

		if (end)
			return end + 4 - c->bytes;
		if (c->used == HEAD_MAX_BYTES)
			return 0;
		n = recv(c->fd, c->bytes + c->used, HEAD_MAX_BYTES - c->used, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		c->used += n;
	}
}

static bool connection_header_says(const char *head, const char *token)
{
	const char *value = strcasestr(head, "\r\nConnection:");
	char line[128];

	if (!value)
		return false;
	value += strlen("\r\nConnection:");
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(value, "\r"), value);
	return strcasestr(line, token);
}

static bool wants_keep_alive(const char *head)
{
	const char *line_end = strstr(head, "\r\n");

	if (line_end - head >= 8 && !strncmp(line_end - 8, "HTTP/1.0", 8))
		return connection_header_says(head, "keep-alive");
	return !connection_header_says(head, "close");
}

/* One send: clients and the kernel monitor see the response as one event. */
static bool respond(int fd, const char *status, const char *body, bool keep_alive)
{
	char response[512];
	int length = snprintf(response, sizeof(response),
			      "HTTP/1.1 %s\r\n"
			      "Content-Type: application/json\r\n"
			      "Content-Length: %zu\r\n"
			      "Connection: %s\r\n\r\n%s",
			      status, strlen(body),
			      keep_alive ? "keep-alive" : "close", body);

	return send(fd, response, length, MSG_NOSIGNAL) == length;
}

static bool answer(int fd, const char *head)
{
	uint64_t begin_cpu_ns = thread_cpu_ns();
	bool keep_alive = wants_keep_alive(head);
	struct work work;
	char body[128];

	if (strncmp(head, "GET ", 4)) {
		respond(fd, "405 Method Not Allowed", "", false);
		return false;
	}
	wait_for_io();
	work = compute(begin_cpu_ns);
	snprintf(body, sizeof(body),
		 "{\"fib\":%d,\"repeat\":%llu,\"sum\":%llu}\n", options.fib,
		 (unsigned long long)work.repeat, (unsigned long long)work.sum);
	return respond(fd, "200 OK", body, keep_alive) && keep_alive;
}

static void serve(int fd)
{
	struct connection c = { .fd = fd };
	bool keep_alive = true;
	size_t length;

	while (keep_alive && (length = read_head(&c))) {
		char next = c.bytes[length];

		c.bytes[length] = '\0';
		announce(STARTED);
		keep_alive = answer(fd, c.bytes);
		announce(ENDED);
		c.bytes[length] = next;
		c.used -= length;
		memmove(c.bytes, c.bytes + length, c.used);
	}
	close(fd);
}

/* ---- a thread or a process per connection ---- */

static void *serve_thread(void *fd)
{
	serve((int)(intptr_t)fd);
	return NULL;
}

static void start_thread(int fd)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	if (pthread_create(&thread, &attributes, serve_thread, (void *)(intptr_t)fd))
		close(fd);
	pthread_attr_destroy(&attributes);
}

static void start_process(int listener, int fd)
{
	pid_t parent = getpid();
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
		close(listener);
		serve(fd);
		_exit(0);
	}
	close(fd);
}

static void accept_one(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0) {
		/* Out of descriptors: the backlog waits, the loop must not spin. */
		if (errno == EMFILE || errno == ENFILE)
			usleep(1000);
		return;
	}
	if (options.fork)
		start_process(listener, fd);
	else
		start_thread(fd);
}

static bool stdin_ended(void)
{
	char ignored[64];

	return read(STDIN_FILENO, ignored, sizeof(ignored)) == 0;
}

static void accept_forever(int listener)
{
	struct pollfd watched[] = {
		{ .fd = listener, .events = POLLIN },
		{ .fd = options.until_eof ? STDIN_FILENO : -1, .events = POLLIN },
	};

	for (;;) {
		if (poll(watched, 2, -1) < 0 && errno != EINTR)
			die("poll");
		if (watched[1].revents && stdin_ended())
			return;
		if (watched[0].revents & POLLIN)
			accept_one(listener);
	}
}

/* ---- start and end ---- */

static socklen_t parse_address(union address *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, options.bind, &address->v4.sin_addr) == 1) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons(options.port);
		return sizeof(address->v4);
	}
	if (inet_pton(AF_INET6, options.bind, &address->v6.sin6_addr) == 1) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_port = htons(options.port);
		return sizeof(address->v6);
	}
	fprintf(stderr, "fibserver: --bind %s: not an IP address\n", options.bind);
	exit(2);
}

/* Non-blocking: a connection may be gone between poll and accept. */
static int listen_on_address(void)
{
	union address address;
	socklen_t length = parse_address(&address);
	int fd = socket(address.any.sa_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1;

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, &address.any, length) || listen(fd, SOMAXCONN)) {
		fprintf(stderr, "fibserver: --bind %s --port %u: %s\n", options.bind,
			options.port, strerror(errno));
		exit(1);
	}
	if (getsockname(fd, &address.any, &length))
		die("getsockname");
	options.port = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port :
								address.v6.sin6_port);
	return fd;
}

static void allow_many_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void on_terminate(int signal)
{
	(void)signal;
	_exit(0);
}

static int run_server(void)
{
	int listener = listen_on_address();

	allow_many_descriptors();
	signal(SIGTERM, on_terminate);
	signal(SIGCHLD, SIG_IGN); /* the kernel reaps the children */
	open_announcements();
	announce(ACCEPTS);
	printf("listening %u\n", options.port);
	fflush(stdout);
	accept_forever(listener);
	return 0;
}

/* ---- options ---- */

static const struct option known_options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "bind", required_argument, NULL, 'b' },
	{ "repeat", required_argument, NULL, 'r' },
	{ "cpu-ms", required_argument, NULL, 'c' },
	{ "fib", required_argument, NULL, 'n' },
	{ "io-ms", required_argument, NULL, 'i' },
	{ "fork", no_argument, NULL, 'f' },
	{ "until-eof", no_argument, NULL, 'e' },
	{ "announce", required_argument, NULL, 'a' },
	{ "help", no_argument, NULL, 'h' },
	{},
};

static void usage(FILE *out)
{
	fputs("usage: fibserver [--port N] [--bind ADDRESS] [--repeat R | --cpu-ms M] [--fib N] [--io-ms M] [--fork] [--until-eof] [--announce PIPE]\n"
	      "  --port N        0 (the default) takes a free one; the first line printed names it\n"
	      "  --bind ADDRESS  IPv4 or IPv6 (default 127.0.0.1)\n"
	      "  --repeat R      how often one request computes fib(N) (default 1)\n"
	      "  --cpu-ms M      compute fib(N) until the request has cost M ms of CPU, exceeded by one fib(N) at most\n"
	      "  --fib N         0 to 50 (default 20)\n"
	      "  --io-ms M       sleep so long before computing\n"
	      "  --fork          a process per connection instead of a thread\n"
	      "  --until-eof     exit when standard input ends\n"
	      "  --announce PIPE tell a scheduler which thread begins and ends a request (announce.h)\n",
	      out);
}

static void parse_options(int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", known_options, NULL)) != -1) {
		switch (option) {
		case 'p':
			options.port = parse_number("port", optarg, 0, 65535);
			break;
		case 'b':
			options.bind = optarg;
			break;
		case 'r':
			options.repeat = parse_number("repeat", optarg, 1, 1e12);
			break;
		case 'n':
			options.fib = parse_number("fib", optarg, 0, 50);
			break;
		case 'i':
			options.io_ms = parse_number("io-ms", optarg, 0, 3600000);
			break;
		case 'c':
			options.cpu_ns = parse_number("cpu-ms", optarg, 0.001, 60000) * NS_PER_MS;
			break;
		case 'f':
			options.fork = true;
			break;
		case 'e':
			options.until_eof = true;
			break;
		case 'a':
			options.announce = optarg;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	if (options.repeat && options.cpu_ns) {
		fputs("fibserver: --repeat and --cpu-ms: a request has either so much work or so much CPU time\n",
		      stderr);
		exit(2);
	}
	if (!options.cpu_ns && !options.repeat)
		options.repeat = 1;
}

int main(int argc, char **argv)
{
	parse_options(argc, argv);
	return run_server();
}
