package io.emfs.jobs.cli;

import io.emfs.config.ConfigException;
import io.emfs.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again upon SIGHUP, and when what its file says has changed; one that is not valid is logged with
 * all its problems, and that is all. On the thread that calls {@link #run}.
 *
 * <p>The file is looked at once a second, by content: editors and Kubernetes replace files and directories in so many ways
 * that notifications of them tell less than the bytes.
 */
final class ConfigWatch {
    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final int LOOK_MS = 1_000;
    private static final int HANGUP_STATUS = 129;

    private final ConfigOptions options;
    private final Consumer<LoadedConfig> follow;
    private final Semaphore asked = new Semaphore(0);
    private byte[] seen;

    /** As of now. */
    ConfigWatch(ConfigOptions options, Consumer<LoadedConfig> follow) {
        this.options = options;
        this.follow = follow;
        this.seen = content();
    }

    /** Until the thread is interrupted. */
    void run() throws InterruptedException {
        boolean ofTerminal = Boolean.getBoolean("emfs.terminal");
        Hangup.handle(() -> {
            if (ofTerminal && !hasTerminal()) {
                System.exit(HANGUP_STATUS); // the terminal is gone, and with it whoever could end this
            }
            asked.release();
        });
        while (true) {
            boolean told = asked.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
            asked.drainPermits();
            look(told);
        }
    }

    /** Reads the configuration again if told so, or if its file has changed. */
    void look(boolean told) {
        byte[] now = content();
        boolean changed = !Arrays.equals(now, seen);
        seen = now;
        if (!told && !changed) {
            return;
        }
        try {
            follow.accept(options.load());
        } catch (ConfigException e) {
            log.error("the former configuration holds:\n{}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("the configuration was not followed: {}", e.getMessage(), e);
        }
    }

    /** Empty if there is no file, or none that can be read: what that means, loading it says. */
    private byte[] content() {
        Optional<Path> file = options.source();
        try {
            return file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static boolean hasTerminal() {
        try {
            Files.newByteChannel(TERMINAL).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
