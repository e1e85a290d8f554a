/* SPDX-License-Identifier: Apache-2.0 */
/* The file "lease", which agent and guard have mapped; LeaseDescriptor mirrors it. */
#ifndef EMFS_GUARD_LEASE_H
#define EMFS_GUARD_LEASE_H

#include <stdint.h>

#define LEASE_MAGIC 0x53464d65u /* "eMFS" in little endian */
#define LEASE_VERSION 1

enum guard_state {
	GUARD_STARTING = 0,
	GUARD_ARMED = 1,     /* the lease is kept */
	GUARD_RESTORING = 2,
	GUARD_LAPSED = 3,    /* all is restored, and stays so until the lease is renewed */
};

struct lease {
	uint32_t magic;
	uint32_t version;
	_Atomic uint64_t renewed_ns; /* CLOCK_MONOTONIC; the agent's to write, as all above */
	uint64_t lease_ns;
	_Atomic uint64_t lapses;     /* the guard's to write, as all below */
	_Atomic uint32_t guard_pid;
	_Atomic uint32_t guard_state;
	_Atomic uint64_t looked_ns;  /* CLOCK_MONOTONIC */
};
_Static_assert(sizeof(struct lease) == 48, "LeaseDescriptor.SIZE_BYTES");

#endif
