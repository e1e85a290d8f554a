package io.emfs.bpf.monitor;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.BpfObject;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hook at each switch of threads, attached only while some thread is to be seen there: near the end of its quantum,
 * or off its queue. It would cost every switch on the machine a program's run. {@link #needed} is called on the ring's
 * reading thread, {@link #run} now and then on another one; nobody else attaches or detaches meanwhile.
 */
final class SwitchHook implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(SwitchHook.class);

    /** It stays attached for so long after it was needed: a busy function needs it again and again. */
    private static final long LINGER_NS = 10_000_000_000L;

    private final BpfObject object;
    private final String program;
    private final LongSupplier nears;
    private volatile boolean attached;
    private volatile long neededNs;
    private boolean failed;

    /**
     * Of a program that was found to attach; it is detached until it is needed.
     *
     * @param nears how many threads are to be seen at present
     */
    SwitchHook(BpfObject object, String program, LongSupplier nears) {
        this.object = object;
        this.program = program;
        this.nears = nears;
        object.detach(program);
    }

    /** Some thread is to be seen. */
    void needed() {
        neededNs = System.nanoTime();
        if (!attached) {
            attach();
        }
    }

    @Override
    public synchronized void run() {
        if (attached && nears.getAsLong() == 0 && System.nanoTime() - neededNs > LINGER_NS) {
            attached = false;
            object.detach(program);
        }
    }

    private synchronized void attach() {
        if (attached || failed) {
            return;
        }
        try {
            object.attach(program);
            attached = true;
        } catch (NativeException e) {
            failed = true;
            log.warn("quanta of threads that share a core may end up to a tick late: {}", e.getMessage());
        }
    }
}
