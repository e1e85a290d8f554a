package io.emfs.operators.training;

import io.emfs.state.LearningReport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes reports on to where they are shown: those of a training's end at once, those of mere news at most once a second.
 * What is held back goes with the next one: rows come each second while functions are asked for anything. Thread-safe.
 */
final class PacedReports {
    static final long PACE_NS = 1_000_000_000;

    private final LongSupplier clockNs;
    private final Consumer<LearningReport> everybody;
    private LearningReport newest = LearningReport.NONE;
    private @Nullable LearningReport passed;
    private long passedNs;

    /**
     * Has passed nothing yet.
     *
     * @param clockNs any that does not go back
     * @param everybody is called with the lock of this held, so that no older report follows a newer one
     */
    PacedReports(LongSupplier clockNs, Consumer<LearningReport> everybody) {
        this.clockNs = clockNs;
        this.everybody = everybody;
    }

    synchronized void add(LearningReport report) {
        newest = report;
        long nowNs = clockNs.getAsLong();
        LearningReport before = passed;
        if (before == null || !isMereNews(before, report) || nowNs - passedNs >= PACE_NS) {
            passed = report;
            passedNs = nowNs;
            everybody.accept(report);
        }
    }

    private static boolean isMereNews(LearningReport before, LearningReport report) {
        return before.version() == report.version()
                && before.model().equals(report.model())
                && before.promotions() == report.promotions()
                && before.rejections() == report.rejections()
                && before.failures() == report.failures();
    }

    /** To somebody who was not there before. */
    synchronized void passTo(Consumer<LearningReport> newcomer) {
        newcomer.accept(newest);
    }
}
