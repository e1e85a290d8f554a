/** What the Flink job computes: its types and its wiring. Policy and learning are pure; only thin classes know Flink. */
@NullMarked
package io.emfs.operators;

import org.jspecify.annotations.NullMarked;
