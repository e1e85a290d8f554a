package io.emfs.tests.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A cgroup of its own below a mounted hierarchy, of version 2 where there is one; removed when closed. */
public final class TestCgroup implements AutoCloseable {
    private static final int REMOVE_ATTEMPTS = 100;
    private static final int POLL_MS = 20;

    private final Path directory;

    private TestCgroup(Path directory) {
        this.directory = directory;
    }

    static TestCgroup create(String name) throws IOException {
        return new TestCgroup(Files.createDirectory(hierarchy().resolve(name)));
    }

    /** One of the version 1 hierarchy that has the controller; empty where there is none. */
    public static Optional<TestCgroup> createUnder(String controller, String name) throws IOException {
        Optional<Path> mount = mounted(controller);
        return mount.isPresent()
                ? Optional.of(new TestCgroup(Files.createDirectory(mount.get().resolve(name))))
                : Optional.empty();
    }

    /** Whether the group has such a setting. */
    public boolean has(String setting) {
        return Files.exists(directory.resolve(setting));
    }

    /** The command with its process in the group from the start; the process id stays. */
    public List<String> around(List<String> command) {
        return Wrapped.of(
                List.of(
                        "sh",
                        "-c",
                        "echo $$ > \"$0\" && exec \"$@\"",
                        directory.resolve("cgroup.procs").toString()),
                command);
    }

    /** Fails while a process is left in it. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.delete(directory);
                return;
            } catch (IOException busy) {
                if (attempt == REMOVE_ATTEMPTS) {
                    throw busy;
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    /** Hierarchies of version 1 other than these may want settings before they take a process. */
    private static Path hierarchy() throws IOException {
        for (String wanted : List.of("cgroup2", "pids", "freezer")) {
            Optional<Path> mount = mounted(wanted);
            if (mount.isPresent()) {
                return mount.get();
            }
        }
        throw new IOException("no cgroup hierarchy is mounted");
    }

    /** Of version 2, or of the one with that controller. */
    private static Optional<Path> mounted(String kind) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount ->
                        mount[2].equals("cgroup") ? List.of(mount[3].split(",")).contains(kind) : mount[2].equals(kind))
                .map(mount -> Path.of(mount[1]))
                .findFirst();
    }
}
