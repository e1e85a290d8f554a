package io.emfs.state.codec;

import io.emfs.state.Basis;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One byte, so that the constants' order is free to change. A part of what others write. */
final class BasisCodec {
    private BasisCodec() {}

    static void write(Basis value, DataOutput out) throws IOException {
        out.writeByte(
                switch (value) {
                    case NONE -> 0;
                    case MODEL -> 1;
                    case LADDER_NO_MODEL -> 2;
                    case LADDER_YOUNG -> 3;
                    case LADDER_NOT_FINITE -> 4;
                    case LADDER_WORSE_THAN_LAST -> 5;
                    case LADDER_UNFORESEEN -> 6;
                });
    }

    static Basis read(DataInput in) throws IOException {
        int code = in.readByte();
        return switch (code) {
            case 0 -> Basis.NONE;
            case 1 -> Basis.MODEL;
            case 2 -> Basis.LADDER_NO_MODEL;
            case 3 -> Basis.LADDER_YOUNG;
            case 4 -> Basis.LADDER_NOT_FINITE;
            case 5 -> Basis.LADDER_WORSE_THAN_LAST;
            case 6 -> Basis.LADDER_UNFORESEEN;
            default -> throw new IOException("unknown Basis code=" + code);
        };
    }
}
