// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What interrupts a function when its quanta are accounted, without the accounting itself. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "accounting.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} events SEC(".maps");

/* eMFS: one wake-up of the agent and one look at the CPU for each quantum that may end. */
SEC("raw_tp")
int look_and_wake(void *context)
{
	struct deadline *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (event) {
		__builtin_memset(event, 0, sizeof(*event));
		bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
	}
	return 0;
}

/* A sampler: it looks at each CPU all the time. */
SEC("perf_event")
int sample(void *context)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
