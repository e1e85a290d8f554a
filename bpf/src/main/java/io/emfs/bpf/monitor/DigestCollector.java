package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.MappedArray;
import io.emfs.config.MonitorConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.RequestDigest;
import io.emfs.state.WindowSlice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives busy functions a digest of their own, takes what the kernel has counted in it every {@code monitor.flush}, and
 * sends each request again once they are quiet. The ring's reading thread only, but for the counters.
 *
 * <p>The kernel decides per request where it goes, so none is lost or counted twice when the mode changes. A slot given
 * up is emptied once more at the next tick, when no program that saw the old mode is at work any more, before another
 * function gets it.
 */
final class DigestCollector {
    private static final long RATE_INTERVAL_NS = 1_000_000_000;

    private final DigestPolicy policy;
    private final FunctionIds ids;
    private final FunctionTable functions;
    private final MappedArray digests;
    private final EpochClock clock;
    private final NodeEventListener listener;

    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private final Map<Integer, Integer> slotOf = new HashMap<>();
    private final Map<Integer, Integer> leaving = new HashMap<>();
    private long[] answered = new long[0];
    private long ratedNs;
    private int begun;
    private volatile int active;
    private final AtomicLong refused = new AtomicLong();

    DigestCollector(
            MonitorConfig config,
            FunctionIds ids,
            FunctionTable functions,
            MappedArray digests,
            EpochClock clock,
            NodeEventListener listener) {
        this.policy = new DigestPolicy(config.mode(), config.digestAbove());
        this.ids = ids;
        this.functions = functions;
        this.digests = digests;
        this.clock = clock;
        this.listener = listener;
        for (int slot = 0; slot < digests.entries(); slot++) {
            freeSlots.add(slot);
        }
        ratedNs = clock.nowNs();
    }

    /** Takes all digests; reconsiders the modes once a second, since a shorter time tells no rate. */
    void tick() {
        long nowNs = clock.nowNs();
        leaving.forEach((id, slot) -> {
            emit(id, slot, nowNs);
            freeSlots.add(slot);
        });
        leaving.clear();
        slotOf.forEach((id, slot) -> emit(id, slot, nowNs));
        if (nowNs - ratedNs >= RATE_INTERVAL_NS) {
            rate(nowNs);
        } else if (policy.mode() == MonitorConfig.Mode.DIGESTS) {
            for (; begun < ids.size(); begun++) {
                enter(begun + 1); // it would be, whatever its rate
            }
        }
        active = slotOf.size();
    }

    /** Takes what is left; nothing may be attached any more. */
    void close() {
        long nowNs = clock.nowNs();
        leaving.forEach((id, slot) -> emit(id, slot, nowNs));
        slotOf.forEach((id, slot) -> emit(id, slot, nowNs));
    }

    /** Functions that are aggregated at present. */
    int active() {
        return active;
    }

    /** How often, once a second, a function should have been aggregated and there was no digest left. */
    long refused() {
        return refused.get();
    }

    private void rate(long nowNs) {
        double seconds = Math.max(1, nowNs - ratedNs) / (double) RATE_INTERVAL_NS;
        int known = answered.length;
        long[] now = new long[ids.size()];
        for (int i = 0; i < now.length; i++) {
            int id = i + 1;
            now[i] = functions.answered(id);
            double perSecond = i < known ? (now[i] - answered[i]) / seconds : 0;
            boolean digests = slotOf.containsKey(id);
            boolean wanted = policy.digests(digests, perSecond);
            if (wanted && !digests) {
                enter(id);
            } else if (!wanted && digests) {
                leave(id);
            }
        }
        answered = now;
        begun = now.length;
        ratedNs = nowNs;
    }

    private void enter(int id) {
        Integer slot = freeSlots.poll();
        if (slot == null) {
            refused.incrementAndGet();
            return;
        }
        slotOf.put(id, slot);
        functions.digest(id, slot);
    }

    private void leave(int id) {
        functions.digest(id, -1);
        Integer slot = slotOf.remove(id);
        if (slot != null) {
            leaving.put(id, slot);
        }
    }

    private void emit(int id, int slot, long nowNs) {
        WindowSlice requests = DigestReader.take(digests.slot(slot));
        if (!requests.isEmpty()) {
            FunctionKey key = ids.key(id);
            listener.onEvent(new RequestDigest(key, nowNs, requests));
        }
    }
}
