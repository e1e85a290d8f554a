package io.emfs.pipeline.link;

import com.google.protobuf.InvalidProtocolBufferException;
import io.emfs.pipeline.link.FrameException.Fault;
import io.emfs.pipeline.link.wire.Frame;
import io.netty.buffer.ByteBuf;

/**
 * Finds frames in a row of buffers, whatever their bounds. Holds one frame at most; the length is checked before anything is
 * allocated for it. Not thread-safe; of no use any more once it threw.
 */
public final class FrameReader {
    private static final byte[] NOTHING = {};
    private static final int SEVEN_BITS = 7;
    private static final int MAX_LENGTH_BITS = 28;

    /** Takes one frame; may refuse it. */
    @FunctionalInterface
    public interface Handler {
        void onFrame(Frame frame) throws FrameException;
    }

    private int maxBytes;
    private int length;
    private int lengthBits;
    private boolean inBody;
    private byte[] body = NOTHING;
    private int filled;

    public FrameReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** For frames that begin from now on. */
    public void allow(int newMaxBytes) {
        maxBytes = newMaxBytes;
    }

    /** Reads all of {@code in}; the caller releases it. */
    public void read(ByteBuf in, Handler handler) throws FrameException {
        while (in.isReadable()) {
            if (inBody) {
                readBody(in, handler);
            } else {
                readLength(in.readByte(), handler);
            }
        }
    }

    /** Throws if the row ended within a frame. */
    public void end() throws FrameException {
        if (inBody || lengthBits > 0) {
            throw new FrameException(
                    Fault.TRUNCATED, "ended within a frame, after " + filled + " of " + length + " bytes");
        }
    }

    private void readLength(byte next, Handler handler) throws FrameException {
        length |= (next & 0x7f) << lengthBits;
        lengthBits += SEVEN_BITS;
        if (length > maxBytes || (next < 0 && lengthBits >= MAX_LENGTH_BITS)) {
            throw new FrameException(Fault.OVERSIZED, "a frame of more than " + maxBytes + " bytes");
        }
        if (next >= 0) {
            inBody = true;
            body = new byte[length];
            filled = 0;
            if (length == 0) {
                finish(handler);
            }
        }
    }

    private void readBody(ByteBuf in, Handler handler) throws FrameException {
        int count = Math.min(in.readableBytes(), length - filled);
        in.readBytes(body, filled, count);
        filled += count;
        if (filled == length) {
            finish(handler);
        }
    }

    private void finish(Handler handler) throws FrameException {
        Frame frame;
        try {
            frame = Frame.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new FrameException(Fault.GARBAGE, "a frame that is none", e);
        }
        inBody = false;
        body = NOTHING;
        length = 0;
        lengthBits = 0;
        handler.onFrame(frame);
    }
}
