/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The road of a request through a connection: arrived, was_read, sent, and over. */
#ifndef __CONNECTION_BPF_H__
#define __CONNECTION_BPF_H__

#define TCP_ESTABLISHED 1
#define TCP_SYN_SENT	2
#define TCP_CLOSE	7
#define TCP_LISTEN	10
#define AF_INET		2

/* What a connection speaks shows in its first requests; later ones are not looked at. */
#define EXAMINED_REQUESTS 4
#define SHORT_SERVICE_NS 200000
#define INTERIM_MAX	  32 /* bytes of a 100 Continue, which has no fields */

static __always_inline __u32 current_pid(void)
{
	return bpf_get_current_pid_tgid() >> 32;
}

/* Serial number arithmetic (RFC 1982), as the kernel's after(). */
static __always_inline bool after(__u32 a, __u32 b)
{
	return (__s32)(b - a) < 0;
}

static __always_inline __u16 local_port(struct sock *sk)
{
	return LOAD(struct sock, sk, __sk_common.skc_num);
}

static __always_inline struct end_key local_end(struct sock *sk, __u16 port)
{
	struct end_key key = {
		.netns = LOAD(struct net, LOAD(struct sock, sk, __sk_common.skc_net.net), ns.inum),
		.port = port,
	};

	return key;
}

static __always_inline bool watched(__u16 port)
{
	return watched_ports[port];
}

static __always_inline void watch(__u16 port)
{
	watched_ports[port] = 1;
}

/*
 * When the packet came in: the kernel's stamp of it, which costs the programs nothing, and is not late by the way from
 * the device to TCP; or `unstamped`, which is 0 for now.
 */
static __always_inline __u64 ingress_ns(struct sk_buff *skb, __u64 unstamped)
{
	__u64 offset_ns = shared.realtime_offset_ns;
	__u64 stamp = offset_ns ? LOAD(struct sk_buff, skb, tstamp) : 0;

	if (stamp)
		return stamp - offset_ns;
	return unstamped ? unstamped : bpf_ktime_get_ns();
}

/*
 * When it went out. TCP has read the clock as it began to send: where the answer came so soon after the read that another
 * reading would weigh, the CPU is warm, and it is not more than a few µs from there to the device.
 */
static __always_inline __u64 egress_ns(struct sock *sk, const struct connection *connection)
{
	__u64 sending_ns = 0;

	if (bpf_core_field_exists(struct tcp_sock, tcp_clock_cache))
		sending_ns = LOAD(struct tcp_sock, sk, tcp_clock_cache);
	return sending_ns - connection->read_ns < SHORT_SERVICE_NS ? sending_ns : bpf_ktime_get_ns();
}

/* Out of line: where connections live long, the programs have less to save and restore. */
static __noinline struct connection *discover(struct sock *sk)
{
	struct end_key key = local_end(sk, local_port(sk));
	struct end *end = bpf_map_lookup_elem(&ends, &key);
	struct connection fresh = {};

	if (!end)
		return NULL;
	fresh.function_id = end->function_id;
	fresh.state = STATE_IDLE;
	fresh.role = end->listeners ? ROLE_SERVER : ROLE_CLIENT_WAITING;
	return track((__u64)sk, &fresh);
}

/* The tracked connection, tracked from now on if its local end is a function's. */
static __always_inline struct connection *connection_of(struct sock *sk)
{
	struct connection *found = find((__u64)sk);

	return found ? found : discover(sk);
}

/*
 * Tells of the request that was answered last that its response is over. Where another one follows, on the CPU that reads
 * or answers that one: it has answered this one, most likely, so that the ring and the digest are its alone.
 */
static __always_inline void complete(struct connection *connection, struct function *function, __u64 now)
{
	struct completion_event *event;
	struct digest *digest;

	if (!connection->incomplete)
		return;
	connection->incomplete = 0;
	if (!function)
		return;
	__sync_fetch_and_add(&function->bytes_in, connection->bytes_in);
	__sync_fetch_and_add(&function->bytes_out, connection->bytes_out);
	digest = digest_of(function);
	if (digest) {
		record(digest, QUANTITY_DURATION, connection->duration_ns);
		if (connection->on_cpu_ns != CPU_UNKNOWN) {
			record(digest, QUANTITY_ON_CPU, connection->on_cpu_ns);
			record(digest, QUANTITY_RUN_QUEUE_WAIT, connection->wait_ns);
		}
		return;
	}
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		count(COUNTER_DROPPED_COMPLETIONS);
		return;
	}
	event->kind = EVENT_COMPLETION;
	event->function_id = connection->function_id;
	event->time_ns = now;
	event->duration_ns = connection->duration_ns;
	event->on_cpu_ns = connection->on_cpu_ns;
	event->wait_ns = connection->wait_ns;
	event->bytes_in = connection->bytes_in;
	event->bytes_out = connection->bytes_out;
	event->tid = connection->tid;
	event->reserved = 0;
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

/* From now on nothing is told of the connection: not of a pending request, nor that of this response the end was seen. */
static __always_inline void unsupported(struct connection *connection, struct function *function, enum counter why)
{
	if (connection->state == STATE_PENDING && function)
		__sync_fetch_and_add(&function->unsupported, 1);
	if (connection->state == STATE_ANSWERED)
		connection->incomplete = 0;
	connection->state = STATE_UNSUPPORTED;
	count(why);
}

static __always_inline void begin(struct connection *connection, struct sock *sk, struct function *function,
				  __u32 seq)
{
	connection->state = STATE_PENDING;
	if (connection->examined < EXAMINED_REQUESTS)
		connection->examined++;
	connection->first_seq = seq;
	connection->end_seq = seq;
	connection->sent_seq = LOAD(struct tcp_sock, sk, write_seq);
	connection->read = READ_NOTHING;
	if (function)
		__sync_fetch_and_add(&function->arrivals, 1);
}

/* Whether a segment has payload that none has brought before. What the kernel knows of it is on a cache line of its own. */
static __always_inline bool brings_news(const struct connection *connection, struct sock *sk, __u32 seq, __u32 end_seq)
{
	if (!after(end_seq, seq))
		return false;
	if ((connection->state == STATE_PENDING || connection->state == STATE_ANSWERED) &&
	    after(end_seq, connection->end_seq))
		return true;
	return after(end_seq, LOAD(struct tcp_sock, sk, rcv_nxt));
}

/* New payload has come in; the request is complete with the last that comes before the answer. */
static __always_inline void arrived(struct connection *connection, struct sock *sk, struct sk_buff *skb, __u32 seq,
				    __u32 end_seq)
{
	__u64 now;

	if (connection->state == STATE_UNSUPPORTED || connection->role == ROLE_CLIENT)
		return;
	now = ingress_ns(skb, 0);
	if (connection->state != STATE_PENDING)
		begin(connection, sk, function_of(connection->function_id), seq);
	else if (connection->read == READ_WHOLE)
		return unsupported(connection, function_of(connection->function_id), COUNTER_PIPELINED);
	if (after(end_seq, connection->end_seq))
		connection->end_seq = end_seq; /* else it fills a gap */
	connection->read_up = 0;
	connection->arrival_ns = now;
}

/* The current thread is the one that read the request. */
static __always_inline bool is_readers(const struct connection *connection)
{
	return connection->tid == (__u32)bpf_get_current_pid_tgid();
}

/* The current thread is of the process that read the request. */
static __always_inline bool is_readers_process(const struct connection *connection)
{
	return connection->pid == current_pid();
}

/* The current thread begins to serve the request. */
static __always_inline void begin_cpu(struct connection *connection, const struct function *function, __u64 now)
{
	struct process_time time = {};

	mark_cpu(&connection->cpu_mark, now);
	connection->wait_mark_ns = bpf_get_current_task_btf()->sched_info.run_delay;
	if (!function || !function->hands_over || !process_time(&time))
		return;
	connection->cpu_mark.all_threads = 1;
	connection->cpu_mark.runtime_ns = time.runtime_ns;
	connection->wait_mark_ns = time.wait_ns;
}

/* The current thread has sent a part of the response. */
static __always_inline void measure_cpu(struct connection *connection, __u64 now)
{
	struct process_time time = {};
	struct function *function;
	__s64 waited_ns;

	if (connection->cpu_mark.all_threads) {
		if (is_readers_process(connection) && process_time(&time)) {
			connection->on_cpu_ns = ran_to(time.runtime_ns, &connection->cpu_mark, now);
			waited_ns = time.wait_ns - connection->wait_mark_ns;
			connection->wait_ns = waited_ns < 0 ? 0 : waited_ns;
			return;
		}
	} else if (is_readers(connection)) {
		connection->on_cpu_ns = ran_since(&connection->cpu_mark, now, now - connection->read_ns);
		connection->wait_ns = bpf_get_current_task_btf()->sched_info.run_delay - connection->wait_mark_ns;
		return;
	} else if (is_readers_process(connection)) {
		function = function_of(connection->function_id);
		if (function && !function->hands_over)
			function->hands_over = 1;
	}
	connection->on_cpu_ns = CPU_UNKNOWN;
}

static __always_inline void adopt_reader(struct connection *connection);

static __always_inline bool in_question(const struct connection *connection)
{
	return connection->examined < EXAMINED_REQUESTS;
}

static __always_inline bool may_surprise(const struct connection *connection, __u32 bytes)
{
	return (in_question(connection) || bytes <= INTERIM_MAX) && is_readers_process(connection);
}

/* When the request came in that rode the handshake's last ACK; it is still in the receive queue. */
static __always_inline __u64 riding_arrival_ns(const struct connection *connection, struct sock *sk)
{
	struct sk_buff *first = LOAD(struct sock, sk, sk_receive_queue.next);
	__u64 arrival_ns;

	if ((void *)first == (void *)sk + bpf_core_field_offset(struct sock, sk_receive_queue))
		return connection->established_ns;
	arrival_ns = ingress_ns(first, connection->established_ns);
	return arrival_ns < connection->established_ns ? arrival_ns : connection->established_ns;
}

static __always_inline void was_read(struct connection *connection, struct sock *sk)
{
	__u32 copied = LOAD(struct tcp_sock, sk, copied_seq);
	struct function *function;
	struct call call;
	__u64 now, reader;

	if (connection->state == STATE_UNSUPPORTED || connection->role == ROLE_CLIENT)
		return;
	function = function_of(connection->function_id);
	if (connection->state == STATE_FRESH) {
		/* it rode the handshake's last ACK, which no segment hook sees (TCP_DEFER_ACCEPT, a full accept queue) */
		begin(connection, sk, function, connection->first_seq);
		connection->arrival_ns = riding_arrival_ns(connection, sk);
		connection->read_up = 0;
		connection->end_seq = LOAD(struct tcp_sock, sk, rcv_nxt);
	}
	if (connection->state == STATE_IDLE || !after(copied, connection->first_seq))
		return; /* begun before it was tracked, or only peeked at */
	if (connection->read == READ_NOTHING) {
		connection->read = READ_PART;
		connection->read_seq = copied;
		if (in_question(connection) && read_call(INBOUND, &call)) {
			if (begins_tls(&call))
				return unsupported(connection, function, COUNTER_TLS);
			if (begins_http2(&call))
				return unsupported(connection, function, COUNTER_HTTP2);
			if (begins_bodyless(&call) && ends_head(&call, copied - connection->first_seq))
				connection->read = READ_WHOLE;
		}
	} else if (connection->read == READ_WHOLE && after(copied, connection->read_seq)) {
		return unsupported(connection, function, COUNTER_PIPELINED);
	}
	if (connection->state != STATE_PENDING || connection->read_up)
		return;
	now = bpf_ktime_get_ns();
	/* a digest can wait: atomic additions cost far less where others are due, with the answer */
	if (connection->incomplete && !aggregated(function))
		complete(connection, function, now);
	connection->read_ns = now;
	connection->read_up = 1;
	if ((__s64)(now - connection->arrival_ns) < 0)
		connection->arrival_ns = now; /* somebody has set the clock */
	reader = bpf_get_current_pid_tgid();
	connection->tid = (__u32)reader;
	if (connection->pid != reader >> 32) {
		connection->pid = reader >> 32;
		adopt_reader(connection);
	}
	begin_cpu(connection, function, now);
	begin_turn(connection, sk, function, now);
}

static __always_inline void tell_peer(struct sock *sk, __u32 function_id, __u64 latency_ns)
{
	struct peer_key key = {.function_id = function_id};
	struct peer first = {.answered = 1, .latency_ns = latency_ns};
	struct peer *peer;

	key.family = LOAD(struct sock, sk, __sk_common.skc_family);
	if (key.family == AF_INET)
		*(__be32 *)key.address = LOAD(struct sock, sk, __sk_common.skc_daddr);
	else
		BPF_CORE_READ_INTO(&key.address, sk, __sk_common.skc_v6_daddr);
	peer = bpf_map_lookup_elem(&peers, &key);
	if (!peer) {
		bpf_map_update_elem(&peers, &key, &first, BPF_ANY);
		return;
	}
	__sync_fetch_and_add(&peer->answered, 1);
	__sync_fetch_and_add(&peer->latency_ns, latency_ns);
}

static __always_inline void emit_answer(struct connection *connection, __u64 now, __u32 flags, bool slow)
{
	struct answer_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event) {
		count(COUNTER_DROPPED_ANSWERS);
		return;
	}
	event->kind = EVENT_ANSWER;
	event->function_id = connection->function_id;
	event->arrival_ns = connection->arrival_ns;
	event->queue_ns = connection->read_ns - connection->arrival_ns;
	event->service_ns = now - connection->read_ns;
	event->tid = connection->tid;
	event->flags = flags;
	bpf_ringbuf_submit(event, slow ? wakeup_flags(now) : BPF_RB_NO_WAKEUP);
}

static __always_inline void answered(struct connection *connection, struct sock *sk, struct function *function,
				     __u64 now)
{
	__u64 latency_ns = now - connection->arrival_ns;
	struct digest *digest;
	bool slow;

	complete(connection, function, now);
	connection->state = STATE_ANSWERED;
	connection->incomplete = 1;
	connection->duration_ns = latency_ns;
	connection->on_cpu_ns = CPU_UNKNOWN;
	connection->wait_ns = 0;
	connection->bytes_in = connection->end_seq - connection->first_seq;
	connection->bytes_out = 0;
	if (!function)
		return;
	if (function->queue && is_readers(connection))
		end_turn(sk, now);
	__sync_fetch_and_add(&function->answered, 1);
	if (settings.peers)
		tell_peer(sk, connection->function_id, latency_ns);
	slow = function->slo_ns && latency_ns > function->slo_ns;
	digest = digest_of(function);
	if (!digest)
		return emit_answer(connection, now, 0, slow);
	record(digest, QUANTITY_LATENCY, latency_ns);
	record(digest, QUANTITY_QUEUE_DELAY, connection->read_ns - connection->arrival_ns);
	record(digest, QUANTITY_SERVICE, now - connection->read_ns);
	if (slow)
		emit_answer(connection, now, ANSWER_DIGESTED, slow);
}

/* A function that is its runtime's client: asking for the next request and answering one are both outbound. */
static __always_inline bool sent_to_runtime(struct connection *connection, struct sock *sk, __u64 now, bool known,
					    const struct call *call)
{
	struct function *function;

	if (known && asks_for_next(call)) {
		function = function_of(connection->function_id);
		if (connection->state == STATE_PENDING) /* errors are told over another connection */
			answered(connection, sk, function, now);
		complete(connection, function, now);
		connection->state = STATE_IDLE;
		connection->role = ROLE_CLIENT_WAITING;
		return false;
	}
	if (connection->state != STATE_PENDING)
		return connection->state == STATE_ANSWERED;
	if (!known || !answers_runtime(call))
		return false;
	connection->role = ROLE_CLIENT; /* what comes in next acknowledges the answer */
	return true;
}

/* Payload goes out; `seq` is its first byte. */
static __always_inline void sent(struct connection *connection, struct sock *sk, __u32 seq, __u32 bytes)
{
	__u32 end = seq + bytes, so_far;
	bool begins_call, known = false;
	struct function *function;
	struct call call;
	__u64 now;

	if (connection->state == STATE_UNSUPPORTED)
		return;
	if (connection->role == ROLE_SERVER && connection->state != STATE_PENDING &&
	    connection->state != STATE_ANSWERED)
		return;
	if (connection->state == STATE_PENDING && !after(end, connection->sent_seq))
		return; /* an older response, sent again */
	now = egress_ns(sk, connection);
	begins_call = connection->state != STATE_ANSWERED || !after(connection->call_end, seq);
	if (begins_call && (connection->role != ROLE_SERVER || may_surprise(connection, bytes)))
		known = read_call(OUTBOUND, &call);
	if (connection->role != ROLE_SERVER && !sent_to_runtime(connection, sk, now, known, &call))
		return;
	if (connection->state == STATE_PENDING) {
		function = function_of(connection->function_id);
		if (known && connection->role == ROLE_SERVER && begins_interim_response(&call)) {
			if (begins_upgrade(&call))
				return unsupported(connection, function, COUNTER_UPGRADED);
			connection->sent_seq = end;
			return;
		}
		if (!connection->read_up) {
			/* more has come in than was read: an early refusal, or a second request behind the first */
			if (function)
				__sync_fetch_and_add(&function->unsupported, 1);
			connection->state = STATE_IDLE;
			count(COUNTER_UNREAD);
			return;
		}
		answered(connection, sk, function, now);
		/* without a look at this one, the next call's answer may just as well be the rest of this */
		connection->call_end = seq + (known ? call.bytes : ALL_BYTES);
	} else if (known && connection->role == ROLE_SERVER && begins_response(&call)) {
		return unsupported(connection, function_of(connection->function_id), COUNTER_PIPELINED);
	}
	connection->duration_ns = now - connection->arrival_ns;
	so_far = end - connection->sent_seq;
	if (after(so_far, connection->bytes_out))
		connection->bytes_out = so_far;
	measure_cpu(connection, now);
}

static __always_inline void established(struct sock *sk)
{
	__u16 port = local_port(sk);
	struct connection *connection = find((__u64)sk);

	if (connection) {
		watch(port); /* a call to the runtime: only now is its port known */
		return;
	}
	if (!watched(port))
		return;
	connection = connection_of(sk);
	if (!connection || connection->role != ROLE_SERVER)
		return;
	connection->state = STATE_FRESH;
	connection->established_ns = bpf_ktime_get_ns();
	connection->first_seq = LOAD(struct tcp_sock, sk, rcv_nxt);
}

static __always_inline void closed(struct sock *sk)
{
	struct connection *connection = find((__u64)sk);
	struct function *function;

	if (!connection)
		return;
	function = function_of(connection->function_id);
	if (connection->state == STATE_PENDING) {
		count(COUNTER_UNANSWERED);
		if (function)
			__sync_fetch_and_add(&function->unanswered, 1);
	}
	if (connection->incomplete)
		complete(connection, function, bpf_ktime_get_ns());
	forget((__u64)sk);
}

#endif /* __CONNECTION_BPF_H__ */
