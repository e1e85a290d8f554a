package io.emfs.tests.ring;

import io.emfs.bpf.ring.RingBufferReader;

/** Drains a ring on a thread of its own until stopped, as the agent does. Counts may be read by any thread. */
final class RingDrain implements AutoCloseable {
    private static final int BATCH = 64;
    private static final int WAIT_MS = 200;

    private final RingBufferReader reader;
    private final RequestFields fields = new RequestFields();
    private final Thread thread = new Thread(this::drain, "ring-drain");
    private volatile boolean stopped;

    RingDrain(RingFill fill) {
        reader = new RingBufferReader(fill.ringFd(), fill.capacityBytes());
        thread.start();
    }

    /** Takes what is left, ends the thread, and returns how many records were read in all. */
    long finish() throws InterruptedException {
        stopped = true;
        thread.join();
        return fields.records();
    }

    /** Bytes produced and not yet drained. */
    long fillBytes() {
        return reader.fillBytes();
    }

    @Override
    public void close() throws InterruptedException {
        finish();
        reader.close();
    }

    private void drain() {
        boolean last = false;
        while (!last) {
            last = stopped; // what was submitted before is taken once more
            while (reader.poll(fields, BATCH) > 0) {}
            if (!last) {
                reader.await(WAIT_MS);
            }
        }
    }
}
