/*
 * truth: a server and its client that know of each request when it arrived and
 * when its response left, to judge a monitor by. Prints a line per request:
 *
 *   index,arrival,first response byte,last response byte
 *
 * each moment as three fields: not before, not after, and the kernel's own
 * stamp of the packet (0: none that is surely this byte's); ns of
 * CLOCK_MONOTONIC. The client runs where it was started, the server as a
 * process of its own on --server-core.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common.h"
#include "truth.h"

#define LIFETIME_MAX_S 600
#define DEFER_ACCEPT_S 5
#define LAST_CHUNK "0\r\n\r\n"

struct options options = {
	.requests = 100,
	.connections = 1,
	.upload_parts = 1,
	.response_bytes = 64,
	.response_parts = 1,
	.pause_us = 500,
};

/* ---- the response ---- */

static char *allocate(size_t bytes)
{
	char *memory = malloc(bytes);

	if (!memory)
		die("memory");
	return memory;
}

static void add_part(struct response *response, const char *bytes, size_t length)
{
	response->parts[response->count].bytes = bytes;
	response->parts[response->count].length = length;
	response->count++;
	response->total += length;
}

static void add_chunks(struct response *response)
{
	uint64_t chunk = options.response_bytes / options.response_parts;

	for (uint64_t i = 0; i < options.response_parts; i++) {
		bool first = i == 0, last = i + 1 == options.response_parts;
		char *bytes = allocate(chunk + 256);
		int length = sprintf(bytes, "%s%llx\r\n",
				     first ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" : "",
				     (unsigned long long)chunk);

		memset(bytes + length, 'y', chunk);
		length += chunk;
		length += sprintf(bytes + length, "\r\n%s", last ? LAST_CHUNK : "");
		add_part(response, bytes, length);
	}
}

static void build_response(struct response *response)
{
	char *bytes;
	int head;

	if (options.response_parts > 1) {
		add_chunks(response);
		return;
	}
	bytes = allocate(options.response_bytes + 256);
	head = sprintf(bytes, "HTTP/1.1 200 OK\r\nContent-Length: %llu\r\nConnection: %s\r\n\r\n",
		       (unsigned long long)options.response_bytes, options.fresh ? "close" : "keep-alive");
	memset(bytes + head, 'y', options.response_bytes);
	if (options.headers_first)
		add_part(response, bytes, head);
	add_part(response, options.headers_first ? bytes + head : bytes,
		 options.headers_first ? options.response_bytes : head + options.response_bytes);
}

/* ---- the two processes ---- */

static socklen_t loopback(union address *address)
{
	memset(address, 0, sizeof(*address));
	if (options.ipv6) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_addr = in6addr_loopback;
		address->v6.sin6_port = htons(options.port);
		return sizeof(address->v6);
	}
	address->v4.sin_family = AF_INET;
	address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address->v4.sin_port = htons(options.port);
	return sizeof(address->v4);
}

static int listen_on(const union address *address, socklen_t length)
{
	int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1, seconds = DEFER_ACCEPT_S;

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	socket_prepare(fd);
	if (options.defer_accept && setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds)))
		die("TCP_DEFER_ACCEPT");
	if (bind(fd, &address->any, length))
		die("bind");
	if (listen(fd, SOMAXCONN))
		die("listen");
	return fd;
}

static void pin(int core)
{
	cpu_set_t cores;

	CPU_ZERO(&cores);
	CPU_SET(core, &cores);
	if (sched_setaffinity(0, sizeof(cores), &cores))
		die("sched_setaffinity");
}

/* Returns in the client, once the server listens. */
static pid_t start_server(const union address *address, socklen_t length, const struct response *response,
			  struct record *records)
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
		listener = listen_on(address, length);
		close(ready[0]);
		close(ready[1]);
		truth_serve(listener, response, records);
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) < 0)
		die("pipe");
	close(ready[0]);
	return child;
}

/* ---- the report ---- */

/* Of two, the first of which may be unknown. */
static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a && a < b ? a : b;
}

/* What the kernel stamped, in wall time: before the send it belongs to, it was stamped under a clock set since. */
static uint64_t believable(uint64_t stamp_ns, uint64_t begin_ns)
{
	return stamp_ns >= begin_ns ? stamp_ns : 0;
}

static void print_moment(uint64_t lower, uint64_t upper, uint64_t stamp, char end)
{
	printf("%llu,%llu,%llu%c", (unsigned long long)lower, (unsigned long long)upper, (unsigned long long)stamp,
	       end);
}

/*
 * A stamp is that of the newest packet of a read. The last byte is in the newest packet (a FIN may have overtaken it,
 * but then the stamp is later than the bound); the first byte only is if nothing but its packet was read. What is one
 * packet arrives inside its send; what is more may have to wait for the other side to read.
 */
static void print_record(uint64_t index, const struct record *r, const struct response *response)
{
	size_t first = response->parts[0].length, last = response->parts[response->count - 1].length;
	uint64_t first_stamp_ns = believable(r->first_stamp_ns, r->first_begin_ns);
	bool alone = r->first_received_bytes <= first && r->first_received_bytes <= PACKET_MAX_BYTES;

	printf("%llu,", (unsigned long long)index);
	print_moment(r->sent_begin_ns,
		     options.request_bytes <= ONE_PACKET_BYTES ? earlier(r->sent_end_ns, r->read_ns) : r->read_ns,
		     r->arrival_stamp_ns, ',');
	print_moment(r->first_begin_ns, earlier(first_stamp_ns, earlier(r->first_end_ns, r->first_received_ns)),
		     alone ? first_stamp_ns : 0, ',');
	print_moment(r->last_begin_ns,
		     last <= ONE_PACKET_BYTES ? earlier(r->last_end_ns, r->last_received_ns) : r->last_received_ns,
		     r->last_stamp_ns, '\n');
}

/* ---- options ---- */

static const struct option known_options[] = {
	{ "requests", required_argument, NULL, 'r' },
	{ "connections", required_argument, NULL, 'c' },
	{ "port", required_argument, NULL, 'p' },
	{ "server-core", required_argument, NULL, 's' },
	{ "ipv6", no_argument, NULL, '6' },
	{ "fresh", no_argument, NULL, 'f' },
	{ "defer-accept", no_argument, NULL, 'd' },
	{ "half-close", no_argument, NULL, 'h' },
	{ "expect-continue", no_argument, NULL, 'e' },
	{ "headers-first", no_argument, NULL, 'H' },
	{ "accept-delay-ms", required_argument, NULL, 'a' },
	{ "request-bytes", required_argument, NULL, 'b' },
	{ "upload-parts", required_argument, NULL, 'u' },
	{ "upload-gap-ms", required_argument, NULL, 'U' },
	{ "response-bytes", required_argument, NULL, 'B' },
	{ "response-parts", required_argument, NULL, 'k' },
	{ "response-gap-ms", required_argument, NULL, 'K' },
	{ "pause-us", required_argument, NULL, 'P' },
	{},
};

static void parse_option(int option, const char *name)
{
	switch (option) {
	case 'r': options.requests = parse_number(name, optarg, 1, 1e6); break;
	case 'c': options.connections = parse_number(name, optarg, 1, 64); break;
	case 'p': options.port = parse_number(name, optarg, 1, 65535); break;
	case 's': options.server_core = parse_number(name, optarg, 0, CPU_SETSIZE - 1); break;
	case '6': options.ipv6 = true; break;
	case 'f': options.fresh = true; break;
	case 'd': options.defer_accept = true; break;
	case 'h': options.half_close = true; break;
	case 'e': options.expect_continue = true; break;
	case 'H': options.headers_first = true; break;
	case 'a': options.accept_delay_ms = parse_number(name, optarg, 0, 10000); break;
	case 'b': options.request_bytes = parse_number(name, optarg, 0, 64 << 20); break;
	case 'u': options.upload_parts = parse_number(name, optarg, 1, 1000); break;
	case 'U': options.upload_gap_ms = parse_number(name, optarg, 0, 10000); break;
	case 'B': options.response_bytes = parse_number(name, optarg, 1, 64 << 20); break;
	case 'k': options.response_parts = parse_number(name, optarg, 1, PARTS_MAX); break;
	case 'K': options.response_gap_ms = parse_number(name, optarg, 0, 10000); break;
	case 'P': options.pause_us = parse_number(name, optarg, 0, 1e7); break;
	default: exit(2);
	}
}

int main(int argc, char **argv)
{
	struct response response = {};
	struct record *records;
	union address address;
	socklen_t length;
	int option, at = 0, status;
	pid_t server;

	while ((option = getopt_long(argc, argv, "", known_options, &at)) != -1)
		parse_option(option, known_options[at].name);
	if (!options.port) {
		fputs("truth: --port is missing\n", stderr);
		return 2;
	}
	alarm(LIFETIME_MAX_S);
	build_response(&response);
	records = mmap(NULL, options.requests * sizeof(*records), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (records == MAP_FAILED)
		die("mmap");
	length = loopback(&address);
	server = start_server(&address, length, &response, records);
	truth_send(&address, length, response.total, records);
	if (waitpid(server, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fputs("truth: the server failed\n", stderr);
		return 1;
	}
	for (uint64_t i = 0; i < options.requests; i++)
		print_record(i, &records[i], &response);
	printf("# requests=%llu\n", (unsigned long long)options.requests);
	return 0;
}
