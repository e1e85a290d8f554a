package io.emfs.tests.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Does something to one of the functions every so often, on a thread of its own, until closed. */
final class Mischief implements AutoCloseable {
    private static final int SHORTEST_PAUSE_MS = 50;
    private static final int LONGEST_PAUSE_MS = 450;
    private static final int LONGEST_STOP_MS = 300;

    private final List<Victim> victims;
    private final TestCgroups cgroups;
    private final Squatters squatters;
    private final Random random;
    private final Thread thread = new Thread(this::run, "mischief");

    private volatile boolean closed;
    private volatile Counts counts = new Counts(0, 0, 0, 0);
    private volatile String failure = "";

    /** What was done. */
    record Counts(int restarts, int stops, int moves, int refusedMoves) {}

    private Mischief(List<Victim> victims, TestCgroups cgroups, Squatters squatters, long seed) {
        this.victims = List.copyOf(victims);
        this.cgroups = cgroups;
        this.squatters = squatters;
        this.random = new Random(seed);
    }

    static Mischief start(List<Victim> victims, TestCgroups cgroups, Squatters squatters, long seed) {
        Mischief mischief = new Mischief(victims, cgroups, squatters, seed);
        mischief.thread.start();
        return mischief;
    }

    Counts counts() {
        return counts;
    }

    /** Why it gave up; empty if it did not. */
    String failure() {
        return failure;
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
                act(victims.get(random.nextInt(victims.size())));
            }
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(Victim victim) throws IOException, InterruptedException {
        Counts before = counts;
        switch (random.nextInt(3)) {
            case 0 -> {
                if (victim.plan().crashes()) {
                    squatters.take(victim.restart());
                    counts = new Counts(before.restarts() + 1, before.stops(), before.moves(), before.refusedMoves());
                }
            }
            case 1 -> {
                stop(victim.pid());
                counts = new Counts(before.restarts(), before.stops() + 1, before.moves(), before.refusedMoves());
            }
            default -> {
                boolean moved = cgroups.any() && cgroups.moveSomewhere(victim.pid(), random);
                counts = new Counts(
                        before.restarts(),
                        before.stops(),
                        before.moves() + (moved ? 1 : 0),
                        before.refusedMoves() + (moved ? 0 : 1));
            }
        }
    }

    private void stop(int pid) throws IOException, InterruptedException {
        signal("STOP", pid);
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_STOP_MS));
        } finally {
            signal("CONT", pid);
        }
    }

    private static void signal(String name, int pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
