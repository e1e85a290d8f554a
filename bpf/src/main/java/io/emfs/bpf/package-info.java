/** Everything that touches the kernel: libbpf, the ring buffer, sched(7), {@code /proc}. The only package that may import JNA. */
@NullMarked
package io.emfs.bpf;

import org.jspecify.annotations.NullMarked;
