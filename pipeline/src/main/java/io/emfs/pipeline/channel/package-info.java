/** The hand-over between a node's agent and a Flink job in the same JVM. */
@NullMarked
package io.emfs.pipeline.channel;

import org.jspecify.annotations.NullMarked;
