// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The monitor to compare with: the same definition (last inbound payload byte, application read, first response
 * byte, for the connections of one listening port) as one would write it with libbpf and nothing else: a hash by
 * socket, an event per request.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "rival.h"

#define TCP_CLOSE 7
#define TCP_DOFF_OFFSET 12

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct sock_common {
	__u16 skc_num;
};

struct sock {
	struct sock_common __sk_common;
};

struct sk_buff {
	struct sock *sk;
	unsigned int len;
	__u16 transport_header;
	unsigned char *head;
	unsigned char *data;
};

#pragma clang attribute pop

const volatile __u16 port = 0;

struct request {
	__u64 arrival_ns;
	__u64 read_ns;
	__u32 pid;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64); /* struct sock * */
	__type(value, struct request);
} requests SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 << 20);
} events SEC(".maps");

__u64 dropped = 0;

static __always_inline bool is_server(struct sock *sk)
{
	return BPF_CORE_READ(sk, __sk_common.skc_num) == port;
}

static __always_inline __u32 header_bytes(const unsigned char *tcp)
{
	__u8 doff = 0;

	bpf_probe_read_kernel(&doff, sizeof(doff), tcp + TCP_DOFF_OFFSET);
	return (doff >> 4) * 4;
}

SEC("raw_tp/tcp_probe")
int BPF_PROG(rival_segment, struct sock *sk, struct sk_buff *skb)
{
	struct request request = {};
	__u64 key = (__u64)sk;

	if (!is_server(sk) || BPF_CORE_READ(skb, len) <= header_bytes(BPF_CORE_READ(skb, data)))
		return 0;
	request.arrival_ns = bpf_ktime_get_ns();
	bpf_map_update_elem(&requests, &key, &request, BPF_ANY);
	return 0;
}

SEC("raw_tp/sock_recv_length")
int BPF_PROG(rival_read, struct sock *sk, int bytes, int flags)
{
	__u64 key = (__u64)sk;
	struct request *request;

	if (bytes <= 0 || !is_server(sk))
		return 0;
	request = bpf_map_lookup_elem(&requests, &key);
	if (request && !request->read_ns) {
		request->read_ns = bpf_ktime_get_ns();
		request->pid = bpf_get_current_pid_tgid() >> 32;
	}
	return 0;
}

SEC("raw_tp/net_dev_start_xmit")
int BPF_PROG(rival_transmit, struct sk_buff *skb)
{
	struct sock *sk = BPF_CORE_READ(skb, sk);
	__u64 key = (__u64)sk, now;
	struct rival_event *event;
	struct request *request;
	unsigned char *tcp;

	if (!sk || !is_server(sk))
		return 0;
	request = bpf_map_lookup_elem(&requests, &key);
	if (!request)
		return 0;
	tcp = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, transport_header);
	if (BPF_CORE_READ(skb, len) <= (tcp - BPF_CORE_READ(skb, data)) + header_bytes(tcp))
		return 0;
	now = bpf_ktime_get_ns();
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (event) {
		event->arrival_ns = request->arrival_ns;
		event->queue_ns = request->read_ns ? request->read_ns - request->arrival_ns : 0;
		event->latency_ns = now - request->arrival_ns;
		event->pid = request->pid;
		event->reserved = 0;
		bpf_ringbuf_submit(event, 0);
	} else {
		__sync_fetch_and_add(&dropped, 1);
	}
	bpf_map_delete_elem(&requests, &key);
	return 0;
}

SEC("raw_tp/inet_sock_set_state")
int BPF_PROG(rival_state, struct sock *sk, int old_state, int new_state)
{
	__u64 key = (__u64)sk;

	if (new_state == TCP_CLOSE && is_server(sk))
		bpf_map_delete_elem(&requests, &key);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
