/** A node as a Flink split, and its versioned formats. */
@NullMarked
package io.emfs.pipeline.source.split;

import org.jspecify.annotations.NullMarked;
