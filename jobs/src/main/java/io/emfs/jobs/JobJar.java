package io.emfs.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The jar with the job and everything it needs but Flink. It goes to a cluster with each job, or lies in the {@code lib} of
 * Flink there, under a name that says what is in it. Immutable.
 */
public record JobJar(Path path) {
    /** Set by the launcher script. */
    private static final String PROPERTY = "emfs.job";

    private static final int DIGEST_BYTES = 8;

    /** The one of this version; throws {@link IllegalStateException} if it is not there. */
    public static JobJar ofThisVersion() {
        String jar = System.getProperty(PROPERTY);
        if (jar == null || !Files.isReadable(Path.of(jar))) {
            throw new IllegalStateException("the job's jar is not there (-D" + PROPERTY + " = " + jar
                    + "); start this by ./emfs from a checkout, which builds it");
        }
        return new JobJar(Path.of(jar));
    }

    /** What it is called in Flink's {@code lib}: another jar has another name. Reads all of it. */
    public String libraryName() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
            return "emfs-job-" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + ".jar";
        } catch (IOException e) {
            throw new UncheckedIOException("the job's jar cannot be read: " + path, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** A copy under that name, whole when it appears; where it is. The directory must exist. */
    public Path copyTo(Path directory) throws IOException {
        Path copy = directory.resolve(libraryName());
        Path part =
                Files.copy(path, directory.resolve(copy.getFileName() + ".part"), StandardCopyOption.REPLACE_EXISTING);
        return Files.move(part, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
