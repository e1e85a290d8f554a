package io.emfs.state.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** LEB128 integers, as in protobuf: seven bits a byte, low bits first. Stateless. */
public final class Varint {
    private static final int MAX_SHIFT = 63;

    private Varint() {}

    public static void write(long value, DataOutput out) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
            byte b = in.readByte();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("varint longer than 10 bytes");
    }

    /** Zigzag: small negative numbers stay short. */
    public static void writeSigned(long value, DataOutput out) throws IOException {
        write((value << 1) ^ (value >> 63), out);
    }

    public static long readSigned(DataInput in) throws IOException {
        long zigzag = read(in);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }
}
