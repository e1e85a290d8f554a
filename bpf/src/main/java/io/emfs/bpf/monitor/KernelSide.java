package io.emfs.bpf.monitor;

/** What user space tells the BPF programs; the maps behind it are the kernel's. */
interface KernelSide {
    void processServes(int pid, int functionId);

    void processGone(int pid);

    void portServes(int networkNamespace, int port, int functionId);
}
