package io.emfs.state.codec;

import io.emfs.state.FunctionProfile;
import io.emfs.state.RunningStatistic;
import io.emfs.state.WindowFeatures;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Window count, seven (mean, variance) pairs, the last window's seven features: 176 bytes. */
public final class FunctionProfileCodec implements Codec<FunctionProfile> {
    public static final int VERSION = 1;

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
        out.writeLong(value.windows());
        writeStatistic(value.ratePerSecond(), out);
        writeStatistic(value.latencyMeanNs(), out);
        writeStatistic(value.latencyP50Ns(), out);
        writeStatistic(value.latencyP95Ns(), out);
        writeStatistic(value.latencyP99Ns(), out);
        writeStatistic(value.queueDelayMeanNs(), out);
        writeStatistic(value.serviceMeanNs(), out);
        writeFeatures(value.last(), out);
    }

    @Override
    public FunctionProfile read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new FunctionProfile(
                in.readLong(),
                readStatistic(in),
                readStatistic(in),
                readStatistic(in),
                readStatistic(in),
                readStatistic(in),
                readStatistic(in),
                readStatistic(in),
                readFeatures(in));
    }

    private static void writeStatistic(RunningStatistic value, DataOutput out) throws IOException {
        out.writeDouble(value.mean());
        out.writeDouble(value.variance());
    }

    private static RunningStatistic readStatistic(DataInput in) throws IOException {
        return new RunningStatistic(in.readDouble(), in.readDouble());
    }

    private static void writeFeatures(WindowFeatures value, DataOutput out) throws IOException {
        out.writeDouble(value.ratePerSecond());
        out.writeDouble(value.latencyMeanNs());
        out.writeDouble(value.latencyP50Ns());
        out.writeDouble(value.latencyP95Ns());
        out.writeDouble(value.latencyP99Ns());
        out.writeDouble(value.queueDelayMeanNs());
        out.writeDouble(value.serviceMeanNs());
    }

    private static WindowFeatures readFeatures(DataInput in) throws IOException {
        return new WindowFeatures(
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }
}
