package io.emfs.tests.ring;

import io.emfs.bpf.ring.RingBufferReader;
import java.util.Random;

/**
 * A ring too small for what it gets, with a reader that stands still while it fills and takes only some of what is there.
 * Blocks the calling thread; the same seed is the same course of events.
 */
public record StalledReader(int capacityBytes, int rounds, long seed) {
    private static final int BURST = 4096;

    public RingAccount run() {
        Random random = new Random(seed);
        RequestFields fields = new RequestFields();
        long offered = 0;
        try (RingFill fill = RingFill.open(capacityBytes);
                RingBufferReader reader = new RingBufferReader(fill.ringFd(), capacityBytes)) {
            for (int round = 0; round < rounds; round++) {
                int burst = 1 + random.nextInt(BURST);
                fill.fill(burst);
                offered += burst;
                reader.poll(fields, random.nextInt(BURST));
            }
            reader.poll(fields, Integer.MAX_VALUE);
            return new RingAccount(offered, fill.submitted(), fields.records(), fill.dropped());
        }
    }
}
