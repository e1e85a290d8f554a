package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import io.emfs.state.Statistic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What was known of a function before a window, and the p95 latency that the window then showed. Names no function: keys are
 * hashed. Immutable.
 */
public final class TrainingRow {
    private static final double NS_PER_MS = 1e6;
    private static final double MIN_LATENCY_NS = 1e3;

    private final long key;
    private final int windows;
    private final float target;
    private final float weight;
    private final float[] pooled;
    private final float[] base;

    /**
     * Takes ownership of the arrays.
     *
     * @param key hash of the function's key
     * @param windows that the profile was made of
     * @param target ln(p95 by the CPU time that was known)
     */
    TrainingRow(long key, int windows, float target, float weight, float[] pooled, float[] base) {
        this.key = key;
        this.windows = windows;
        this.target = target;
        this.weight = weight;
        this.pooled = pooled;
        this.base = base;
    }

    /**
     * Null if nothing can be learned from it: before the first window there is no CPU time that the target could be a
     * multiple of, and a window without requests has no latency.
     */
    public static @Nullable TrainingRow of(
            FeatureVectors features, long key, FunctionProfile before, Observation seen) {
        if (before.windows() == 0
                || !(seen.ratePerSecond() > 0)
                || !(seen.latencyP95Ns() > 0)
                || seen.queue() > features.queues()) {
            return null;
        }
        double lnMs = Math.log(Math.max(MIN_LATENCY_NS, seen.latencyP95Ns()) / NS_PER_MS);
        float target = (float) lnMs - before.last(Statistic.ON_CPU);
        int windows = (int) Math.min(before.windows(), Integer.MAX_VALUE);
        return new TrainingRow(
                key, windows, target, 1, features.pooled(before, seen.queue()), features.base(before, seen.queue()));
    }

    /** 64-bit FNV-1a of a function's name on its node, mixed: rows leave no names behind. */
    public static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** Murmur3's finaliser. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Hash of the function's key. */
    public long key() {
        return key;
    }

    /** That the profile was made of. */
    public int windows() {
        return windows;
    }

    /** ln(p95 by the CPU time that was known). */
    public float target() {
        return target;
    }

    public float weight() {
        return weight;
    }

    float pooled(int i) {
        return pooled[i];
    }

    float base(int i) {
        return base[i];
    }

    /** ln(p95 by CPU time) of the window before: the guess that nothing changes. */
    public float lastTarget() {
        return base[Statistic.SLOWDOWN.index()];
    }

    void copyTo(float[] pooledOut, float[] baseOut) {
        System.arraycopy(pooled, 0, pooledOut, 0, pooled.length);
        System.arraycopy(base, 0, baseOut, 0, base.length);
    }

    float[] copyOfBase() {
        return base.clone();
    }

    /** Key, windows, target, weight, features: 468 bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(key);
        out.writeInt(windows);
        out.writeFloat(target);
        out.writeFloat(weight);
        writeFloats(pooled, out);
        writeFloats(base, out);
    }

    /** Reads what {@link #write} of the same {@link FeatureVectors#SCHEMA} wrote. */
    public static TrainingRow read(DataInput in) throws IOException {
        return new TrainingRow(
                in.readLong(),
                in.readInt(),
                in.readFloat(),
                in.readFloat(),
                readFloats(in, FeatureVectors.POOLED),
                readFloats(in, FeatureVectors.BASE));
    }

    private static void writeFloats(float[] floats, DataOutput out) throws IOException {
        for (float value : floats) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInput in, int count) throws IOException {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = in.readFloat();
        }
        return floats;
    }
}
