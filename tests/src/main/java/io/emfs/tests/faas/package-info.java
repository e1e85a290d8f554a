/**
 * FaaSBench: 14 functions of the durations that clouds see, on one core, under eMFS and under what else is proposed for
 * them.
 */
@NullMarked
package io.emfs.tests.faas;

import org.jspecify.annotations.NullMarked;
