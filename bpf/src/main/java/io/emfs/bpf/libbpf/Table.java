package io.emfs.bpf.libbpf;

/** A table of the kernel side whose fill is told. Thread-safe. */
public interface Table {
    String name();

    int capacity();

    /** Key and value. */
    int entryBytes();

    /** Entries at this moment. */
    int entries();
}
