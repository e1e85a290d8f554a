package io.emfs.state.codec;

import io.emfs.state.Calibration;
import io.emfs.state.Demand;
import io.emfs.state.FunctionStanding;
import io.emfs.state.InstanceStarted;
import io.emfs.state.PromotionHold;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The components in order; version 1 ended with the hold, version 2 with the end of the last lesson. */
public final class FunctionStandingCodec implements Codec<FunctionStanding> {
    public static final int VERSION = 3;

    @Override
    public Class<FunctionStanding> type() {
        return FunctionStanding.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(FunctionStanding value, DataOutput out) throws IOException {
        Codecs.QUEUE_PLACEMENT.writeVersioned(value.placement(), out);
        out.writeLong(value.demand().estimateNs());
        out.writeLong(value.demand().rankedNs());
        out.writeInt(value.demand().rank());
        Codecs.MISS_TALLY.writeVersioned(value.misses(), out);
        out.writeLong(value.hold().untilMs());
        out.writeInt(value.hold().factor());
        out.writeLong(value.cpus());
        out.writeLong(value.learnedMs());
        out.writeLong(value.calibration().judged());
        out.writeFloat(value.calibration().coverage());
    }

    @Override
    public FunctionStanding read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new FunctionStanding(
                Codecs.QUEUE_PLACEMENT.readVersioned(in),
                new Demand(in.readLong(), in.readLong(), in.readInt()),
                Codecs.MISS_TALLY.readVersioned(in),
                new PromotionHold(in.readLong(), in.readInt()),
                version == 1 ? InstanceStarted.UNKNOWN_CPUS : in.readLong(),
                version == 1 ? 0 : in.readLong(),
                version < 3 ? Calibration.NONE : new Calibration(in.readLong(), in.readFloat()));
    }
}
