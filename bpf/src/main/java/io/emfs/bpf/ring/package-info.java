/** The BPF ring buffer, read from mapped memory. */
@NullMarked
package io.emfs.bpf.ring;

import org.jspecify.annotations.NullMarked;
