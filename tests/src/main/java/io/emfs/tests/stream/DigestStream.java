package io.emfs.tests.stream;

import io.emfs.jobs.GeneratedJob;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestDigest;
import io.emfs.state.WindowSlice;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One digest of each function per flush, all of a flush at once, as the agent reads them. A source is one thread.
 *
 * @param requests in each digest, with their completions
 */
record DigestStream(Functions functions, int requests, int flushMs, long startNs, long seed)
        implements GeneratedJob.Generator {
    private static final int DRAWN = 64;
    private static final ThreadLocal<@Nullable Digests> DIGESTS = new ThreadLocal<>();

    @Override
    public NodeEvent event(int source, long index) {
        Digests digests = digests(source);
        long flush = index / functions.ofSource();
        int function = (int) (index % functions.ofSource());
        return new RequestDigest(
                digests.source.key(function),
                startNs + flush * TimeUnit.MILLISECONDS.toNanos(flushMs),
                digests.drawn.get((int) ((flush + function) % DRAWN)));
    }

    /** They do not travel. */
    private Digests digests(int ofSource) {
        Digests digests = DIGESTS.get();
        if (digests == null) {
            SyntheticRequests source = new SyntheticRequests(functions, ofSource, seed);
            digests = new Digests(
                    source,
                    IntStream.range(0, DRAWN).mapToObj(i -> draw(source, i)).toList());
            DIGESTS.set(digests);
        }
        return digests;
    }

    private WindowSlice draw(SyntheticRequests source, int digest) {
        FunctionKey key = source.key(0);
        WindowSlice slice = new WindowSlice();
        for (long request = (long) digest * requests; request < (digest + 1L) * requests; request++) {
            slice.add(source.answered(key, request, 0));
            slice.add(source.completed(key, request, 0));
        }
        return slice;
    }

    private record Digests(SyntheticRequests source, List<WindowSlice> drawn) {}
}
