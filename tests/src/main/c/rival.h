/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef RIVAL_H
#define RIVAL_H

/* Kernel -> rival: one answered request, times in ns. */
struct rival_event {
	unsigned long long arrival_ns;
	unsigned long long queue_ns;
	unsigned long long latency_ns;
	unsigned int pid;
	unsigned int reserved;
};

#endif
