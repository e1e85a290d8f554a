/** Discrete-event simulation of a node's core under priority queues: what models of functions are tried on. */
@NullMarked
package io.emfs.tests.learning.simulation;

import org.jspecify.annotations.NullMarked;
