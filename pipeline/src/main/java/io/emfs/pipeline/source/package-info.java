/** Where the Flink job gets a node's events from. */
@NullMarked
package io.emfs.pipeline.source;

import org.jspecify.annotations.NullMarked;
