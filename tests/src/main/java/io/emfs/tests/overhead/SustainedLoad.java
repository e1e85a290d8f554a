package io.emfs.tests.overhead;

import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;

/**
 * One saturated server and its client, for as long as it takes to measure several watchers: two processes of the same
 * program differ more than what a watcher costs. One thread only; {@link #close} ends both.
 */
final class SustainedLoad implements AutoCloseable {
    private static final double NS_PER_S = 1e9;

    private final PinnedProcess process;
    private final Writer questions;

    /** Takes ownership of {@code saturation --sampled}. */
    SustainedLoad(PinnedProcess process) {
        this.process = process;
        questions = process.input();
    }

    /** What the client gets from now on for so long; throws {@link IOException} with the program's message if it failed. */
    Throughput during(Duration duration) throws IOException, InterruptedException {
        Sample before = sample();
        Thread.sleep(duration.toMillis());
        return sample().since(before);
    }

    private Sample sample() throws IOException, InterruptedException {
        questions.write('?');
        questions.flush();
        String line = process.output().readLine();
        if (line == null) {
            throw new IOException("saturation exit=" + process.exitCode() + ": " + process.errors());
        }
        return Sample.parse(line);
    }

    @Override
    public void close() {
        process.close();
    }

    /** How many requests were answered at some time. */
    record Sample(long timeNs, long answered) {
        /** Of a line that the program printed; throws {@link IllegalArgumentException} if it is none. */
        static Sample parse(String line) {
            String[] words = line.split(" ");
            if (words.length != 2) {
                throw new IllegalArgumentException("saturation printed \"" + line + "\"");
            }
            return new Sample(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }

        Throughput since(Sample before) {
            long more = answered - before.answered;
            return new Throughput(more, more * NS_PER_S / (timeNs - before.timeNs));
        }
    }
}
