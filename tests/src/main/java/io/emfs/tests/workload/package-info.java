/**
 * Functions of known CPU cost, the load on them, and the interference scenario of the paper's Figure 1. Loopback only;
 * knows nothing of the agent, which the caller injects as {@link io.emfs.tests.workload.SchedulerUnderTest}.
 */
@NullMarked
package io.emfs.tests.workload;

import org.jspecify.annotations.NullMarked;
