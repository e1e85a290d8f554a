/** sched(7): policies and priorities of threads. */
@NullMarked
package io.emfs.bpf.sched;

import org.jspecify.annotations.NullMarked;
