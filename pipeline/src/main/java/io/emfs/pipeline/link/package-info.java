/** The link between agents and a job on a Flink cluster: what both sides speak. */
@NullMarked
package io.emfs.pipeline.link;

import org.jspecify.annotations.NullMarked;
