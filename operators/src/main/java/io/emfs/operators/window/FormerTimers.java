package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What savepoints have of the time when windows were in key groups of their functions, and Flink's timers ended them: the
 * timers are withdrawn, and the slices brought to where their nodes are. On the task thread, while the operator opens.
 */
final class FormerTimers implements Triggerable<FunctionKey, VoidNamespace> {
    private static final Logger LOG = LoggerFactory.getLogger(FormerTimers.class);

    /** That of {@code KeyedProcessFunction}, which the operator once was. */
    static final String NAME = "user-timers";

    /** Makes the service that the timers are under. */
    @FunctionalInterface
    interface Services {
        InternalTimerService<VoidNamespace> open(
                String name, VoidNamespaceSerializer serializer, Triggerable<FunctionKey, VoidNamespace> target);
    }

    /** @param adopted told of each function that has slices here, and of the end of its next window */
    void adopt(
            Services services,
            KeyedStateBackend<FunctionKey> backend,
            SliceState state,
            ObjLongConsumer<FunctionKey> adopted)
            throws Exception {
        InternalTimerService<VoidNamespace> timers = services.open(NAME, VoidNamespaceSerializer.INSTANCE, this);
        Map<FunctionKey, Long> ends = withdraw(timers, backend);
        int elsewhere = 0;
        for (Map.Entry<FunctionKey, Long> end : ends.entrySet()) {
            if (state.gather(end.getKey())) {
                state.wakeAt(end.getKey(), end.getValue());
                adopted.accept(end.getKey(), end.getValue());
            } else {
                elsewhere++;
            }
        }
        if (elsewhere > 0) {
            LOG.info(
                    "windows of {} functions are counted anew: the savepoint is of a former version, and had them on this"
                            + " subtask instead of their node's",
                    elsewhere);
        }
    }

    /** The end of the next window of each function that had a timer. */
    private static Map<FunctionKey, Long> withdraw(
            InternalTimerService<VoidNamespace> timers, KeyedStateBackend<FunctionKey> backend) throws Exception {
        record Timer(FunctionKey function, long lastMs) {}
        List<Timer> all = new ArrayList<>();
        timers.forEachEventTimeTimer((namespace, lastMs) -> all.add(new Timer(backend.getCurrentKey(), lastMs)));
        Map<FunctionKey, Long> ends = new LinkedHashMap<>();
        for (Timer timer : all) {
            backend.setCurrentKey(timer.function);
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, timer.lastMs);
            ends.merge(timer.function, timer.lastMs + 1, Math::min);
        }
        return ends;
    }

    @Override
    public void onEventTime(InternalTimer<FunctionKey, VoidNamespace> timer) {
        throw new IllegalStateException("there are no timers");
    }

    @Override
    public void onProcessingTime(InternalTimer<FunctionKey, VoidNamespace> timer) {
        throw new IllegalStateException("there are no timers");
    }
}
