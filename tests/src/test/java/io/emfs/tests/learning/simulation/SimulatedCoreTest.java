package io.emfs.tests.learning.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** Against closed forms of queueing theory (Kleinrock, Queueing Systems), with fixed seeds. */
class SimulatedCoreTest {
    private static final long[] QUANTA_NS = {20_000_000, 40_000_000, 80_000_000, 160_000_000, 320_000_000, 500_000_000};
    private static final long NS_PER_S = 1_000_000_000;

    /** So long that nobody's turn ever ends. */
    private static final long[] FIRST_COME = {Long.MAX_VALUE / 4, Long.MAX_VALUE / 4};

    private static final double MEAN_NS = 1_000_000;

    @Test
    void waitsAsLongAsPollaczekAndKhinchineSay() {
        for (double cv : new double[] {0, 0.5, 1, 2}) {
            double rho = 0.7;
            SimulatedCore core = run(FIRST_COME, 0, 4_000, SourceSpec.poisson(rho * 1e3, MEAN_NS, cv, 1));
            double waitNs = rho / (1 - rho) * (1 + cv * cv) / 2 * MEAN_NS;
            assertThat(core.tally(0).latencyMeanNs()).as("cv %s", cv).isCloseTo(waitNs + MEAN_NS, withinPercentage(3));
            assertThat(core.tally(0).waitMeanNs()).isCloseTo(waitNs, withinPercentage(4));
        }
    }

    /** The mean of M/M/1; it depends on the first two moments only. */
    @Test
    void hasTheMeanOfAnMM1Queue() {
        SimulatedCore core = run(FIRST_COME, 0, 4_000, SourceSpec.poisson(800, MEAN_NS, 1, 2));
        assertThat(core.tally(0).latencyMeanNs()).isCloseTo(MEAN_NS / (1 - 0.8), withinPercentage(5));
        assertThat(core.usedNs(0) / 4e12).isCloseTo(0.8, withinPercentage(1));
    }

    /** As quanta shrink, round robin becomes processor sharing, which no variance can hurt. */
    @Test
    void becomesProcessorSharingWithSmallQuanta() {
        SimulatedCore core = run(new long[] {10_000, 10_000}, 0, 2_000, SourceSpec.poisson(700, MEAN_NS, 2, 1));
        assertThat(core.tally(0).latencyMeanNs()).isCloseTo(MEAN_NS / (1 - 0.7), withinPercentage(5));
    }

    @Test
    void servesTwoClassesAsPreemptivePriorityQueueingSays() {
        double rhoHigh = 0.3;
        double rhoLow = 0.4;
        double lowMeanNs = 4 * MEAN_NS;
        SimulatedCore core = run(
                FIRST_COME,
                0,
                6_000,
                SourceSpec.poisson(rhoLow * 1e9 / lowMeanNs, lowMeanNs, 0.5, 2),
                SourceSpec.poisson(rhoHigh * 1e9 / MEAN_NS, MEAN_NS, 1, 1));
        double residualHighNs = rhoHigh * MEAN_NS * (1 + 1) / 2;
        double residualLowNs = rhoLow * lowMeanNs * (1 + 0.25) / 2;
        double highNs = MEAN_NS + residualHighNs / (1 - rhoHigh);
        double lowNs =
                lowMeanNs / (1 - rhoHigh) + (residualHighNs + residualLowNs) / ((1 - rhoHigh) * (1 - rhoHigh - rhoLow));
        assertThat(core.tally(1).latencyMeanNs()).isCloseTo(highNs, withinPercentage(3));
        assertThat(core.tally(0).latencyMeanNs()).isCloseTo(lowNs, withinPercentage(5));
    }

    @Test
    void limitsConcurrencyAndOverlapsIoWithComputing() {
        // one worker, which is held during I/O: M/G/1 whose service is CPU plus wait
        SourceSpec one = new SourceSpec(250, MEAN_NS, 0, 1, MEAN_NS, 1, 1, 1, 1);
        SimulatedCore held = run(FIRST_COME, 0, 4_000, one);
        double waitNs = 250e-9 * (4 + 1) * MEAN_NS * MEAN_NS / 2 / (1 - 0.5);
        assertThat(held.tally(0).latencyMeanNs()).isCloseTo(2 * MEAN_NS + waitNs, withinPercentage(3));
        assertThat(held.tally(0).onCpuMeanNs()).isEqualTo(MEAN_NS);
        SourceSpec many = new SourceSpec(250, MEAN_NS, 0, 1, MEAN_NS, 1, 1, 100, 1);
        assertThat(run(FIRST_COME, 0, 4_000, many).tally(0).latencyMeanNs())
                .isLessThan(held.tally(0).latencyMeanNs());
    }

    @Test
    void dropsAThreadThatHasUsedUpItsQuantum() {
        SourceSpec quick = SourceSpec.poisson(20, 5e6, 0, 2);
        SourceSpec slow = SourceSpec.poisson(1, 300e6, 0, 1);
        double[] latenciesNs = new double[2];
        for (int drop = 0; drop < 2; drop++) {
            SimulatedCore core = new SimulatedCore(new SourceSpec[] {quick, slow}, QUANTA_NS, drop, 0, 42);
            core.runUntil(1_000 * NS_PER_S);
            latenciesNs[drop] = core.tally(0).latencyNs(0.99);
            assertThat(core.tally(1).onCpuMeanNs()).isEqualTo(300e6);
        }
        // a whole one that stays, and some that wait with it; or what one has of its own queue, and turns in the next
        assertThat(latenciesNs[0]).isGreaterThan(200e6);
        assertThat(latenciesNs[1]).isLessThan(100e6);
    }

    @Test
    void countsRequestsThatAreOldWithoutAnAnswer() {
        // the first source asks for twice what there is: the second is never served
        SimulatedCore core = new SimulatedCore(
                new SourceSpec[] {SourceSpec.poisson(2_000, MEAN_NS, 0, 1), SourceSpec.poisson(10, MEAN_NS, 0, 2)},
                QUANTA_NS,
                0,
                42);
        core.runUntil(10 * NS_PER_S);
        assertThat(core.inFlightOlderThan(1, 0)).isEqualTo(core.inFlight(1)).isGreaterThan(50);
        assertThat(core.inFlightOlderThan(1, 5e9)).isBetween(20, core.inFlight(1) - 20);
        assertThat(core.inFlightOlderThan(1, 1e10)).isZero();
    }

    @Test
    void movesThreadsThatDroppedWithTheirFunction() {
        SourceSpec slow = new SourceSpec(3, 300e6, 0, 0, 0, 1, 1, 100, 1);
        SimulatedCore core = new SimulatedCore(new SourceSpec[] {slow}, QUANTA_NS, 1, 0, 42);
        for (int i = 0; i < 400; i++) {
            core.runUntil(core.nowNs() + NS_PER_S / 20);
            core.setQueue(0, 1 + i % QUANTA_NS.length);
        }
        int answered = core.tally(0).count();
        assertThat(answered + core.inFlight(0)).isBetween(40, 80);
        core.setRate(0, 0);
        core.runUntil(Long.MAX_VALUE / 4);
        assertThat(core.inFlight(0)).isZero();
    }

    @Test
    void losesNoWork() {
        losesNoWork(0);
        losesNoWork(1);
    }

    private static void losesNoWork(int drop) {
        SimulatedCore core = new SimulatedCore(mixed(), QUANTA_NS, drop, 0, 7);
        SimulatedCore before = core.sibling();
        core.runUntil(5 * NS_PER_S);
        before.copyFrom(core);
        // nothing arrives any more: what was asked for is what is used
        for (int source = 0; source < 3; source++) {
            core.setRate(source, 0);
        }
        core.startWindow();
        core.runUntil(Long.MAX_VALUE / 4);
        assertThat(before.outstandingNs()).isPositive();
        assertThat(core.usedNs(0) + core.usedNs(1) + core.usedNs(2)).isEqualTo(before.outstandingNs());
        assertThat(core.outstandingNs()).isZero();
        assertThat(core.tally(0).count() + core.tally(1).count() + core.tally(2).count())
                .isEqualTo(before.inFlight(0) + before.inFlight(1) + before.inFlight(2));
    }

    @Test
    void neverIdlesWhileARequestIsRunnable() {
        SourceSpec[] overload = {SourceSpec.poisson(900, MEAN_NS, 1, 1), SourceSpec.poisson(500, MEAN_NS, 1, 6)};
        SimulatedCore core = new SimulatedCore(overload, QUANTA_NS, 5_000, 3);
        core.runUntil(NS_PER_S);
        core.startWindow();
        core.runUntil(11 * NS_PER_S);
        assertThat(core.usedNs(0) + core.usedNs(1)).isEqualTo(10 * NS_PER_S);
    }

    @Test
    void continuesAForkAsItWouldHaveContinued() {
        SimulatedCore core = new SimulatedCore(mixed(), QUANTA_NS, 20_000, 11);
        core.runUntil(7 * NS_PER_S);
        SimulatedCore fork = core.sibling();
        fork.runUntil(NS_PER_S); // what it has been before is of no matter
        fork.copyFrom(core);
        core.startWindow();
        for (SimulatedCore each : new SimulatedCore[] {core, fork}) {
            each.runUntil(9 * NS_PER_S);
            each.setQueue(0, 6);
            each.runUntil(20 * NS_PER_S);
        }
        for (int source = 0; source < 3; source++) {
            assertThat(fork.usedNs(source)).isEqualTo(core.usedNs(source));
            assertThat(fork.inFlight(source)).isEqualTo(core.inFlight(source));
            assertThat(fork.tally(source).count())
                    .isEqualTo(core.tally(source).count())
                    .isPositive();
            assertThat(fork.tally(source).latencyMeanNs())
                    .isEqualTo(core.tally(source).latencyMeanNs());
            assertThat(fork.tally(source).latencyNs(0.95))
                    .isEqualTo(core.tally(source).latencyNs(0.95));
        }
    }

    @Test
    void offersTheSameRequestsInEveryQueue() {
        double[] usedNs = new double[2];
        for (int i = 0; i < 2; i++) {
            SourceSpec[] specs = mixed();
            specs[0] = specs[0].in(1 + 4 * i);
            SimulatedCore core = new SimulatedCore(specs, QUANTA_NS, 0, 11);
            core.runUntil(5 * NS_PER_S);
            usedNs[i] = core.usedNs(0) + core.usedNs(1) + core.usedNs(2) + core.outstandingNs();
        }
        assertThat(usedNs[0]).isEqualTo(usedNs[1]);
    }

    private static SourceSpec[] mixed() {
        return new SourceSpec[] {
            new SourceSpec(20, 10e6, 0.7, 2, 15e6, 1.5, 1, 3, 3),
            new SourceSpec(200, 1.5e6, 1, 1, 1e6, 1, 2, 8, 3),
            SourceSpec.poisson(1, 400e6, 0.3, 2)
        };
    }

    private static SimulatedCore run(long[] quantaNs, long switchCostNs, long seconds, SourceSpec... specs) {
        SimulatedCore core = new SimulatedCore(specs, quantaNs, switchCostNs, 42);
        core.runUntil(10 * NS_PER_S);
        core.startWindow();
        core.runUntil((10 + seconds) * NS_PER_S);
        return core;
    }
}
