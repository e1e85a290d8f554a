/** The native guard: restores what the agent changed when the agent cannot. */
@NullMarked
package io.emfs.bpf.guard;

import org.jspecify.annotations.NullMarked;
