/** How well latency is forecast, and queues are chosen by the forecasts: {@code emfs bench learn}. */
@NullMarked
package io.emfs.tests.learning;

import org.jspecify.annotations.NullMarked;
