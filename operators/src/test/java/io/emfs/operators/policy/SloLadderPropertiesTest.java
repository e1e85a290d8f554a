package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.SLO_24_MS;
import static io.emfs.operators.policy.PolicyFixtures.policy;
import static io.emfs.operators.policy.PolicyFixtures.started;
import static io.emfs.operators.policy.PolicyFixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.QueueConfig;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import io.emfs.state.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SloLadderPropertiesTest {
    private static final int SLIDE_MS = 200;

    /** A policy and what its function's windows observe; 0 ms stands for an empty window. */
    record Run(int queues, int promoteAfter, int demoteAfter, int coolDownMs, List<Integer> observedMs) {
        SloLadder ladder() {
            int[] quantaMs = new int[queues];
            java.util.Arrays.setAll(quantaMs, i -> 10 << i);
            List<QueueConfig> rows = PolicyFixtures.queues(quantaMs);
            return new SloLadder(policy(promoteAfter, demoteAfter, coolDownMs), QueueLadder.of(rows));
        }

        Run with(List<Integer> newObservedMs) {
            return new Run(queues, promoteAfter, demoteAfter, coolDownMs, newObservedMs);
        }
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void movesAtMostOncePerCoolDown(@ForAll("runs") Run run) throws IOException {
        List<QueueChange> changes = changesOf(run, -1);
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).causeNs() - changes.get(i - 1).causeNs())
                    .isGreaterThanOrEqualTo(run.coolDownMs() * 1_000_000L);
        }
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void movesByOneQueueWithinTheLadder(@ForAll("runs") Run run) throws IOException {
        List<QueueChange> changes = changesOf(run, -1);
        for (QueueChange change : changes.subList(1, changes.size())) {
            assertThat(change.to()).isBetween(1, run.queues());
            assertThat(Math.abs(change.to() - change.from())).isEqualTo(1);
        }
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).from()).isEqualTo(changes.get(i - 1).to());
        }
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void endsInTheLastQueueButOneIfAlwaysComfortable(@ForAll("runs") Run run) throws IOException {
        int initial = Math.min(3, run.queues()); // 24 ms, in quanta of 10, 20, 40, … ms
        assertConvergesTo(Math.max(initial, run.queues() - 1), run, 1);
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void endsInTheFirstQueueIfItAlwaysMisses(@ForAll("runs") Run run) throws IOException {
        assertConvergesTo(1, run, 1_000);
    }

    @Property(seed = "42", edgeCases = EdgeCasesMode.NONE)
    void decidesAlikeAfterARestoreAtAnyPoint(@ForAll("runs") Run run, @ForAll @IntRange(max = 300) int restoreAt)
            throws IOException {
        assertThat(changesOf(run, restoreAt)).isEqualTo(changesOf(run, -1));
    }

    /** Whatever came before, constant observations lead to the queue, monotonically, and leave it never again. */
    private static void assertConvergesTo(int queue, Run run, int observedMs) throws IOException {
        int movesAtMost = run.queues() + 1;
        int windowsPerMove = 5 + Math.max(run.promoteAfter(), 64 * run.demoteAfter()) + run.coolDownMs() / SLIDE_MS;
        List<Integer> longRun = new ArrayList<>(run.observedMs());
        longRun.addAll(Collections.nCopies(movesAtMost * windowsPerMove, observedMs));
        List<QueueChange> converged = changesOf(run.with(longRun), -1);
        assertThat(converged.get(converged.size() - 1).to()).isEqualTo(queue);

        longRun.addAll(Collections.nCopies(2 * windowsPerMove, observedMs));
        assertThat(changesOf(run.with(longRun), -1)).isEqualTo(converged);
    }

    private static List<QueueChange> changesOf(Run run, int restoreAt) throws IOException {
        SloLadder ladder = run.ladder();
        List<QueueChange> changes = new ArrayList<>();
        Decision decision = ladder.onStart(null, started(0), SLO_24_MS);
        add(decision, changes);
        QueuePlacement placement = decision.placement();
        long endMs = SLIDE_MS;
        for (int i = 0; i < run.observedMs().size(); i++, endMs += SLIDE_MS) {
            if (i == restoreAt) {
                placement = throughBytes(placement);
            }
            int observedMs = run.observedMs().get(i);
            decision = ladder.onWindow(
                    placement,
                    window("fast", endMs, observedMs == 0 ? 0 : 40, observedMs),
                    SLO_24_MS,
                    MoveGate.OPEN,
                    null);
            add(decision, changes);
            placement = decision.placement();
            assertThat(placement.queue()).isBetween(1, run.queues());
        }
        return changes;
    }

    private static void add(Decision decision, List<QueueChange> changes) {
        QueueChange change = decision.change();
        if (change != null) {
            changes.add(change);
        }
    }

    private static QueuePlacement throughBytes(QueuePlacement placement) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Codecs.QUEUE_PLACEMENT.writeVersioned(placement, new DataOutputStream(bytes));
        return Codecs.QUEUE_PLACEMENT.readVersioned(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Provide
    Arbitrary<Run> runs() {
        // spells of one verdict, or the counters would hardly ever fill
        Arbitrary<List<Integer>> spell = Combinators.combine(
                        Arbitraries.of(0, 1, 11, 12, 18, 24, 25, 1_000),
                        Arbitraries.integers().between(1, 20))
                .as((observedMs, windows) -> Collections.nCopies(windows, observedMs));
        Arbitrary<List<Integer>> spells = spell.list()
                .ofMaxSize(20)
                .map(lists -> lists.stream().flatMap(List::stream).toList());
        return Combinators.combine(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(0, 5_000),
                        spells)
                .as(Run::new);
    }
}
