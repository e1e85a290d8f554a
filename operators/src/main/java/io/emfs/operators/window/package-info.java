/** From requests to sliding-window summaries, in event time. */
@NullMarked
package io.emfs.operators.window;

import org.jspecify.annotations.NullMarked;
