package io.emfs.tests.learning.simulation;

import java.util.Arrays;

/**
 * One core under preemptive priorities, round robin within a queue: SCHED_RR as the policy uses it. A discrete-event
 * simulation, exact to the ns and the same for the same seed; it forks by {@link #copyFrom}. One thread.
 *
 * <p>Source {@code s} is the s-th spec. A preempted thread keeps the rest of its quantum and its place at the head of the
 * queue; one that used it up goes to the end (sched(7)). A switch to another request's thread costs CPU time, which counts
 * as that thread's own. A worker that has answered takes the next unread request without leaving the core.
 */
public final class SimulatedCore {
    /** Those outside of all queues included. */
    static final int MAX_QUEUES = Long.SIZE;

    private static final int NOBODY = Requests.NONE;

    private final SourceSpec[] specs;
    private final long[] quantaNs;

    /** From a queue to the one that threads of it drop to; past all queues where threads stay. */
    private final int stride;

    private final long switchCostNs;
    private final Arrivals arrivals;
    private final Requests requests = new Requests();
    private final IoWaits ioWaits = new IoWaits();
    private final RequestLists ready;
    private final RequestLists unread;
    private final int[] queues;
    private final int[] busy;
    private final int[] inFlight;
    private final long[] usedNs;
    private final WindowTally[] tallies;

    private long nowNs;
    private long windowStartNs;
    private int running = NOBODY;
    private int lastOnCore = NOBODY;
    private long runningSinceNs;
    private long switchLeftNs;
    private long coreEventNs = Long.MAX_VALUE;

    /**
     * Idle at time 0, with threads that stay in their queue.
     *
     * @param quantaNs of the queues 1…n
     */
    public SimulatedCore(SourceSpec[] specs, long[] quantaNs, long switchCostNs, long seed) {
        this(specs, quantaNs, 0, switchCostNs, seed);
    }

    /**
     * Idle at time 0.
     *
     * @param quantaNs of the queues 1…n
     * @param drop how many queues a thread goes down that has used up its quantum within one request; 0 = it stays
     */
    SimulatedCore(SourceSpec[] specs, long[] quantaNs, int drop, long switchCostNs, long seed) {
        this.specs = specs.clone();
        this.quantaNs = new long[quantaNs.length + 2];
        System.arraycopy(quantaNs, 0, this.quantaNs, 1, quantaNs.length);
        this.quantaNs[0] = quantaNs[0];
        this.quantaNs[quantaNs.length + 1] = quantaNs[quantaNs.length - 1];
        this.stride = drop == 0 ? this.quantaNs.length : drop;
        this.switchCostNs = switchCostNs;
        this.arrivals = new Arrivals(this.specs, seed);
        this.ready = new RequestLists(this.quantaNs.length);
        this.unread = new RequestLists(specs.length);
        this.queues = new int[specs.length];
        this.busy = new int[specs.length];
        this.inFlight = new int[specs.length];
        this.usedNs = new long[specs.length];
        this.tallies = new WindowTally[specs.length];
        for (int source = 0; source < specs.length; source++) {
            queues[source] = specs[source].queue();
            tallies[source] = new WindowTally();
        }
    }

    /** A core of the same specs, quanta and switch cost, to be overwritten by {@link #copyFrom}. */
    public SimulatedCore sibling() {
        long[] own = new long[quantaNs.length - 2];
        System.arraycopy(quantaNs, 1, own, 0, own.length);
        return new SimulatedCore(specs, own, stride, switchCostNs, 0);
    }

    /** Continues from where {@code other}, of the same specs, is; with a window that starts now. */
    public void copyFrom(SimulatedCore other) {
        arrivals.copyFrom(other.arrivals);
        requests.copyFrom(other.requests);
        ioWaits.copyFrom(other.ioWaits);
        ready.copyFrom(other.ready);
        unread.copyFrom(other.unread);
        System.arraycopy(other.queues, 0, queues, 0, queues.length);
        System.arraycopy(other.busy, 0, busy, 0, busy.length);
        System.arraycopy(other.inFlight, 0, inFlight, 0, inFlight.length);
        nowNs = other.nowNs;
        running = other.running;
        lastOnCore = other.lastOnCore;
        runningSinceNs = other.runningSinceNs;
        switchLeftNs = other.switchLeftNs;
        coreEventNs = other.coreEventNs;
        startWindow();
    }

    /** From now on, other requests arrive than without this call. */
    public void reseed(long seed) {
        arrivals.reseed(seed, nowNs);
    }

    public void setRate(int source, double perSecond) {
        arrivals.setRate(source, perSecond, nowNs);
    }

    /** Multiplies the CPU time of the requests that arrive from now on. */
    public void setServiceFactor(int source, double factor) {
        arrivals.setServiceFactor(source, factor);
    }

    public int queue(int source) {
        return queues[source];
    }

    /** Moves all of a source's threads; they go to the end of their new queue. */
    public void setQueue(int source, int queue) {
        int before = queues[source];
        if (queue == before) {
            return;
        }
        if (running != NOBODY) {
            suspend();
        }
        queues[source] = queue;
        for (int list = before; list < quantaNs.length; list += stride) {
            ready.move(source, list, this::queueOf, requests);
        }
        dispatch();
    }

    /** Forgets what the window has counted. */
    public void startWindow() {
        charge();
        windowStartNs = nowNs;
        for (int source = 0; source < specs.length; source++) {
            usedNs[source] = 0;
            tallies[source].clear();
        }
    }

    /** Runs up to and including this instant. */
    public void runUntil(long endNs) {
        while (true) {
            long coreNs = coreEventNs;
            long ioNs = ioWaits.nextNs();
            long arrivalNs = arrivals.nextNs();
            long nextNs = Math.min(coreNs, Math.min(ioNs, arrivalNs));
            if (nextNs > endNs) {
                break;
            }
            nowNs = nextNs;
            if (nextNs == coreNs) {
                onCoreEvent();
            } else if (nextNs == ioNs) {
                onReady(ioWaits.poll());
            } else {
                onArrival();
            }
        }
        nowNs = endNs;
        charge();
    }

    public long nowNs() {
        return nowNs;
    }

    public long windowStartNs() {
        return windowStartNs;
    }

    /** CPU time that a source has used in this window. */
    public long usedNs(int source) {
        return usedNs[source];
    }

    /** Requests without an answer. */
    public int inFlight(int source) {
        return inFlight[source];
    }

    /** Requests without an answer that came more than {@code ns} ago. */
    int inFlightOlderThan(int source, double ns) {
        long[] ages = new long[inFlight[source]];
        int count = requests.ages(source, nowNs, ages, 0);
        return (int) Arrays.stream(ages, 0, count).filter(age -> age > ns).count();
    }

    /** CPU time that requests on the node still ask for, switches not counted. */
    long outstandingNs() {
        return requests.outstandingNs();
    }

    WindowTally tally(int source) {
        return tallies[source];
    }

    /** A lower bound of a quantile of the latency where few or no requests were answered. */
    double latencyOrAgeNs(int source, double quantile) {
        return tallies[source].latencyOrAgeNs(quantile, requests, source, inFlight[source], nowNs);
    }

    private void onArrival() {
        int source = arrivals.source();
        for (int left = arrivals.batch(); left > 0; left--) {
            int request = arrivals.addTo(requests);
            inFlight[source]++;
            if (busy[source] < specs[source].concurrency()) {
                busy[source]++;
                onReady(request);
            } else {
                unread.addLast(source, request, requests);
            }
        }
        arrivals.advance();
    }

    private void onReady(int request) {
        requests.readyAt(request, nowNs);
        if (threadsStay()) {
            requests.setSliceUsedNs(request, 0);
        }
        int queue = queueOf(request);
        if (running == NOBODY) {
            ready.addLast(queue, request, requests);
            dispatch();
        } else if (queue < queueOf(running)) {
            suspend();
            ready.addLast(queue, request, requests);
            dispatch();
        } else {
            ready.addLast(queue, request, requests);
            if (queue == queueOf(running)) {
                scheduleCoreEvent();
            }
        }
    }

    private void onCoreEvent() {
        charge();
        int request = running;
        running = NOBODY;
        coreEventNs = Long.MAX_VALUE;
        if (requests.remainingNs(request) > 0) {
            if (mayDrop(request)) {
                requests.drop(request);
            }
            requests.setSliceUsedNs(request, 0);
            requests.readyAt(request, nowNs);
            ready.addLast(queueOf(request), request, requests);
        } else if (requests.nextPhase(request)) {
            ioWaits.add(request, nowNs + requests.ioNs(request));
        } else {
            answer(request);
        }
        dispatch();
    }

    private void answer(int request) {
        int source = requests.source(request);
        long latencyNs = nowNs - requests.arrivedNs(request);
        long queueDelayNs = requests.readNs(request) - requests.arrivedNs(request);
        tallies[source].add(latencyNs, queueDelayNs, requests.onCpuNs(request), requests.waitedNs(request));
        inFlight[source]--;
        if (unread.isEmpty(source)) {
            busy[source]--;
            lastOnCore = NOBODY; // its number may be given to another
        } else {
            int following = unread.poll(source, requests);
            requests.readyAt(following, nowNs);
            if (threadsStay()) {
                requests.setSliceUsedNs(following, requests.sliceUsedNs(request));
            }
            ready.addFirst(queueOf(following), following, requests);
            lastOnCore = following;
        }
        requests.remove(request);
    }

    private void suspend() {
        charge();
        requests.readyAt(running, nowNs);
        ready.addFirst(queueOf(running), running, requests);
        running = NOBODY;
        coreEventNs = Long.MAX_VALUE;
    }

    private void dispatch() {
        int queue = ready.first();
        if (queue == Long.SIZE) {
            return;
        }
        running = ready.poll(queue, requests);
        requests.dispatchedAt(running, nowNs);
        runningSinceNs = nowNs;
        switchLeftNs = running == lastOnCore ? 0 : switchCostNs;
        lastOnCore = running;
        scheduleCoreEvent();
    }

    /** The end of the running request's work, or of its quantum if it is to drop, or if another one waits for its turn. */
    private void scheduleCoreEvent() {
        charge();
        long leftNs = switchLeftNs + requests.remainingNs(running);
        int queue = queueOf(running);
        if (mayDrop(running)) {
            leftNs = Math.min(leftNs, Math.max(0, quantaNs[queue] - requests.sliceUsedNs(running)));
        } else if (!ready.isEmpty(queue)) {
            // alone in its queue it was given quantum after quantum
            long usedOfQuantumNs = requests.sliceUsedNs(running) % quantaNs[queue];
            requests.setSliceUsedNs(running, usedOfQuantumNs);
            leftNs = Math.min(leftNs, quantaNs[queue] - usedOfQuantumNs);
        }
        coreEventNs = nowNs + leftNs;
    }

    private void charge() {
        if (running == NOBODY) {
            return;
        }
        long occupiedNs = nowNs - runningSinceNs;
        long switchNs = Math.min(switchLeftNs, occupiedNs);
        switchLeftNs -= switchNs;
        requests.ran(running, occupiedNs, occupiedNs - switchNs);
        usedNs[requests.source(running)] += occupiedNs;
        runningSinceNs = nowNs;
    }

    private int queueOf(int request) {
        int queue = queues[requests.source(request)];
        for (int drops = requests.drops(request); drops > 0 && isAbove(queue); drops--) {
            queue += stride;
        }
        return queue;
    }

    private boolean mayDrop(int request) {
        return isAbove(queueOf(request));
    }

    /** Whether there is a queue for those that drop out of this one. */
    private boolean isAbove(int queue) {
        return queue > 0 && queue + stride < quantaNs.length - 1;
    }

    /** Then a quantum is a thread's, from when it wakes up (sched(7)); else it is a request's, whatever it waits for. */
    private boolean threadsStay() {
        return stride >= quantaNs.length;
    }
}
