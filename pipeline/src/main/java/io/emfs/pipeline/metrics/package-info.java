/** The meters of eMFS, by name. */
@NullMarked
package io.emfs.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
