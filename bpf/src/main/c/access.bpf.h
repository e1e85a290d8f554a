/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Fields of kernel structures. Where the kernel lets a pointer be given its type (bpf_rdonly_cast, Linux
 * 6.2), a field is one load; elsewhere it is a call of bpf_probe_read_kernel, some 25 times the cost.
 */
#ifndef __ACCESS_BPF_H__
#define __ACCESS_BPF_H__

extern void *bpf_rdonly_cast(void *object, __u32 btf_id) __ksym __weak;

/* Linux 6.7 */
extern int bpf_iter_task_new(struct bpf_iter_task *iterator, struct task_struct *task, unsigned int flags) __ksym __weak;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *iterator) __ksym __weak;
extern void bpf_iter_task_destroy(struct bpf_iter_task *iterator) __ksym __weak;

#define LOAD(type, pointer, field)                                                              \
	({                                                                                      \
		type *untyped = (type *)(pointer);                                              \
		typeof(untyped->field) loaded;                                                  \
		if (settings.typed_pointers) {                                                  \
			type *typed = bpf_rdonly_cast(untyped, bpf_core_type_id_kernel(type));  \
			loaded = typed->field;                                                  \
		} else {                                                                        \
			loaded = BPF_CORE_READ(untyped, field);                                 \
		}                                                                               \
		loaded;                                                                         \
	})

#endif /* __ACCESS_BPF_H__ */
