// SPDX-License-Identifier: GPL-2.0
/*
 * The request monitor. One request is: arrival of its last inbound payload byte, the application's
 * read, the first response byte on its way out. Hooks were chosen by measuring them against a client
 * (DESIGN.md, decision 4). Function identity is the listening port in its network namespace; which
 * ports and processes belong to a function is user space's to say, but for ports declared alone.
 */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "emfs.h"

#define MSG_PEEK	2
#define TCP_ESTABLISHED	1
#define TCP_CLOSE	7
#define TCP_LISTEN	10
#define TCP_DOFF_OFFSET	12
#define TCP_SEQ_OFFSET	4

/* A connection of a function; arrival_ns is 0 while no request is pending. */
struct connection {
	__u64 arrival_ns;
	__u64 read_ns;
	__u32 function_id;
	__u32 tid;
	__u32 sent_seq; /* write_seq when the request arrived: what lies before it is an older response */
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 << 20);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64); /* struct sock *, deleted on close because addresses are reused */
	__type(value, struct connection);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32); /* tgid */
	__type(value, __u32);
} processes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct listener_key);
	__type(value, __u32);
} listeners SEC(".maps");

/* Functions matched by nothing but a port: whoever listens there is theirs. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u32);
} declared_ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, COUNTERS);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

/* Too large for the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct exec_event);
} scratch SEC(".maps");

static __always_inline void count(enum counter counter)
{
	__u32 slot = counter;
	__u64 *value = bpf_map_lookup_elem(&counters, &slot);

	if (value)
		(*value)++;
}

static __always_inline __u32 current_pid(void)
{
	return bpf_get_current_pid_tgid() >> 32;
}

/* Serial number arithmetic (RFC 1982), as the kernel's after(). */
static __always_inline bool after(__u32 a, __u32 b)
{
	return (__s32)(b - a) < 0;
}

static __always_inline void emit_process(enum process_cause cause, __u32 function_id, __u32 pid, __u32 parent_pid,
					 const struct listener_key *listener)
{
	struct process_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event) {
		count(COUNTER_DROPPED_PROCESSES);
		return;
	}
	event->kind = EVENT_PROCESS;
	event->function_id = function_id;
	event->time_ns = bpf_ktime_get_ns();
	event->cause = cause;
	event->pid = pid;
	event->parent_pid = parent_pid;
	event->port = listener ? listener->port : 0;
	event->netns = listener ? listener->netns : 0;
	event->environment_bytes = 0;
	bpf_ringbuf_submit(event, 0);
}

static __always_inline bool adopt(__u32 pid, __u32 function_id)
{
	if (bpf_map_update_elem(&processes, &pid, &function_id, BPF_ANY) == 0)
		return true;
	count(COUNTER_PROCESSES_FULL);
	return false;
}

static __always_inline struct listener_key local_end(struct sock *sk)
{
	struct listener_key key = {
		.netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum),
		.port = BPF_CORE_READ(sk, __sk_common.skc_num),
	};

	return key;
}

/* The tracked connection, tracked from now on if its local port is a function's. */
static __always_inline struct connection *connection_of(struct sock *sk)
{
	__u64 address = (__u64)sk;
	struct connection *found = bpf_map_lookup_elem(&connections, &address);
	struct connection fresh = {};
	struct listener_key key;
	__u32 *function_id;

	if (found)
		return found;
	key = local_end(sk);
	function_id = bpf_map_lookup_elem(&listeners, &key);
	if (!function_id)
		return NULL;
	fresh.function_id = *function_id;
	if (bpf_map_update_elem(&connections, &address, &fresh, BPF_ANY) != 0) {
		count(COUNTER_SOCKETS_FULL);
		return NULL;
	}
	return bpf_map_lookup_elem(&connections, &address);
}

static __always_inline void request_arrived(struct connection *connection, struct sock *sk)
{
	if (!connection->arrival_ns)
		connection->sent_seq = BPF_CORE_READ((struct tcp_sock *)sk, write_seq);
	connection->read_ns = 0;
	connection->arrival_ns = bpf_ktime_get_ns();
}

/* skb->data is the TCP header here. Pure ACKs, keep-alive probes and retransmitted segments are no arrival. */
SEC("raw_tp/tcp_probe")
int BPF_PROG(on_segment, struct sock *sk, struct sk_buff *skb)
{
	struct connection *connection = connection_of(sk);
	struct tcp_skb_cb *cb;
	__u8 doff = 0;

	if (!connection)
		return 0;
	bpf_probe_read_kernel(&doff, sizeof(doff), BPF_CORE_READ(skb, data) + TCP_DOFF_OFFSET);
	if (BPF_CORE_READ(skb, len) <= (doff >> 4) * 4)
		return 0;
	cb = (struct tcp_skb_cb *)((void *)skb + bpf_core_field_offset(struct sk_buff, cb));
	if (!after(BPF_CORE_READ(cb, end_seq), BPF_CORE_READ((struct tcp_sock *)sk, rcv_nxt)))
		return 0;
	request_arrived(connection, sk);
	return 0;
}

/* Data that rode the handshake's last ACK fires no tcp_probe (TCP_DEFER_ACCEPT, accept-queue overflow). */
SEC("raw_tp/sk_data_ready")
int BPF_PROG(on_data_ready, struct sock *sk)
{
	struct connection *connection;

	if (BPF_CORE_READ(sk, __sk_common.skc_state) != TCP_ESTABLISHED)
		return 0;
	connection = connection_of(sk);
	if (!connection || connection->arrival_ns)
		return 0;
	if (BPF_CORE_READ((struct tcp_sock *)sk, rcv_nxt) == BPF_CORE_READ((struct tcp_sock *)sk, copied_seq))
		return 0;
	request_arrived(connection, sk);
	return 0;
}

SEC("raw_tp/sock_recv_length")
int BPF_PROG(on_read, struct sock *sk, int bytes, int flags)
{
	__u64 address = (__u64)sk;
	struct connection *connection;
	__u32 pid = current_pid();

	if (bytes <= 0 || (flags & MSG_PEEK))
		return 0;
	connection = bpf_map_lookup_elem(&connections, &address);
	if (!connection || !connection->arrival_ns || connection->read_ns)
		return 0;
	connection->read_ns = bpf_ktime_get_ns();
	connection->tid = (__u32)bpf_get_current_pid_tgid();
	if (!bpf_map_lookup_elem(&processes, &pid) && adopt(pid, connection->function_id))
		emit_process(PROCESS_READ, connection->function_id, pid, 0, NULL);
	return 0;
}

/* Payload of an outgoing segment beyond `sent_seq`, that is: of a response to the pending request. */
static __always_inline bool carries_response(struct sk_buff *skb, __u32 sent_seq)
{
	unsigned char *transport = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, transport_header);
	__u32 headers = transport - BPF_CORE_READ(skb, data);
	__be32 seq = 0;
	__u8 doff = 0;
	__s32 payload;

	bpf_probe_read_kernel(&doff, sizeof(doff), transport + TCP_DOFF_OFFSET);
	payload = BPF_CORE_READ(skb, len) - headers - (doff >> 4) * 4;
	if (payload <= 0)
		return false;
	bpf_probe_read_kernel(&seq, sizeof(seq), transport + TCP_SEQ_OFFSET);
	return after(__builtin_bswap32(seq) + payload, sent_seq);
}

SEC("raw_tp/net_dev_start_xmit")
int BPF_PROG(on_transmit, struct sk_buff *skb)
{
	__u64 address = (__u64)BPF_CORE_READ(skb, sk);
	struct connection *connection;
	struct request_event *event;
	__u64 now, read_ns;

	if (!address)
		return 0;
	connection = bpf_map_lookup_elem(&connections, &address);
	if (!connection || !connection->arrival_ns || !carries_response(skb, connection->sent_seq))
		return 0;
	now = bpf_ktime_get_ns();
	read_ns = connection->read_ns;
	count(COUNTER_REQUESTS);
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (event) {
		event->kind = EVENT_REQUEST;
		event->function_id = connection->function_id;
		event->arrival_ns = connection->arrival_ns;
		event->queue_ns = read_ns ? read_ns - connection->arrival_ns : 0;
		event->service_ns = now - (read_ns ? read_ns : connection->arrival_ns);
		event->tid = connection->tid;
		event->flags = read_ns ? 0 : REQUEST_UNREAD;
		bpf_ringbuf_submit(event, 0);
	} else {
		count(COUNTER_DROPPED_REQUESTS);
	}
	connection->arrival_ns = 0;
	return 0;
}

/* listen(2) runs in the listener's own process. */
static __always_inline void listening(struct sock *sk)
{
	struct listener_key key = local_end(sk);
	__u32 pid = current_pid(), port = key.port, id = 0;
	__u32 *function_id = bpf_map_lookup_elem(&declared_ports, &port);

	if (!function_id)
		function_id = bpf_map_lookup_elem(&processes, &pid);
	if (function_id)
		id = *function_id;
	if (!id) {
		bpf_map_delete_elem(&listeners, &key);
	} else if (adopt(pid, id)) {
		bpf_map_update_elem(&listeners, &key, &id, BPF_ANY);
	}
	emit_process(PROCESS_LISTEN, id, pid, 0, &key);
}

static __always_inline void closed(struct sock *sk)
{
	__u64 address = (__u64)sk;
	struct connection *connection = bpf_map_lookup_elem(&connections, &address);

	if (!connection)
		return;
	if (connection->arrival_ns)
		count(COUNTER_UNANSWERED);
	bpf_map_delete_elem(&connections, &address);
}

SEC("raw_tp/inet_sock_set_state")
int BPF_PROG(on_state, struct sock *sk, int old_state, int new_state)
{
	if (new_state == TCP_LISTEN)
		listening(sk);
	else if (new_state == TCP_CLOSE)
		closed(sk);
	return 0;
}

SEC("raw_tp/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 parent_pid = BPF_CORE_READ(parent, tgid), pid = BPF_CORE_READ(child, tgid);
	__u32 *function_id;

	if (pid == parent_pid)
		return 0;
	function_id = bpf_map_lookup_elem(&processes, &parent_pid);
	if (function_id && adopt(pid, *function_id))
		emit_process(PROCESS_FORK, *function_id, pid, parent_pid, NULL);
	return 0;
}

/* The environment was written by the execve(2) that ends here, so its pages are there. */
static __always_inline __u64 copy_environment(struct exec_event *event, struct task_struct *task)
{
	unsigned long start = BPF_CORE_READ(task, mm, env_start);
	__u64 bytes = BPF_CORE_READ(task, mm, env_end) - start;

	event->process.environment_bytes = bytes;
	if (bytes > ENVIRONMENT_MAX)
		bytes = ENVIRONMENT_MAX;
	if (bpf_probe_read_user(event->environment, bytes, (void *)start)) {
		event->process.environment_bytes = 0;
		return 0;
	}
	return bytes;
}

SEC("raw_tp/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, tgid), slot = 0;
	struct exec_event *event = bpf_map_lookup_elem(&scratch, &slot);
	__u32 *function_id = bpf_map_lookup_elem(&processes, &pid);
	__u64 copied;

	if (!event)
		return 0;
	event->process.kind = EVENT_PROCESS;
	event->process.function_id = function_id ? *function_id : 0;
	event->process.time_ns = bpf_ktime_get_ns();
	event->process.cause = PROCESS_EXEC;
	event->process.pid = pid;
	event->process.parent_pid = 0;
	event->process.port = 0;
	event->process.netns = 0;
	copied = copy_environment(event, task);
	if (bpf_ringbuf_output(&events, event, sizeof(event->process) + copied, 0))
		count(COUNTER_DROPPED_PROCESSES);
	return 0;
}

SEC("raw_tp/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, tgid);
	__u32 *function_id = bpf_map_lookup_elem(&processes, &pid);

	if (!function_id || BPF_CORE_READ(task, signal, live.counter) > 0)
		return 0;
	emit_process(PROCESS_EXIT, *function_id, pid, 0, NULL);
	bpf_map_delete_elem(&processes, &pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
