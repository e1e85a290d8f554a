package io.emfs.tests.workload;

import java.util.List;

/** What a request to a {@link FunctionServer} costs. */
public sealed interface RequestWork {
    /** As fibserver understands it. */
    List<String> arguments();

    /**
     * A fixed CPU time of the serving thread, however fast the core is at the moment: neighbours of a virtual machine
     * vary that by a quarter from second to second, so fixed work would not be a fixed load.
     *
     * @param cpuMs in ms; exceeded by some 20 µs at most, the step of fibserver's work
     */
    record CpuTime(double cpuMs) implements RequestWork {
        @Override
        public List<String> arguments() {
            return List.of("--cpu-ms", Double.toString(cpuMs));
        }
    }

    /**
     * Exact work, for tests.
     *
     * @param n the argument of fib
     * @param repeat how often to compute it
     */
    record Fib(int n, long repeat) implements RequestWork {
        @Override
        public List<String> arguments() {
            return List.of("--fib", Integer.toString(n), "--repeat", Long.toString(repeat));
        }
    }
}
