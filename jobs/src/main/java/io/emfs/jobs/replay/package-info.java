/**
 * The two ends that a replay gives the scheduling job, and what it makes of the job's output. Nothing here touches the
 * kernel.
 */
@NullMarked
package io.emfs.jobs.replay;

import org.jspecify.annotations.NullMarked;
