package io.emfs.tests.learning.simulation;

import io.emfs.state.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One window of a function.
 *
 * @param seen what the monitor saw, and the only part that a method may be shown
 * @param counted whether enough requests were answered
 * @param whatIf the truth about this window's queues; null where nobody asks for it
 */
public record SimulatedWindow(
        Observation seen, boolean counted, @Nullable WhatIf whatIf) {}
