package io.emfs.pipeline.link.job;

import io.emfs.pipeline.link.FrameException;
import io.emfs.pipeline.link.FrameReader;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Speaks HTTP/2 to an endpoint, and sends whatever bytes a test wants. */
final class RawPeer implements AutoCloseable {
    private final Sinks.Many<ByteBuf> out = Sinks.many().unicast().onBackpressureBuffer();
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final FrameReader reader = new FrameReader(LinkProtocol.MAX_FRAME_BYTES);
    private final Disposable exchange;

    RawPeer(int port) {
        exchange = HttpClient.create(ConnectionProvider.newConnection())
                .protocol(HttpProtocol.H2C)
                .post()
                .uri("http://127.0.0.1:" + port + LinkProtocol.PATH)
                .send((request, outbound) -> outbound.send(out.asFlux(), each -> true))
                .response((response, bytes) -> bytes)
                .subscribe(this::receive, broken -> ended.countDown(), ended::countDown);
    }

    private void receive(ByteBuf bytes) {
        try {
            reader.read(bytes, frames::add);
        } catch (FrameException e) {
            throw new IllegalStateException(e);
        }
    }

    RawPeer send(byte[] bytes) {
        out.tryEmitNext(Unpooled.wrappedBuffer(bytes)).orThrow();
        return this;
    }

    RawPeer send(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            frame.writeDelimitedTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return send(bytes.toByteArray());
    }

    RawPeer end() {
        out.tryEmitComplete().orThrow();
        return this;
    }

    /** The next frame, which has to come. */
    Frame receive() throws InterruptedException {
        @Nullable Frame frame = frames.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came");
        }
        return frame;
    }

    boolean hasEnded(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        exchange.dispose();
    }
}
