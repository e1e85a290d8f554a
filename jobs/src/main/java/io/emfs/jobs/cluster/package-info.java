/** A Flink cluster of processes of its own, for trying on one machine what a cluster of many does. */
@NullMarked
package io.emfs.jobs.cluster;

import org.jspecify.annotations.NullMarked;
