/** Where the Flink job hands commands and summaries back to the node. */
@NullMarked
package io.emfs.pipeline.sink;

import org.jspecify.annotations.NullMarked;
