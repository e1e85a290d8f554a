package io.emfs.bpf.monitor;

/** What user space tells the BPF programs; the maps behind it are the kernel's. */
interface KernelSide {
    void processServes(int pid, int functionId);

    void processGone(int pid);

    /** The CPUs that the process may run on, as in {@link io.emfs.state.InstanceStarted}. */
    long cpusOf(int pid);

    /**
     * Tells whose connections with this local end are.
     *
     * @param listeners sockets that listen there; 0 for the end of a client that waits for its runtime's next request
     */
    void endServes(int networkNamespace, int port, int functionId, int listeners);

    /** Connections with this local end are nobody's from now on. */
    void endGone(int networkNamespace, int port);

    /** The function asks a runtime for its requests: its own connections carry them. */
    void functionIsClient(int functionId);
}
