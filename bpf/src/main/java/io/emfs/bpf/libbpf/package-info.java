/** libbpf 1.x through JNA. */
@NullMarked
package io.emfs.bpf.libbpf;

import org.jspecify.annotations.NullMarked;
