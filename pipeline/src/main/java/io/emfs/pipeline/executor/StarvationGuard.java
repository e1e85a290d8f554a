package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.pipeline.executor.ThreadApplied.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for starving threads and boosts them. At each scan it looks at the threads that deviate from their function, those
 * that were runnable when last seen, all of functions whose requests make no progress, and some of the rest, in turn; and it
 * brings threads home that were born at the place of one that deviated. Who waits in {@link Lines} of its own function does
 * not starve. One caller at a time: within the executor's turn.
 */
final class StarvationGuard {
    /** Of threads that there is no suspicion of: some 3 ms of work. */
    private static final int LOOKS_PER_SCAN = 256;

    private static final int SCANS_PER_LIMIT = 4;

    /** Scans are on time to one in so many parts of their period. */
    private static final int SCAN_JITTER = 10;

    private static final int LOOKS_BETWEEN_INTERLUDES = 8;

    /** Behind so many looks at single threads of a process, one at all of them costs less. */
    private static final int SINGLE_LOOKS = 8;

    private final StarvationWatch watch;
    private final Lines lines;
    private final long quantumNs;
    private final ManagedFunctions functions;
    private final FunctionPorts ports;
    private final ThreadLister threads;
    private final ThreadPlacer placer;
    private final FunctionMover functionMover;
    private final LongSupplier clockNs;
    private final ExecutorMeters meters;

    private final Map<ThreadId, ManagedFunction> owners = new HashMap<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Set<Integer> seen = new HashSet<>();

    private record Turn(ManagedFunction function, int pid) {}

    StarvationGuard(
            Duration limit,
            Duration quantum,
            ManagedFunctions functions,
            FunctionPorts ports,
            ThreadLister threads,
            ThreadPlacer placer,
            FunctionMover functionMover,
            LongSupplier clockNs,
            ExecutorMeters meters) {
        // A thread may have waited for a scan's period when it is first seen to,
        // and scans that come a little early must not leave it waiting for one more.
        Duration period = scanPeriod(limit);
        Duration seenWaiting = limit.minus(period).minus(period.dividedBy(SCAN_JITTER));
        this.watch = new StarvationWatch(seenWaiting.toNanos(), quantum.toNanos());
        this.lines = new Lines(limit.toNanos());
        this.quantumNs = quantum.toNanos();
        this.functions = functions;
        this.ports = ports;
        this.threads = threads;
        this.placer = placer;
        this.functionMover = functionMover;
        this.clockNs = clockNs;
        this.meters = meters;
    }

    static Duration scanPeriod(Duration limit) {
        return limit.dividedBy(SCANS_PER_LIMIT);
    }

    void scan(Consumer<Effect> effects, BooleanSupplier interlude) {
        seen.clear();
        Looks looks = new Looks(effects, interlude);
        Set<ManagedFunction> standing = standing();
        watch.suspects().forEach(looks::again);
        for (ManagedFunction function : functions.all()) {
            if (!function.isPlaced()) {
                continue;
            }
            function.deviations()
                    .forEach(each -> looks.at(
                            function, each.thread().pid(), each.thread().tid()));
            if (standing.contains(function)) {
                for (int pid : ports.instances().pidsOf(function.key())) {
                    looks.atAll(new Turn(function, pid));
                }
            }
            if (looks.goOn() && function.takeHeirsAstray()) {
                bringHeirsHome(function, interlude);
            }
        }
        lookAtSomeInTurn(looks);
    }

    private void bringHeirsHome(ManagedFunction function, BooleanSupplier interlude) {
        meters.broughtHome(functionMover.bringHeirsHome(function, interlude));
    }

    /** Functions whose requests wait for their answer, of which none came since the last scan. */
    private Set<ManagedFunction> standing() {
        long nowNs = clockNs.getAsLong();
        lines.forget(nowNs);
        Set<ManagedFunction> standing = new HashSet<>();
        for (ManagedFunction function : functions.all()) {
            if (lines.stands(function, ports.requests().apply(function.key()), nowNs)) {
                standing.add(function);
            }
        }
        return standing;
    }

    private void lookAtSomeInTurn(Looks looks) {
        if (turns.isEmpty()) {
            for (ManagedFunction function : functions.all()) {
                if (function.isPlaced()) {
                    for (int pid : ports.instances().pidsOf(function.key())) {
                        turns.add(new Turn(function, pid));
                    }
                }
            }
        }
        int before = seen.size();
        while (looks.goOn() && !turns.isEmpty() && seen.size() - before < LOOKS_PER_SCAN) {
            looks.atAll(turns.remove());
        }
    }

    void forget() {
        watch.boosted().forEach(watch::forget);
        watch.suspects().forEach(watch::forget);
        owners.clear();
        turns.clear();
    }

    void endBoosts(BooleanSupplier interlude) {
        Looks looks = new Looks(effect -> {}, interlude);
        seen.clear();
        watch.boosted().forEach(looks::again);
        // A boosted thread that accepts and forks has its children serve above everybody.
        // The next scan does so once more: one that was born just now may not be known yet.
        looks.over.forEach(function -> bringHeirsHome(function, interlude));
    }

    /** How long until boosts are to be looked at again, ns; 0 if there are none. */
    long boostCheckNs() {
        return watch.boosted().isEmpty() ? 0 : quantumNs;
    }

    /** One round of looking at threads, at each of them once. */
    private final class Looks {
        private final Consumer<Effect> effects;
        private final BooleanSupplier interlude;
        private final Map<Integer, Integer> singleLooks = new HashMap<>();
        private final Map<Integer, Map<Integer, ThreadLook>> wholeLooks = new HashMap<>();
        /** Functions of which a boost ended. */
        private final Set<ManagedFunction> over = new HashSet<>();

        private boolean ended;

        Looks(Consumer<Effect> effects, BooleanSupplier interlude) {
            this.effects = effects;
            this.interlude = interlude;
        }

        boolean goOn() {
            return !ended;
        }

        void atAll(Turn turn) {
            Map<Integer, ThreadLook> all = wholeLooks.computeIfAbsent(turn.pid(), threads::looks);
            all.keySet().forEach(tid -> at(turn.function(), turn.pid(), tid));
        }

        void at(ManagedFunction function, int pid, int tid) {
            if (ended || !seen.add(tid)) {
                return;
            }
            ThreadLook look = look(pid, tid);
            forgetEarlierThread(function, tid, look);
            if (look != null) {
                decide(function, new ThreadId(pid, tid, look.startTicks()), look);
            }
            pause();
        }

        /** At one that was suspected or boosted. */
        void again(ThreadId thread) {
            ManagedFunction function = owners.get(thread);
            if (ended || function == null || !seen.add(thread.tid())) {
                return;
            }
            ThreadLook look = look(thread.pid(), thread.tid());
            forgetEarlierThread(function, thread.tid(), look);
            if (look == null || look.startTicks() != thread.startTicks()) {
                forget(thread);
                over.add(function);
            } else {
                decide(function, thread, look);
            }
            pause();
        }

        private @Nullable ThreadLook look(int pid, int tid) {
            Map<Integer, ThreadLook> all = wholeLooks.get(pid);
            if (all == null && singleLooks.merge(pid, 1, Integer::sum) > SINGLE_LOOKS) {
                all = threads.looks(pid);
                wholeLooks.put(pid, all);
            }
            return all == null ? threads.look(pid, tid) : all.get(tid);
        }

        private void pause() {
            ended = seen.size() % LOOKS_BETWEEN_INTERLUDES == 0 && !interlude.getAsBoolean();
        }

        private void decide(ManagedFunction function, ThreadId thread, ThreadLook look) {
            long nowNs = clockNs.getAsLong();
            long waitedNs = watch.waitedNs(thread, nowNs);
            ThreadPolicy place = function.targetOf(thread.tid());
            if (watch.ranSince(thread, look)) {
                lines.ran(function, place, look.cpu(), nowNs);
            }
            boolean inLine = lines.moves(function, place, look.cpu(), nowNs);
            switch (watch.see(thread, look, nowNs, inLine)) {
                case FINE -> owners.remove(thread);
                case SUSPECT -> owners.put(thread, function);
                case BOOST -> boost(function, thread, nowNs, waitedNs);
                case END_BOOST -> endBoost(function, thread, look);
                case BOOSTED -> {}
            }
        }

        private void boost(ManagedFunction function, ThreadId thread, long nowNs, long waitedNs) {
            function.boost(thread, true);
            Outcome outcome = placer.settle(function, thread, interlude);
            if (outcome == Outcome.MOVED) {
                meters.boosted(function.key());
                effects.accept(new Boosted(function.key(), thread.pid(), thread.tid(), nowNs, waitedNs));
            } else if (outcome != Outcome.UNCHANGED) { // there is nothing to put back
                function.boost(thread, false);
                forget(thread);
            }
        }

        private void endBoost(ManagedFunction function, ThreadId thread, ThreadLook look) {
            function.boost(thread, false);
            placer.settle(function, thread, interlude);
            over.add(function);
            if (!look.runnable()) {
                owners.remove(thread);
            }
        }
    }

    private void forgetEarlierThread(ManagedFunction function, int tid, @Nullable ThreadLook look) {
        Deviation deviation = function.deviation(tid);
        if (deviation != null
                && (look == null || look.startTicks() != deviation.thread().startTicks())) {
            function.forget(tid);
        }
    }

    private void forget(ThreadId thread) {
        watch.forget(thread);
        owners.remove(thread);
    }
}
