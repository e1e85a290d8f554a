package io.emfs.bpf.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard as its agent sees it: a process of its own at SCHED_FIFO 99, which puts everything back that the journal tells
 * of when this process ends, however it ends, or is silent for longer than its lease. A guard that is killed is started
 * again. Thread-safe; {@link #renew} is for the one thread whose hanging shall be noticed.
 */
public final class Guard implements AutoCloseable {
    /** The longest that a thread stays real-time without a renewal, but for the guard's look every quarter of it. */
    public static final Duration TERM = Duration.ofMillis(600);

    public static final Duration RENEWAL = Duration.ofMillis(100);

    public static final int NO_LINK = -1;

    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final String ARMED = "armed";
    private static final long RESTART_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int END_LIMIT_S = 5;

    private final Path directory;
    private final GuardProgram program;
    private final Lease lease;
    private final Runnable onLapse;
    private final int tasksLink;
    private long answeredLapses;
    private @Nullable Process process;
    private boolean closed;
    private volatile @Nullable String trouble;

    private Guard(Path directory, GuardProgram program, Lease lease, int tasksLink, Runnable onLapse) {
        this.directory = directory;
        this.program = program;
        this.lease = lease;
        this.tasksLink = tasksLink;
        this.onLapse = onLapse;
    }

    /**
     * Returns once the guard watches; {@link #renew} must be called from now on, every {@link #RENEWAL}.
     *
     * @param directory holds the journal
     * @param tasksLink file descriptor of {@code TaskIterator.link()}, or {@link #NO_LINK}: then it reads proc(5)
     * @param onLapse called by {@link #renew} after the guard put everything back though the agent lived: places anew
     */
    public static Guard start(Path directory, GuardProgram program, int tasksLink, Runnable onLapse)
            throws IOException {
        Guard guard = new Guard(directory, program, Lease.create(directory, TERM), tasksLink, onLapse);
        try {
            Process watching = guard.launch();
            Thread attendant = new Thread(() -> guard.attend(watching), "emfs-guard");
            attendant.setDaemon(true);
            attendant.start();
            return guard;
        } catch (IOException e) {
            guard.close();
            throw e;
        }
    }

    /** The agent lives. If it was thought not to, it is told here, as soon as the guard is on guard again. */
    public void renew() {
        lease.renew();
        long lapses = lease.lapses();
        if (lapses != answeredLapses && lease.guardState() == GuardState.ARMED) {
            answeredLapses = lapses;
            log.warn("the lease lapsed and everything was put back; placing all functions anew");
            onLapse.run();
        }
    }

    /** How often everything was put back though the agent lived. */
    public long lapses() {
        return lease.lapses();
    }

    /** Why nobody watches; empty while the guard does. */
    public Optional<String> trouble() {
        String known = trouble;
        long silentNs = lease.sinceLookNs();
        return known == null && silentNs > 2 * TERM.toNanos()
                ? Optional.of("the guard has not looked for " + TimeUnit.NANOSECONDS.toMillis(silentNs)
                        + " ms, which is due every " + TERM.toMillis() / 4 + " ms; if it is stopped, send SIGCONT to "
                        + lease.guardPid())
                : Optional.ofNullable(known);
    }

    private synchronized Process launch() throws IOException {
        Process started = program.start(
                "watch",
                directory.toString(),
                Long.toString(ProcessHandle.current().pid()),
                Integer.toString(tasksLink));
        process = started;
        if (!ARMED.equals(started.inputReader(UTF_8).readLine())) {
            started.destroyForcibly();
            throw new IOException("the guard did not start in " + directory + "; its reason is above");
        }
        trouble = null;
        return started;
    }

    /** Passes on what the guard says until it ends, and has another take its place. */
    private void attend(Process first) {
        Process current = first;
        while (current != null) {
            current.inputReader(UTF_8).lines().forEach(line -> log.warn("guard: {}", line));
            current = replace(current);
        }
    }

    /** Null once the guard was sent away. */
    private @Nullable Process replace(Process ended) {
        trouble = "the guard ended; another is being started";
        while (true) {
            LockSupport.parkNanos(RESTART_DELAY_NS);
            synchronized (this) {
                if (closed) {
                    return null;
                }
                try {
                    log.error("the guard ended, exit code {}; another takes its place", ended.waitFor());
                    return launch();
                } catch (IOException e) {
                    trouble = e.getMessage();
                    log.error("there is no guard: {}", trouble);
                } catch (InterruptedException e) {
                    return null;
                }
            }
        }
    }

    /** Sends the guard away: whoever calls this has put everything back. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Process current = process;
        if (current != null) {
            dismiss(current);
        }
        lease.close();
        Files.deleteIfExists(directory.resolve("guard.lock"));
    }

    private static void dismiss(Process guard) {
        try (var order = guard.getOutputStream()) {
            order.write('q');
        } catch (IOException e) {
            log.debug("the guard has gone already", e);
        }
        try {
            if (!guard.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
                guard.toHandle().destroyForcibly(); // leaves its reports to be read to their end
            }
        } catch (InterruptedException e) {
            guard.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
