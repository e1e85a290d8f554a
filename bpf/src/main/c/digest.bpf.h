/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Log-linear histograms, the bins of io.emfs.state.LatencySketch. User space takes counts out with
 * atomic exchanges while they grow; a bin is counted before its octave is marked, so none is lost.
 */
#ifndef __DIGEST_BPF_H__
#define __DIGEST_BPF_H__

#define MAX_RETRIES 4

static __always_inline __u32 log2_of(__u64 value)
{
	__u32 log2 = 0;

	if (value >> 32) {
		value >>= 32;
		log2 += 32;
	}
	if (value >> 16) {
		value >>= 16;
		log2 += 16;
	}
	if (value >> 8) {
		value >>= 8;
		log2 += 8;
	}
	if (value >> 4) {
		value >>= 4;
		log2 += 4;
	}
	if (value >> 2) {
		value >>= 2;
		log2 += 2;
	}
	return log2 + (value >> 1 ? 1 : 0);
}

static __always_inline void raise(__u64 *max, __u64 value)
{
	for (int i = 0; i < MAX_RETRIES; i++) {
		__u64 seen = *(volatile __u64 *)max;

		if (value <= seen || __sync_val_compare_and_swap(max, seen, value) == seen)
			return;
	}
}

static __always_inline void record(struct digest *digest, enum quantity quantity, __u64 ns)
{
	struct histogram_head *head = &digest->heads[quantity];
	__u32 octave, bin, mantissa;

	if ((__s64)ns < 1 << FIRST_OCTAVE) { /* two CPUs' clocks may make it negative */
		__sync_fetch_and_add(&head->zeros, 1);
		return;
	}
	raise(&head->max_ns, ns);
	octave = log2_of(ns);
	mantissa = ns << MANTISSA_LOG2 >> octave & ((1 << MANTISSA_LOG2) - 1);
	octave -= FIRST_OCTAVE;
	bin = octave >= OCTAVES ? DIGEST_BINS - 1 : octave << BINS_LOG2 | mantissa >> BIN_FRACTION_LOG2;
	if (bin >= DIGEST_BINS)
		return; /* the verifier does not follow the above */
	octave = bin >> BINS_LOG2;
	__sync_fetch_and_add(&digest->bins[quantity][bin],
			     1 | (__u64)(mantissa & ((1 << BIN_FRACTION_LOG2) - 1)) << BIN_COUNT_BITS);
	if (!(*(volatile __u64 *)&head->touched & 1ULL << octave))
		__sync_fetch_and_or(&head->touched, 1ULL << octave);
}

/* Whether requests of the function, which may be null, go into a digest. */
static __always_inline bool aggregated(struct function *function)
{
	return function && *(volatile __u32 *)&function->digest;
}

/* Null while each of the function's requests is sent by itself. */
static __always_inline struct digest *digest_of(struct function *function)
{
	__u32 slot = *(volatile __u32 *)&function->digest;

	if (!slot)
		return NULL;
	slot--;
	return bpf_map_lookup_elem(&digests, &slot);
}

#endif /* __DIGEST_BPF_H__ */
