// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Fills a ring buffer with request events at the command of user space; see io.emfs.tests.ring.RingFill. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include "emfs.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 << 20);
} events SEC(".maps");

/* The program's argument, and its answer; io.emfs.bpf.bench.FillContext mirrors it. */
struct fill {
	__u64 records; /* in: how many to submit */
	__u64 submitted;
	__u64 dropped; /* the ring was full */
};

static long submit_one(__u32 index, struct fill *fill)
{
	struct answer_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event) {
		fill->dropped++;
		return 0;
	}
	event->kind = EVENT_ANSWER;
	event->function_id = 1 + (index & 7);
	event->arrival_ns = fill->submitted;
	event->queue_ns = 2;
	event->service_ns = 3;
	event->tid = 4;
	event->flags = 0;
	bpf_ringbuf_submit(event, 0);
	fill->submitted++;
	return 0;
}

SEC("syscall")
int fill_ring(struct fill *context)
{
	struct fill fill = {};

	bpf_loop(context->records, submit_one, &fill, 0);
	context->submitted = fill.submitted;
	context->dropped = fill.dropped;
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
