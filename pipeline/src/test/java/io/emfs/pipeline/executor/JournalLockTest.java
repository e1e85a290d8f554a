package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class JournalLockTest {
    @TempDir
    Path dir;

    @Test
    void waitsForTheGuardOfAnAgentThatEnded() throws IOException {
        AtomicBoolean guardDone = new AtomicBoolean();
        try (FileChannel guard =
                FileChannel.open(dir.resolve("guard.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            guard.lock();
            CompletableFuture<Boolean> doneWhenTaken = CompletableFuture.supplyAsync(() -> {
                try (JournalLock taken = JournalLock.take(dir)) {
                    return guardDone.get();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            guardDone.set(true);
            guard.close();
            assertThat(doneWhenTaken.join()).isTrue();
        }
    }

    @Test
    void removesWhatAKilledGuardLeft() throws IOException {
        Files.createFile(dir.resolve("guard.lock"));
        Files.createFile(dir.resolve("lease"));
        try (JournalLock taken = JournalLock.take(dir)) {
            assertThat(dir.toFile().list()).containsExactly("journal.lock");
        }
    }
}
