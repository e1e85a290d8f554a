package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.pipeline.executor.StarvationWatch.Verdict;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Threads that sleep, run and wait by any script, in steps of 10 ms; boosts get them to run or do not. */
class StarvationWatchPropertiesTest {
    private static final int LIMIT = 40;
    private static final int SCAN_EVERY = 10;
    private static final int QUANTUM = 2;
    private static final int STEP_NS = 10_000_000;

    enum Doing {
        SLEEPS,
        RUNS,
        WAITS
    }

    record Spell(Doing doing, int steps) {}

    /** What was decided about a thread at the end of a step, and what it had been doing since when. */
    private record Step(int at, Doing doing, Verdict verdict, long ranNs, int waitingSince) {}

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void boostsEveryThreadThatWaitsWithinTheLimitAndAScan(@ForAll("scripts") List<List<Spell>> scripts) {
        for (List<Step> steps : runAll(scripts)) {
            int boostedUntil = 0;
            boolean boosted = false;
            for (Step step : steps) {
                boosted = (boosted || step.verdict == Verdict.BOOST) && step.verdict != Verdict.END_BOOST;
                boostedUntil = boosted || step.verdict == Verdict.END_BOOST ? step.at : boostedUntil;
                if (step.doing == Doing.WAITS && !boosted) {
                    assertThat(step.at - Math.max(step.waitingSince, boostedUntil))
                            .isLessThanOrEqualTo(LIMIT + SCAN_EVERY);
                }
            }
        }
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void boostsNoThreadThatHasNotWaitedForTheLimit(@ForAll("scripts") List<List<Spell>> scripts) {
        for (List<Step> steps : runAll(scripts)) {
            for (Step step : steps) {
                if (step.verdict == Verdict.BOOST) {
                    assertThat(step.doing).isEqualTo(Doing.WAITS);
                    assertThat(step.at + 1 - step.waitingSince)
                            .as("steps, this one included")
                            .isGreaterThanOrEqualTo(LIMIT);
                }
            }
        }
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void endsABoostAfterAQuantumOrAfterFourInVain(@ForAll("scripts") List<List<Spell>> scripts) {
        for (List<Step> steps : runAll(scripts)) {
            Step boost = null;
            for (Step step : steps) {
                if (step.verdict == Verdict.BOOST) {
                    assertThat(boost).as("one boost at a time").isNull();
                    boost = step;
                } else if (step.verdict == Verdict.END_BOOST) {
                    assertThat(boost).isNotNull();
                    boost = null;
                } else if (boost != null && step.at > boost.at && (step.at - boost.at) % QUANTUM == 0) {
                    assertThat(step.verdict).isEqualTo(Verdict.BOOSTED);
                    assertThat(step.ranNs - boost.ranNs).isLessThan((long) QUANTUM * STEP_NS);
                    assertThat(step.at - boost.at).isLessThan(4 * QUANTUM);
                    assertThat(step.doing).isNotEqualTo(Doing.SLEEPS);
                }
            }
        }
    }

    private static List<List<Step>> runAll(List<List<Spell>> scripts) {
        StarvationWatch watch = new StarvationWatch((long) LIMIT * STEP_NS, (long) QUANTUM * STEP_NS);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
            runs.add(new Run(new ThreadId(1, 10 + i, 5), scripts.get(i)));
        }
        for (int at = 0; runs.stream().anyMatch(Run::goesOn); at++) {
            for (Run run : runs) {
                if (run.goesOn()) {
                    run.step(at, watch);
                }
            }
        }
        return runs.stream().map(run -> run.steps).toList();
    }

    /** One thread on its way through its script. */
    private static final class Run {
        private final ThreadId thread;
        private final List<Doing> script = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private long ranNs;
        private int waitingSince;
        private int boostedAt = -1;

        Run(ThreadId thread, List<Spell> spells) {
            this.thread = thread;
            for (Spell spell : spells) {
                for (int i = 0; i < spell.steps; i++) {
                    script.add(spell.doing);
                }
            }
        }

        boolean goesOn() {
            return steps.size() < script.size();
        }

        void step(int at, StarvationWatch watch) {
            Doing doing = script.get(steps.size());
            boolean waitedBefore = !steps.isEmpty() && steps.get(steps.size() - 1).doing == Doing.WAITS;
            waitingSince = doing == Doing.WAITS && waitedBefore ? waitingSince : at;
            ranNs += doing == Doing.RUNS ? STEP_NS : 0;
            ranNs += doing == Doing.SLEEPS ? 1 : 0; // nobody falls asleep without running
            boolean boostCheck = boostedAt >= 0 && (at - boostedAt) % QUANTUM == 0;
            Verdict verdict = (at % SCAN_EVERY == 0 && boostedAt < 0) || boostCheck
                    ? watch.see(thread, new ThreadLook(5, doing != Doing.SLEEPS, 0, ranNs), (long) at * STEP_NS, false)
                    : Verdict.FINE;
            boostedAt = verdict == Verdict.BOOST ? at : verdict == Verdict.END_BOOST ? -1 : boostedAt;
            steps.add(new Step(at, doing, verdict, ranNs, waitingSince));
        }
    }

    @Provide
    Arbitrary<List<List<Spell>>> scripts() {
        Arbitrary<Spell> spell = Combinators.combine(
                        Arbitraries.of(Doing.class), Arbitraries.integers().between(1, 120))
                .as(Spell::new);
        return spell.list().ofMinSize(1).ofMaxSize(8).list().ofMinSize(1).ofMaxSize(3);
    }
}
