package io.emfs.bpf.guard;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code emfs-guard}, which travels in the jar: written to the first of some directories where it may be executed, and
 * removed as soon as it runs. Thread-safe.
 */
public final class GuardProgram {
    private static final String NAME = "emfs-guard";

    private final List<Path> places;

    /** With the directories to try, in this order; file systems that are mounted noexec are passed over. */
    public GuardProgram(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /** Its standard error is this process's own. Throws {@link IOException} that tells of all places if there is none. */
    public Process start(String... arguments) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path place : places) {
            try {
                return startIn(place, arguments);
            } catch (IOException e) {
                problems.add(place + ": " + e.getMessage());
            }
        }
        throw new IOException(NAME + " cannot be executed in any of " + places
                + "; mount one without noexec, or name another as -Djava.io.tmpdir (EMFS_JAVA_OPTS): " + problems);
    }

    private static Process startIn(Path place, String... arguments) throws IOException {
        Path program = Files.createTempFile(
                place, NAME, "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            try (InputStream binary = GuardProgram.class.getResourceAsStream(NAME)) {
                if (binary == null) {
                    throw new IllegalStateException(
                            "class path resource io/emfs/bpf/guard/" + NAME + " (make in bpf/src/main/c builds it)");
                }
                Files.write(program, binary.readAllBytes());
            }
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(List.of(arguments));
            return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } finally {
            Files.deleteIfExists(program);
        }
    }
}
