/** Functions whose requests use up quanta: how late they end, and what accounting them costs. */
@NullMarked
package io.emfs.tests.quantum;

import org.jspecify.annotations.NullMarked;
