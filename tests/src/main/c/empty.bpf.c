// SPDX-License-Identifier: GPL-2.0
/* A program that does nothing: what the kernel's timing of its runs yields is the least that any program's does. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("raw_tp/tcp_rcv_space_adjust")
int empty(void *context)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
