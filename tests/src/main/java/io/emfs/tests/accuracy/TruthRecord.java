package io.emfs.tests.accuracy;

import io.emfs.state.Quantity;
import java.util.Arrays;

/** What client and server know of one request: arrival of its last byte, first and last byte of the response. */
record TruthRecord(Moment arrival, Moment firstByte, Moment lastByte) {
    private static final int FIELDS = 10;

    /** The true {@link Quantity#LATENCY} or {@link Quantity#DURATION}. */
    long ns(Quantity quantity) {
        return end(quantity).ns() - arrival.ns();
    }

    long lowerNs(Quantity quantity) {
        return end(quantity).lowerNs() - arrival.upperNs();
    }

    long upperNs(Quantity quantity) {
        return end(quantity).upperNs() - arrival.lowerNs();
    }

    /** How far {@link #ns} may be from the truth. */
    long uncertaintyNs(Quantity quantity) {
        return end(quantity).uncertaintyNs() + arrival.uncertaintyNs();
    }

    private Moment end(Quantity quantity) {
        return switch (quantity) {
            case LATENCY -> firstByte;
            case DURATION -> lastByte;
            default -> throw new IllegalArgumentException("no truth of " + quantity);
        };
    }

    /** A line of {@code truth}: the request's index, then three fields of each moment. */
    static TruthRecord parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("truth line \"" + line + "\", expected fields=" + FIELDS);
        }
        long[] values = Arrays.stream(fields).mapToLong(Long::parseLong).toArray();
        return new TruthRecord(
                new Moment(values[1], values[2], values[3]),
                new Moment(values[4], values[5], values[6]),
                new Moment(values[7], values[8], values[9]));
    }
}
