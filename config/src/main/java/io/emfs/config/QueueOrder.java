package io.emfs.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** From p1 to p6 the quanta grow and the priorities fall: what makes rows of queues a multi-level feedback queue. */
final class QueueOrder {
    private QueueOrder() {}

    /** Reports against the lower queue of a pair; {@code rows} and {@code queues} go together. */
    static void check(List<Section> rows, List<QueueConfig> queues) {
        for (int i = 1; i < rows.size(); i++) {
            checkQuantum(rows.get(i - 1), rows.get(i), queues.get(i - 1), queues.get(i));
            checkBand(rows.get(i - 1), rows.get(i), queues.get(i - 1), queues.get(i));
        }
    }

    private static void checkQuantum(Section aboveRow, Section row, QueueConfig above, QueueConfig queue) {
        Setting<?> aboveQuantum = aboveRow.setting("quantum");
        Setting<?> quantum = row.setting("quantum");
        if (aboveQuantum.usable() && quantum.usable() && queue.quantum().compareTo(above.quantum()) <= 0) {
            row.reject(quantum, "must be longer than " + aboveQuantum);
        }
    }

    private static void checkBand(Section aboveRow, Section row, QueueConfig above, QueueConfig queue) {
        Setting<?> abovePolicy = aboveRow.setting("policy");
        Setting<?> policy = row.setting("policy");
        if (!abovePolicy.usable() || !policy.usable() || queue.policy() == SchedulingClass.OTHER) {
            return;
        }
        if (above.policy() == SchedulingClass.OTHER) {
            row.reject(
                    policy, "must be other, as " + abovePolicy + " above it is: priorities fall from queue to queue");
            return;
        }
        PriorityBand aboveBand = usableBand(aboveRow, above);
        PriorityBand band = usableBand(row, queue);
        if (aboveBand != null && band != null && band.high() >= aboveBand.low()) {
            row.reject(row.setting("priorities"), "must lie below " + aboveRow.setting("priorities"));
        }
    }

    private static @Nullable PriorityBand usableBand(Section row, QueueConfig queue) {
        PriorityBand band = queue.priorities();
        return band == null || !row.setting("priorities").usable() ? null : band;
    }
}
