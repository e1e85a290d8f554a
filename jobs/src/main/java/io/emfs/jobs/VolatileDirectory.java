package io.emfs.jobs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where eMFS keeps what must outlive its process but not the kernel: in memory if there is a tmpfs. On a disk each write
 * may wait for the file system's kernel threads, which real-time functions keep from running for up to a second.
 *
 * <p>A tmpfs may be writable by anyone; a directory there is used only if it is this user's alone.
 */
final class VolatileDirectory {
    private static final Logger log = LoggerFactory.getLogger(VolatileDirectory.class);
    private static final List<Path> CANDIDATES = List.of(Path.of("/run"), Path.of("/dev/shm"));
    private static final String TMPFS = "tmpfs";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private VolatileDirectory() {}

    /** The directory that belongs to {@code stateDirectory}, or that one itself where there is none in memory. */
    static Path of(Path stateDirectory) {
        for (Path candidate : CANDIDATES) {
            try {
                if (Files.getFileStore(candidate).type().equals(TMPFS) && Files.isWritable(candidate)) {
                    Path mine = privateDirectory(candidate.resolve("emfs-" + user()));
                    return privateDirectory(mine.resolve(stateDirectory
                            .toAbsolutePath()
                            .toString()
                            .substring(1)
                            .replace('/', '-')));
                }
            } catch (IOException e) {
                log.warn("{} is not used: {}", candidate, e.getMessage());
            }
        }
        return stateDirectory;
    }

    static Path privateDirectory(Path directory) throws IOException {
        try {
            return Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            boolean mine = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(user())
                    && Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                            .equals(PRIVATE);
            if (!mine) {
                throw new IOException(directory + " is not a directory of " + user() + " alone");
            }
            return directory;
        }
    }

    private static String user() {
        return System.getProperty("user.name");
    }
}
