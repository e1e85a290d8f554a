package io.emfs.tests.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cgroup of its own below a mounted hierarchy, of version 2 where there is one; removed when closed. */
final class TestCgroup implements AutoCloseable {
    private static final int REMOVE_ATTEMPTS = 100;
    private static final int POLL_MS = 20;

    private final Path directory;

    private TestCgroup(Path directory) {
        this.directory = directory;
    }

    static TestCgroup create(String name) throws IOException {
        return new TestCgroup(Files.createDirectory(hierarchy().resolve(name)));
    }

    /** The command with its process in the group from the start; the process id stays. */
    List<String> around(List<String> command) {
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
        List<String[]> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .toList();
        for (String wanted : List.of("cgroup2", "pids", "freezer")) {
            for (String[] mount : mounts) {
                List<String> kinds = mount[2].equals("cgroup") ? List.of(mount[3].split(",")) : List.of(mount[2]);
                if (kinds.contains(wanted)) {
                    return Path.of(mount[1]);
                }
            }
        }
        throw new IOException("no cgroup hierarchy is mounted");
    }
}
