/* One thread for all connections, as in most function runtimes. */
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"
#include "truth.h"

#define HEAD_MAX_BYTES 1024
#define EVENTS 16
#define CPU_MIN_NS 300000
#define CPU_RANGE_NS 1700000
#define CPU_STEP_NS 611000 /* spreads the requests' demands over the range */

struct peer {
	int fd;
	size_t head_bytes;
	bool head_done;
	uint64_t index;
	uint64_t body_left;
	char head[HEAD_MAX_BYTES + 1];
};

static struct {
	int epoll_fd;
	const struct response *response;
	struct record *records;
	uint64_t answered;
	uint64_t open;
} server;

static uint64_t thread_cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Each request costs something else, so that a response taken for another one's shows. */
static void compute(uint64_t index)
{
	uint64_t end_ns = thread_cpu_ns() + CPU_MIN_NS + index * CPU_STEP_NS % CPU_RANGE_NS;

	while (thread_cpu_ns() < end_ns)
		;
}

static void watch(int fd, struct peer *peer)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };

	if (epoll_ctl(server.epoll_fd, EPOLL_CTL_ADD, fd, &event))
		die("epoll_ctl");
}

static void accept_peer(int listener)
{
	struct peer *peer;
	int fd;

	sleep_ns(options.accept_delay_ms * 1000000);
	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		die("accept");
	peer = calloc(1, sizeof(*peer));
	if (!peer)
		die("memory");
	socket_prepare(fd);
	peer->fd = fd;
	server.open++;
	watch(fd, peer);
}

static void drop(struct peer *peer)
{
	close(peer->fd);
	free(peer);
	server.open--;
}

static void respond(struct peer *peer, struct record *record)
{
	const struct response *response = server.response;

	for (uint64_t i = 0; i < response->count; i++) {
		sleep_ns(i ? options.response_gap_ms * 1000000 : 0);
		send_all(peer->fd, response->parts[i].bytes, response->parts[i].length, &record->last_begin_ns,
			 &record->last_end_ns);
		if (i == 0) {
			record->first_begin_ns = record->last_begin_ns;
			record->first_end_ns = record->last_end_ns;
		}
	}
	server.answered++;
}

static uint64_t number_after(const char *text, const char *name)
{
	const char *found = strstr(text, name);

	return found ? strtoull(found + strlen(name), NULL, 10) : 0;
}

static void head_complete(struct peer *peer, size_t length)
{
	uint64_t ignored;

	peer->head_done = true;
	peer->index = number_after(peer->head, " /");
	peer->body_left = number_after(peer->head, "\r\nContent-Length: ") - (peer->head_bytes - length);
	if (peer->index >= options.requests) {
		fprintf(stderr, "truth: request %llu of %llu\n", (unsigned long long)peer->index,
			(unsigned long long)options.requests);
		exit(1);
	}
	if (strstr(peer->head, "\r\nExpect: 100-continue"))
		send_all(peer->fd, CONTINUE, strlen(CONTINUE), &ignored, &ignored);
}

/* False at the end of the stream. The client does not pipeline: what is read belongs to one request. */
static bool take(struct peer *peer, uint64_t *stamp_ns)
{
	static char body[1 << 16];
	bool head = !peer->head_done;
	char *into = head ? peer->head + peer->head_bytes : body;
	ssize_t n = receive_stamped(peer->fd, into, head ? HEAD_MAX_BYTES - peer->head_bytes : sizeof(body),
				    MSG_DONTWAIT, stamp_ns);
	char *end;

	if (n <= 0)
		return n < 0 && errno == EAGAIN;
	if (!head) {
		peer->body_left -= n;
		return true;
	}
	peer->head_bytes += n;
	peer->head[peer->head_bytes] = '\0';
	end = strstr(peer->head, "\r\n\r\n");
	if (end)
		head_complete(peer, end + 4 - peer->head);
	return end || peer->head_bytes < HEAD_MAX_BYTES;
}

static void readable(struct peer *peer)
{
	struct record *record;
	uint64_t stamp_ns = 0;

	if (!take(peer, &stamp_ns)) {
		drop(peer);
		return;
	}
	if (!peer->head_done || peer->body_left)
		return;
	record = &server.records[peer->index];
	record->read_ns = now_ns();
	record->arrival_stamp_ns = stamp_ns;
	compute(peer->index);
	respond(peer, record);
	peer->head_done = false;
	peer->head_bytes = 0;
	if (options.fresh) {
		sleep_ns(FIN_DELAY_NS);
		drop(peer);
	}
}

void truth_serve(int listener, const struct response *response, struct record *records)
{
	struct epoll_event events[EVENTS];

	server.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	server.response = response;
	server.records = records;
	if (server.epoll_fd < 0)
		die("epoll_create1");
	watch(listener, NULL);
	while (server.answered < options.requests || server.open) {
		int n = epoll_wait(server.epoll_fd, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			if (events[i].data.ptr)
				readable(events[i].data.ptr);
			else
				accept_peer(listener);
		}
	}
}
