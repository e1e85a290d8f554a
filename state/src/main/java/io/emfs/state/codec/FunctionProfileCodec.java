package io.emfs.state.codec;

import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionProfile;
import io.emfs.state.QueueHistory;
import io.emfs.state.Statistic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Window count; statistics as means, variances and the last window's; loads; score; history of the queues: 384 bytes with
 * six queues.
 *
 * <p>Version 1 knew neither queue nor load: what it pooled would mislead a model, so that its profiles start anew. Version 2
 * had no history of the queues, which starts empty.
 */
public final class FunctionProfileCodec implements Codec<FunctionProfile> {
    public static final int VERSION = 3;

    private static final int VERSION_1_BYTES = 176;
    private static final int MAX_QUEUES = 64;

    @Override
    public Class<FunctionProfile> type() {
        return FunctionProfile.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(FunctionProfile value, DataOutput out) throws IOException {
        Varint.write(value.windows(), out);
        for (Statistic statistic : Statistic.values()) {
            out.writeFloat(value.mean(statistic));
        }
        for (int i = 0; i < FunctionProfile.VARYING.size(); i++) {
            out.writeFloat(value.variance(i));
        }
        for (Statistic statistic : Statistic.values()) {
            out.writeFloat(value.last(statistic));
        }
        Varint.write(value.queues(), out);
        for (int queue = 1; queue <= value.queues(); queue++) {
            out.writeFloat(value.load(queue));
        }
        writeScore(value.score(), out);
        writeHistory(value.history(), out);
    }

    @Override
    public FunctionProfile read(DataInput in, int version) throws IOException {
        requireReadable(version);
        if (version == 1) {
            in.readFully(new byte[VERSION_1_BYTES]);
            return FunctionProfile.EMPTY;
        }
        long windows = Varint.read(in);
        float[] means = readFloats(in, Statistic.COUNT);
        float[] variances = readFloats(in, FunctionProfile.VARYING.size());
        float[] last = readFloats(in, Statistic.COUNT);
        float[] loads = readFloats(in, readQueues(in));
        ForecastScore score = readScore(in);
        QueueHistory history = version == 2 ? QueueHistory.EMPTY : readHistory(in);
        return new FunctionProfile(windows, means, variances, last, loads, history, score);
    }

    private static int readQueues(DataInput in) throws IOException {
        long queues = Varint.read(in);
        if (queues < 0 || queues > MAX_QUEUES) {
            throw new IOException("queues=" + queues + ", expected 0.." + MAX_QUEUES);
        }
        return (int) queues;
    }

    private static float[] readFloats(DataInput in, int count) throws IOException {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = in.readFloat();
        }
        return floats;
    }

    private static void writeHistory(QueueHistory value, DataOutput out) throws IOException {
        Varint.write(value.queues(), out);
        for (int queue = 1; queue <= value.queues(); queue++) {
            out.writeFloat(value.load(queue));
            out.writeFloat(value.weight(queue));
            out.writeFloat(value.slowdown(queue));
        }
        for (int pair = 0; pair < QueueHistory.PAIRS; pair++) {
            out.writeFloat(value.covariance(pair));
        }
    }

    private static QueueHistory readHistory(DataInput in) throws IOException {
        int queues = readQueues(in);
        float[] loads = new float[queues];
        float[] weights = new float[queues];
        float[] slowdowns = new float[queues];
        for (int i = 0; i < queues; i++) {
            loads[i] = in.readFloat();
            weights[i] = in.readFloat();
            slowdowns[i] = in.readFloat();
        }
        return new QueueHistory(loads, weights, slowdowns, readFloats(in, QueueHistory.PAIRS));
    }

    private static void writeScore(ForecastScore value, DataOutput out) throws IOException {
        Varint.write(value.judged(), out);
        out.writeFloat(value.modelError());
        out.writeFloat(value.lastError());
        out.writeFloat(value.bias());
        out.writeFloat(value.spread());
        out.writeFloat(value.margin());
    }

    private static ForecastScore readScore(DataInput in) throws IOException {
        return new ForecastScore(
                (int) Varint.read(in), in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
    }
}
