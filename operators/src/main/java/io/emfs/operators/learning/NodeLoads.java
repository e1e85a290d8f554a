package io.emfs.operators.learning;

import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeLoad;
import io.emfs.state.Percentiles;
import io.emfs.state.WindowSummary;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPU that the functions of one node use, by queue and by the CPUs that they may run on, as their windows tell. Not part of a
 * checkpoint: a window later it is known again. One thread.
 */
public final class NodeLoads {
    private static final double NS_PER_SECOND = 1e9;

    private final int queues;
    private final Map<String, Usage> usages = new HashMap<>();
    private final Map<Long, double[]> coresByCpus = new HashMap<>();
    private long known;

    /**
     * What a function uses.
     *
     * @param cores kept busy
     * @param queue 1…n
     * @param sizeMs of the window that showed it
     * @param endMs of that window
     */
    private record Usage(double cores, int queue, long cpus, long sizeMs, long endMs) {
        Usage at(int newQueue, long newCpus) {
            return new Usage(cores, newQueue, newCpus, sizeMs, endMs);
        }
    }

    /** For that many queues. */
    public NodeLoads(int queues) {
        this.queues = queues;
    }

    /** False for a queue of an earlier configuration. */
    public boolean has(int queue) {
        return queue >= 1 && queue <= queues;
    }

    /** Takes note of a function in {@code queue}, 1…n, that may run on {@code cpus}, as in {@link InstanceStarted}. */
    public void see(WindowSummary window, FunctionProfiler profiler, int queue, long cpus) {
        @Nullable Usage before = usages.get(window.key().function());
        long sizeMs = window.endMs() - window.startMs();
        boolean tells = profiler.tells(window) || profiler.isLongest(window);
        if (tells && (before == null || sizeMs <= before.sizeMs || window.endMs() >= before.endMs + before.sizeMs)) {
            replace(window.key().function(), before, new Usage(coresOf(window), queue, cpus, sizeMs, window.endMs()));
        } else if (before != null) {
            replace(window.key().function(), before, before.at(queue, cpus));
        }
    }

    /** The function has no process any more. */
    public void forget(String function) {
        @Nullable Usage before = usages.remove(function);
        if (before != null) {
            add(before, -before.cores);
        }
    }

    private void replace(String function, @Nullable Usage before, Usage now) {
        if (before != null) {
            add(before, -before.cores);
        }
        usages.put(function, now);
        add(now, now.cores);
        known |= now.cpus;
    }

    private void add(Usage usage, double cores) {
        if (has(usage.queue)) {
            coresByCpus.computeIfAbsent(usage.cpus, cpus -> new double[queues])[usage.queue - 1] += cores;
        }
    }

    /** CPU time per request is that of the answered ones, and its service time where none is known. */
    private static double coresOf(WindowSummary window) {
        Percentiles onCpu = window.requests().onCpu();
        double perRequestNs =
                onCpu.equals(Percentiles.EMPTY) ? window.requests().service().p50() : onCpu.mean();
        return window.ratePerSecond() * perRequestNs / NS_PER_SECOND;
    }

    /** How many CPUs a function has that may run on these; where that is not known, it is taken for every CPU that was seen. */
    public int cores(long cpus) {
        return Math.max(1, Long.bitCount(usual(cpus)));
    }

    /** The load of all others on the CPUs of a function, as shares of these. */
    public NodeLoad beside(String function, long cpus) {
        double[] shares = new double[queues];
        coresByCpus.forEach((othersCpus, cores) -> {
            double part = overlap(othersCpus, cpus) / cores(cpus);
            for (int i = 0; i < queues; i++) {
                shares[i] += part * cores[i];
            }
        });
        @Nullable Usage own = usages.get(function);
        if (own != null && has(own.queue)) {
            shares[own.queue - 1] -= own.cores * overlap(own.cpus, cpus) / cores(cpus);
        }
        for (int i = 0; i < queues; i++) {
            shares[i] = Math.max(0, shares[i]);
        }
        return new NodeLoad(shares);
    }

    /** Which part of its CPUs a function shares with one that may run on {@code cpus}. */
    private double overlap(long others, long cpus) {
        return (double) Long.bitCount(usual(others) & usual(cpus)) / cores(others);
    }

    private long usual(long cpus) {
        if (cpus != InstanceStarted.UNKNOWN_CPUS) {
            return cpus;
        }
        return known == InstanceStarted.UNKNOWN_CPUS ? 1 : known;
    }
}
