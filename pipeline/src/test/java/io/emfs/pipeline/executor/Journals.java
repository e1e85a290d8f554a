package io.emfs.pipeline.executor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Journals of a machine that was booted once. Stateless. */
final class Journals {
    private Journals() {}

    /** As every agent finds it that starts in this directory. */
    static ThreadJournal open(Path dir) throws IOException {
        return ThreadJournal.open(dir, Files.writeString(dir.resolve("boot_id"), "boot-1\n"));
    }
}
