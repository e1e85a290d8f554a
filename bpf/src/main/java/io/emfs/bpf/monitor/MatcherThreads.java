package io.emfs.bpf.monitor;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few daemon threads that read proc(5) in the ring reader's stead. Reading a process's environment waits while the
 * process is in execve(2), and one that real-time functions keep from running can be there for a second.
 */
final class MatcherThreads implements PidExecutor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MatcherThreads.class);
    private static final int THREADS = 4;
    private static final int CLOSE_LIMIT_S = 2;

    private final List<ExecutorService> threads = IntStream.range(0, THREADS)
            .mapToObj(index -> Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "emfs-matcher-" + index);
                thread.setDaemon(true);
                return thread;
            }))
            .toList();

    @Override
    public void execute(int pid, Runnable task) {
        threads.get(Math.floorMod(pid, THREADS)).execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("process {} was not matched: {}", pid, e.getMessage(), e);
            }
        });
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
        for (ExecutorService thread : threads) {
            try {
                if (!thread.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS)) {
                    log.warn("a matcher still waits for a process to be readable");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
