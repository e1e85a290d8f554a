package io.emfs.operators.learning;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains in a process of its own that takes only CPU time nobody else wants (SCHED_IDLE, sched(7)). A thread of the agent
 * could not be that modest: while it waits for a core, every other thread of its JVM would wait for it at the next safepoint.
 * The process ends with this one, however this one ends.
 *
 * <p>One training at a time; {@link #close} from any thread.
 */
public final class TrainerProcess implements Trainer {
    /** Rows as Tribuo's examples take some 100 MB. */
    private static final String HEAP = "-Xmx320m";

    /** On a node whose cores are full, the fair server leaves 5 % of one to all that are not real-time. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final int MOST_COMPLAINT = 2000;

    private volatile @Nullable Process running;
    private volatile boolean closed;

    @Override
    public Retrained train(Retraining retraining) throws TrainingFailedException, InterruptedException {
        Process process;
        try {
            process = start();
        } catch (IOException e) {
            throw new TrainingFailedException("the trainer does not start: " + e.getMessage(), e);
        }
        running = process;
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        // stays open until the answer is there: its end ends the trainer
        try (OutputStream order = process.getOutputStream()) {
            if (closed) {
                throw new TrainingFailedException("closed");
            }
            return converse(process, retraining, order);
        } catch (IOException e) {
            throw new TrainingFailedException("the trainer is gone: " + e.getMessage(), e);
        } finally {
            limit.cancel(false);
            running = null;
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static Retrained converse(Process process, Retraining retraining, OutputStream order)
            throws IOException, TrainingFailedException {
        try {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(order));
            retraining.write(out);
            out.flush();
            return Retrained.read(new DataInputStream(new BufferedInputStream(process.getInputStream())));
        } catch (IOException e) {
            String said = new String(process.getErrorStream().readNBytes(MOST_COMPLAINT), StandardCharsets.UTF_8);
            throw new TrainingFailedException(
                    "the trainer gave up: " + (said.isBlank() ? e.toString() : said.strip()), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static Process start() throws IOException {
        List<String> command = new ArrayList<>(modestly());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", HEAP, TrainerMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    /** A child inherits real-time priority; without chrt(1) there is none to lose. */
    private static List<String> modestly() {
        if (onPath("chrt")) {
            return List.of("chrt", "--idle", "0");
        }
        return onPath("nice") ? List.of("nice", "-n", "19") : List.of();
    }

    private static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
