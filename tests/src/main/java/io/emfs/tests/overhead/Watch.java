package io.emfs.tests.overhead;

import java.io.IOException;

/** A watcher at work, from its start until {@link #end}, which must be called; not thread-safe. */
interface Watch {
    /** Detaches it from the kernel and tells what it has seen. */
    Sighting end() throws IOException, InterruptedException;
}
