/** Which queue a function belongs to: a pure policy and the operator that wraps it (paper §4.3). */
@NullMarked
package io.emfs.operators.policy;

import org.jspecify.annotations.NullMarked;
