/* SPDX-License-Identifier: Apache-2.0 */
#include "policy.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ATTR_RESET_ON_FORK 1

/* struct sched_attr, first version; C libraries declare it or not. */
struct attributes {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime_ns; /* the slice, outside real time; ignored before Linux 6.12 */
	uint64_t deadline_ns;
	uint64_t period_ns;
};
_Static_assert(sizeof(struct attributes) == 48, "SCHED_ATTR_SIZE_VER0");

int policy_read(pid_t tid, struct policy *policy)
{
	struct attributes attributes = { .size = sizeof(attributes) };

	if (syscall(SYS_sched_getattr, tid, &attributes, sizeof(attributes), 0))
		return -errno;
	*policy = (struct policy){
		.number = attributes.policy,
		.priority = attributes.priority,
		.nice = attributes.nice,
		.reset_on_fork = attributes.flags & ATTR_RESET_ON_FORK,
		.slice_ns = attributes.runtime_ns,
		.slice_known = true,
	};
	return 0;
}

int policy_apply(pid_t tid, const struct policy *policy)
{
	struct attributes attributes = {
		.size = sizeof(attributes),
		.policy = policy->number,
		.flags = policy->reset_on_fork ? ATTR_RESET_ON_FORK : 0,
		.nice = policy->nice,
		.priority = policy->priority,
		.runtime_ns = policy_is_real_time(policy) ? 0 : policy->slice_ns,
	};

	return syscall(SYS_sched_setattr, tid, &attributes, 0) ? -errno : 0;
}

bool policy_is_real_time(const struct policy *policy)
{
	return policy->number == SCHED_FIFO || policy->number == SCHED_RR;
}

bool policy_same(const struct policy *a, const struct policy *b)
{
	return a->number == b->number && a->reset_on_fork == b->reset_on_fork &&
	       (policy_is_real_time(a) ? a->priority == b->priority : a->nice == b->nice);
}
