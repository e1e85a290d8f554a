package io.emfs.pipeline.net;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of whom nothing is known yet: so many at once and no more, and each has so long to say something. Whoever
 * connects ten thousand times and says nothing makes the others wait, but costs no more memory than that. Thread-safe;
 * nothing blocks.
 */
public final class Newcomers {
    private static final AttributeKey<Boolean> SILENT = AttributeKey.valueOf("emfs.silent");
    private static final AttributeKey<Boolean> COUNTED = AttributeKey.valueOf("emfs.counted");

    private final int max;
    private final Duration limit;
    private final Listener listener;
    private final AtomicInteger count = new AtomicInteger();

    /** Is told of connections that are closed; on their event loops. */
    public interface Listener {
        /** There were too many already. */
        void crowded(Channel channel);

        /** It said nothing in time. */
        void silent(Channel channel);
    }

    public Newcomers(int max, Duration limit, Listener listener) {
        this.max = max;
        this.limit = limit;
        this.listener = listener;
    }

    /** False if there are too many; then it is closed. To be called once for each, when it has just been accepted. */
    public boolean admit(Channel channel) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            listener.crowded(channel);
            Future<?> unused = channel.close();
            return false;
        }
        channel.attr(SILENT).set(true);
        channel.attr(COUNTED).set(true);
        Future<?> unusedClosing = channel.closeFuture().addListener(closed -> known(channel));
        Future<?> unusedLimit =
                channel.eventLoop().schedule(() -> expire(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    private void expire(Channel channel) {
        if (channel.attr(SILENT).get() && channel.isActive()) {
            listener.silent(channel);
            Future<?> unused = channel.close();
        }
    }

    /** It has said something, and may stay; it still counts. */
    public void spoke(Channel channel) {
        channel.attr(SILENT).set(false);
    }

    /** It is no newcomer any more. */
    public void known(Channel channel) {
        spoke(channel);
        if (channel.attr(COUNTED).getAndSet(false)) {
            count.decrementAndGet();
        }
    }
}
