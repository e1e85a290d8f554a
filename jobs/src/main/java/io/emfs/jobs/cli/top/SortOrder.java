package io.emfs.jobs.cli.top;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Orders of functions; equal ones are in the order of their names. */
public enum SortOrder {
    /** The slowest 95th percentile first. */
    LATENCY(largestFirst(line -> orLeast(line.p95Ms()))),
    /** The most requests first. */
    RATE(largestFirst(line -> orLeast(line.ratePerSecond()))),
    /** The most urgent queue first; functions without one last. */
    QUEUE(Comparator.comparingInt(line -> line.queue() == 0 ? Integer.MAX_VALUE : line.queue())),
    NAME(Comparator.comparing(FunctionLine::function));

    @SuppressWarnings("ImmutableEnumChecker") // comparators of pure functions
    private final Comparator<FunctionLine> order;

    SortOrder(Comparator<FunctionLine> order) {
        this.order = order.thenComparing(FunctionLine::function).thenComparing(FunctionLine::node);
    }

    Comparator<FunctionLine> comparator() {
        return order;
    }

    private static Comparator<FunctionLine> largestFirst(ToDoubleFunction<FunctionLine> value) {
        return Comparator.comparingDouble(value).reversed();
    }

    private static double orLeast(@Nullable Double value) {
        return value == null ? Double.NEGATIVE_INFINITY : value;
    }
}
