package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.config.WindowConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeLoad;
import io.emfs.state.Percentiles;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLoadsTest {
    private static final long CPU_0 = 0b01;
    private static final long CPU_1 = 0b10;
    private static final long BOTH = 0b11;

    private final FunctionProfiler profiler = FunctionProfiler.of(List.of(
            new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofMillis(200)),
            new WindowConfig("slow", Duration.ofSeconds(30), Duration.ofSeconds(5))));
    private final NodeLoads loads = new NodeLoads(6);

    @Test
    void sumsWhatOthersUseByQueue() {
        see("f", 1_000, 20, 10, 2, CPU_1);
        see("g", 1_000, 20, 5, 1, CPU_1);
        see("h", 1_000, 30, 10, 6, CPU_1);

        assertThat(loads.beside("f", CPU_1)).isEqualTo(new NodeLoad(0.1, 0, 0, 0, 0, 0.3));
        assertThat(loads.beside("g", CPU_1)).isEqualTo(new NodeLoad(0, 0.2, 0, 0, 0, 0.3));
    }

    @Test
    void countsOthersByTheCpusTheyShare() {
        see("pinned", 1_000, 50, 10, 1, CPU_0);
        see("free", 1_000, 80, 10, 2, BOTH);

        assertThat(loads.beside("new", CPU_0).at(1)).isEqualTo(0.5);
        assertThat(loads.beside("new", CPU_0).at(2)).isEqualTo(0.4);
        assertThat(loads.beside("new", CPU_1).at(1)).isZero();
        assertThat(loads.beside("free", BOTH).at(1)).isEqualTo(0.25);
        assertThat(loads.cores(BOTH)).isEqualTo(2);
    }

    @Test
    void followsAFunctionFromQueueToQueueAndForgetsIt() {
        see("g", 1_000, 20, 10, 1, CPU_1);
        see("g", 1_200, 3, 10, 2, CPU_1); // too few requests to say how much it uses, but where it is
        assertThat(loads.beside("f", CPU_1).at(1)).isCloseTo(0, within(1e-12));
        assertThat(loads.beside("f", CPU_1).at(2)).isEqualTo(0.2);

        loads.forget("g");
        assertThat(loads.beside("f", CPU_1).total()).isCloseTo(0, within(1e-12));
    }

    @Test
    void trustsTheShortWindowWhileItTells() {
        see("g", 10_000, 40, 10, 1, CPU_1);
        loads.see(window("g", "slow", 10_000, 30_000, 30, 10), profiler, 1, CPU_1);
        assertThat(loads.beside("f", CPU_1).at(1)).isEqualTo(0.4);

        loads.see(window("g", "slow", 15_000, 30_000, 3, 10), profiler, 1, CPU_1); // it has become rare
        assertThat(loads.beside("f", CPU_1).at(1)).isCloseTo(0.001, within(1e-9));
    }

    private void see(String function, long endMs, long count, double cpuMs, int queue, long cpus) {
        loads.see(window(function, "fast", endMs, 1_000, count, cpuMs), profiler, queue, cpus);
    }

    private static WindowSummary window(
            String function, String name, long endMs, long sizeMs, long count, double cpuMs) {
        double ns = cpuMs * 1e6;
        Percentiles same = new Percentiles(ns, ns, ns, ns, ns);
        return new WindowSummary(
                new FunctionKey("node", function),
                name,
                endMs - sizeMs,
                endMs,
                count,
                0,
                new RequestPercentiles(same, same, same, same, same, same),
                ns,
                0,
                endMs * 1_000_000);
    }
}
