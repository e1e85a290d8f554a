/** What {@code /proc} tells about processes, threads and sockets. */
@NullMarked
package io.emfs.bpf.proc;

import org.jspecify.annotations.NullMarked;
