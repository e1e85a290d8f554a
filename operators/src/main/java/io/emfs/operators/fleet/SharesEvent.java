package io.emfs.operators.fleet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * What one window saw of all functions on a subtask's nodes: from the subtask to the coordinator. Immutable; between
 * processes of one version of eMFS.
 */
final class SharesEvent implements OperatorEvent {
    /** Flink's messages have 10 MiB at most, and a task that sends a larger one fails. */
    static final int MOST_BYTES = 4 << 20;

    private static final long serialVersionUID = 1;

    private final FleetWindow window;
    private final long endMs;
    private final long leftOut;
    private final long strays;
    private final int count;
    private final byte[] shares;

    private SharesEvent(FleetWindow window, long endMs, long leftOut, long strays, int count, byte[] shares) {
        this.window = window;
        this.endMs = endMs;
        this.leftOut = leftOut;
        this.strays = strays;
        this.count = count;
        this.shares = shares;
    }

    /**
     * Of the functions by name; those that there is no more room for are left out.
     *
     * @param leftOut windows of functions on nodes that are not among them
     * @param strays as {@link FleetReport#strays}
     */
    static SharesEvent of(
            FleetWindow window, long endMs, long leftOut, long strays, Map<String, FunctionShare> functions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        int count = 0;
        long allLeftOut = leftOut;
        try {
            for (Map.Entry<String, FunctionShare> function : functions.entrySet()) {
                if (bytes.size() < MOST_BYTES) {
                    out.writeUTF(function.getKey());
                    function.getValue().write(out);
                    count++;
                } else {
                    allLeftOut += function.getValue().nodes();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        return new SharesEvent(window, endMs, allLeftOut, strays, count, bytes.toByteArray());
    }

    FleetWindow window() {
        return window;
    }

    /** Epoch ms. */
    long endMs() {
        return endMs;
    }

    long leftOut() {
        return leftOut;
    }

    long strays() {
        return strays;
    }

    /** Decodes them anew each time: what is taken is the taker's own. */
    void forEach(BiConsumer<String, FunctionShare> taker) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(shares));
            for (int i = 0; i < count; i++) {
                taker.accept(in.readUTF(), FunctionShare.read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
