package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.libbpf.MappedArray;
import io.emfs.bpf.sched.CpuMask;

/** The maps of the loaded programs. Thread-safe. */
final class MappedKernelSide implements KernelSide, AutoCloseable {
    private static final int PORTS = 1 << 16;
    private static final byte WATCHED = 1;

    private final BpfMap processes;
    private final BpfMap ends;
    private final BpfMap declaredPorts;
    private final FunctionTable functions;
    private final MappedArray watchedPorts;

    MappedKernelSide(BpfObject object, FunctionTable functions) {
        this.processes = object.map("processes");
        this.ends = object.map("ends");
        this.declaredPorts = object.map("declared_ports");
        this.functions = functions;
        this.watchedPorts = new MappedArray(object.map(".bss.ports"), 1, PORTS);
    }

    @Override
    public void processServes(int pid, int functionId) {
        processes.put(functionId, pid);
    }

    @Override
    public void processGone(int pid) {
        processes.remove(pid);
    }

    @Override
    public void endServes(int networkNamespace, int port, int functionId, int listeners) {
        ends.put(new int[] {functionId, listeners}, networkNamespace, port);
        watchedPorts.slot(0).putByteVolatile(port, WATCHED);
    }

    @Override
    public void endGone(int networkNamespace, int port) {
        ends.remove(networkNamespace, port);
    }

    @Override
    public void functionIsClient(int functionId) {
        functions.client(functionId);
    }

    @Override
    public long cpusOf(int pid) {
        return CpuMask.first64(pid);
    }

    /** Whoever listens on the port is the function's, without a question to user space. */
    void portBelongs(int port, int functionId) {
        declaredPorts.put(functionId, port);
    }

    /** Whoever listens on the port, it has to be found out whose it is. */
    void portIsNobodys(int port) {
        declaredPorts.remove(port);
    }

    @Override
    public void close() {
        watchedPorts.close();
    }
}
