package io.emfs.tests.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Two groups of its own below this process's in each cgroup hierarchy that takes processes without further settings; they
 * are emptied and removed when closed. In version 1's cpu hierarchy they have no real-time budget where the kernel wants one.
 */
final class TestCgroups implements AutoCloseable {
    private static final List<String> WANTED = List.of("cgroup2", "pids", "freezer", "cpu");
    private static final List<String> NAMES = List.of("emfs-chaos-a", "emfs-chaos-b");
    private static final int REMOVE_ATTEMPTS = 100;
    private static final int POLL_MS = 20;

    /** Ours → the one above, to which its processes return. */
    private final Map<Path, Path> parents = new HashMap<>();

    private final List<Path> places = new ArrayList<>();

    static TestCgroups create() throws IOException {
        TestCgroups groups = new TestCgroups();
        for (Map.Entry<String, Path> current : currentGroups().entrySet()) {
            if (WANTED.contains(current.getKey()) && Files.isWritable(current.getValue())) {
                for (String name : NAMES) {
                    Path group = current.getValue()
                            .resolve(name + "-" + ProcessHandle.current().pid());
                    Files.createDirectory(group);
                    groups.parents.put(group, current.getValue());
                    groups.places.add(group);
                }
                groups.places.add(current.getValue());
            }
        }
        return groups;
    }

    /** Whether there is anywhere to move to. */
    boolean any() {
        return !places.isEmpty();
    }

    /** Into one of them or back above; false if the kernel refuses, as it does for real-time threads without a budget. */
    boolean moveSomewhere(int pid, RandomGenerator random) {
        return move(pid, places.get(random.nextInt(places.size())));
    }

    private static boolean move(int pid, Path group) {
        try {
            Files.writeString(group.resolve("cgroup.procs"), Integer.toString(pid));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Fails while a process cannot leave. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (Map.Entry<Path, Path> group : parents.entrySet()) {
            remove(group.getKey(), group.getValue());
        }
    }

    private static void remove(Path group, Path parent) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Files.readAllLines(group.resolve("cgroup.procs")).forEach(pid -> move(Integer.parseInt(pid), parent));
            try {
                Files.delete(group);
                return;
            } catch (IOException busy) {
                if (attempt == REMOVE_ATTEMPTS) {
                    throw busy;
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    /** {@code cgroup2} or version 1's controller → directory of this process's group. */
    private static Map<String, Path> currentGroups() throws IOException {
        Map<String, String> paths = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",")) {
                paths.put(controller.isEmpty() ? "cgroup2" : controller, fields[2]);
            }
        }
        Map<String, Path> groups = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] fields = line.split(" ");
            for (String controller : fields[2].equals("cgroup2") ? List.of("cgroup2") : List.of(fields[3].split(","))) {
                String path = paths.get(controller);
                if (fields[2].startsWith("cgroup") && path != null) {
                    groups.putIfAbsent(controller, Path.of(fields[1] + path).normalize());
                }
            }
        }
        return groups;
    }
}
