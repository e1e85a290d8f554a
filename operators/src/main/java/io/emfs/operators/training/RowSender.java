package io.emfs.operators.training;

import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.Lesson;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Sends what functions have shown to the coordinator, many rows at once: a message for each would cost the task thread more
 * than to learn from it. Of thousands of functions it sends a random share, for the coordinator would only throw rows away.
 * Task thread.
 */
public final class RowSender {
    static final int ROWS_AT_ONCE = 64;
    static final long LONGEST_WAIT_MS = 1_000;

    /** The coordinator's memory is full of news within nine minutes. */
    static final int MOST_PER_SECOND = 64;

    private static final int MS_PER_S = 1000;

    private final FeatureVectors features;
    private final Consumer<OperatorEvent> coordinator;
    private final LongSupplier clockMs;
    private final SplittableRandom random = new SplittableRandom(1);
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int waiting;
    private long waitingSinceMs;
    private long second;
    private int shownThisSecond;
    private int shownLastSecond;

    /** {@code clockMs} may be any that does not go back. */
    public RowSender(FeatureVectors features, Consumer<OperatorEvent> coordinator, LongSupplier clockMs) {
        this.features = features;
        this.coordinator = coordinator;
        this.clockMs = clockMs;
    }

    /** A window of the function that followed when {@code before} was known of it. */
    public void add(FunctionKey key, FunctionProfile before, Observation seen) {
        long nowMs = clockMs.getAsLong();
        if (!isChosen(nowMs)) {
            return;
        }
        @Nullable TrainingRow row = TrainingRow.of(features, Lesson.hash(key), before, seen);
        if (row == null) {
            return;
        }
        if (waiting == 0) {
            waitingSinceMs = nowMs;
        }
        try {
            row.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        waiting++;
        if (waiting >= ROWS_AT_ONCE || nowMs - waitingSinceMs >= LONGEST_WAIT_MS) {
            coordinator.accept(new RowsEvent(waiting, bytes.toByteArray()));
            bytes = new ByteArrayOutputStream();
            waiting = 0;
        }
    }

    /** By chance, not by order: windows of all functions close together, always in the same one. */
    private boolean isChosen(long nowMs) {
        long nowSecond = nowMs / MS_PER_S;
        if (nowSecond != second) {
            shownLastSecond = nowSecond == second + 1 ? shownThisSecond : 0;
            shownThisSecond = 0;
            second = nowSecond;
        }
        shownThisSecond++;
        int expected = Math.max(shownLastSecond, shownThisSecond);
        return expected <= MOST_PER_SECOND || random.nextInt(expected) < MOST_PER_SECOND;
    }
}
