package io.emfs.pipeline.link;

import io.emfs.pipeline.link.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/**
 * The outgoing half of a stream. All on the connection's event loop. Frames are taken also while the peer does not read; a
 * sender of many looks at {@link #ready} first, and goes on when {@code writable} is run.
 */
public final class FrameStream {
    private final Runnable writable;
    private final Flux<ByteBuf> frames;
    /** What was sent before Netty asked for the first frame. */
    private final Queue<ByteBuf> early = new ArrayDeque<>();

    private @Nullable FluxSink<ByteBuf> sink;
    private boolean completed;

    public FrameStream(Runnable writable) {
        this.writable = writable;
        this.frames = Flux.push(this::open, OverflowStrategy.BUFFER);
    }

    private void open(FluxSink<ByteBuf> opened) {
        sink = opened;
        for (ByteBuf next; (next = early.poll()) != null; ) {
            opened.next(next);
        }
        if (completed) {
            opened.complete();
        }
        opened.onRequest(more -> writable.run());
    }

    /** For Netty, once. */
    public Publisher<ByteBuf> frames() {
        return frames;
    }

    /** Whether a frame would be written at once. */
    public boolean ready() {
        FluxSink<ByteBuf> current = sink;
        return current != null && current.requestedFromDownstream() > 0;
    }

    /** Nothing happens if the stream has ended. */
    public void send(Frame frame) {
        ByteBuf bytes = Unpooled.wrappedBuffer(bytes(frame));
        FluxSink<ByteBuf> current = sink;
        if (current == null) {
            early.add(bytes);
        } else {
            current.next(bytes);
        }
    }

    /** Ends the stream behind what was sent. */
    public void complete() {
        completed = true;
        FluxSink<ByteBuf> current = sink;
        if (current != null) {
            current.complete();
        }
    }

    private static byte[] bytes(Frame frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(frame.getSerializedSize() + 4);
        try {
            frame.writeDelimitedTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
