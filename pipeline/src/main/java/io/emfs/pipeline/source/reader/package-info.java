/** Drains a node's channel on the task thread. */
@NullMarked
package io.emfs.pipeline.source.reader;

import org.jspecify.annotations.NullMarked;
