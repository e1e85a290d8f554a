package io.emfs.state.codec;

import io.emfs.state.NodeEvent;
import io.emfs.state.Signal;
import io.emfs.state.WindowSummary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A tag byte for the kind of signal, then the signal as its own codec writes it. */
public final class SignalCodec implements Codec<Signal> {
    public static final int VERSION = 1;

    private static final int NODE_EVENT = 1;
    private static final int WINDOW_SUMMARY = 2;

    @Override
    public Class<Signal> type() {
        return Signal.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(Signal value, DataOutput out) throws IOException {
        if (value instanceof NodeEvent event) {
            out.writeByte(NODE_EVENT);
            Codecs.NODE_EVENT.writeVersioned(event, out);
        } else if (value instanceof WindowSummary summary) {
            out.writeByte(WINDOW_SUMMARY);
            Codecs.WINDOW_SUMMARY.writeVersioned(summary, out);
        }
    }

    @Override
    public Signal read(DataInput in, int version) throws IOException {
        requireReadable(version);
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case NODE_EVENT -> Codecs.NODE_EVENT.readVersioned(in);
            case WINDOW_SUMMARY -> Codecs.WINDOW_SUMMARY.readVersioned(in);
            default -> throw new IOException("unknown Signal tag=" + tag);
        };
    }
}
