package io.emfs.tests.chaos;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at all innocents again and again on a thread of its own; each that was ever found changed counts once. Thread-safe. */
final class InnocentWatch implements AutoCloseable {
    private static final int PERIOD_MS = 10;

    private final Set<Innocent> innocents = new HashSet<>();
    private final Map<Innocent, String> touched = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::sampleOnAndOn, "innocents");
    private long samples;

    static InnocentWatch start() {
        InnocentWatch watch = new InnocentWatch();
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    synchronized void add(Collection<Innocent> more) {
        innocents.addAll(more);
    }

    /** Before they are ended: their numbers may become somebody else's. */
    synchronized void forget(Collection<Innocent> leaving) {
        sample();
        innocents.removeAll(leaving);
    }

    /** Those that were changed, in words. */
    synchronized List<String> touched() {
        sample();
        return List.copyOf(touched.values());
    }

    synchronized long samples() {
        return samples;
    }

    synchronized int size() {
        return innocents.size();
    }

    private synchronized void sample() {
        innocents.forEach(innocent -> ThreadSchedule.of(innocent.tid())
                .filter(now -> !now.equals(innocent.started()))
                .ifPresent(now -> touched.putIfAbsent(innocent, innocent + " became " + now)));
        samples++;
    }

    private void sampleOnAndOn() {
        try {
            while (true) {
                sample();
                Thread.sleep(PERIOD_MS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
