package io.emfs.bpf.libbpf;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.emfs.bpf.Errno;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One BPF ELF object: opened, sized, loaded, attached; closing it detaches its programs and frees its maps, as does the
 * kernel when the process ends in any way. Not thread-safe. Failures throw {@link NativeException}.
 */
public final class BpfObject implements AutoCloseable {
    private final Pointer object;
    private final Memory elf;
    private final Map<String, Pointer> links = new LinkedHashMap<>();
    private boolean closed;

    private BpfObject(Pointer object, Memory elf) {
        this.object = object;
        this.elf = elf;
    }

    public static BpfObject open(byte[] elf) {
        LibBpfLog.install();
        Memory memory = new Memory(elf.length);
        memory.write(0, elf, 0, elf.length);
        Pointer object = LibBpf.bpf_object__open_mem(memory, elf.length, null);
        if (object == null) {
            throw new NativeException("bpf_object__open_mem", elf.length + " bytes", Libc.lastErrno());
        }
        return new BpfObject(object, memory);
    }

    /** Sets a map's capacity; only before {@link #load}. */
    public BpfObject maxEntries(String map, int entries) {
        check("bpf_map__set_max_entries", map + "=" + entries, LibBpf.bpf_map__set_max_entries(pointer(map), entries));
        return this;
    }

    /** Leaves a program out; only before {@link #load}. */
    public BpfObject skip(String program) {
        check("bpf_program__set_autoload", program, LibBpf.bpf_program__set_autoload(program(program), false));
        return this;
    }

    /** Sets the {@code const volatile} data, which the programs see as constants; only before {@link #load}. */
    public BpfObject constants(byte[] rodata) {
        check(
                "bpf_map__set_initial_value",
                ".rodata, " + rodata.length + " bytes",
                LibBpf.bpf_map__set_initial_value(pointer(".rodata"), rodata, rodata.length));
        return this;
    }

    public BpfObject load() {
        int result = LibBpf.bpf_object__load(object);
        if (result < 0) {
            throw new NativeException("bpf_object__load", LibBpfLog.newestLines(), Errno.of(-result));
        }
        return this;
    }

    /** Attaches by the program's section name, until {@link #detach} or {@link #close}. */
    public void attach(String program) {
        Pointer link = LibBpf.bpf_program__attach(program(program));
        if (link == null) {
            throw new NativeException("bpf_program__attach", program, Errno.of(Native.getLastError()));
        }
        links.put(program, link);
    }

    /** Undoes {@link #attach}. */
    public void detach(String program) {
        @Nullable Pointer link = links.remove(program);
        if (link != null) {
            LibBpf.bpf_link__destroy(link);
        }
    }

    /** File descriptor of a loaded program, this object's to close. */
    public int programFd(String program) {
        return LibBpf.bpf_program__fd(program(program));
    }

    public BpfMap map(String name) {
        return new BpfMap(name, LibBpf.bpf_map__fd(pointer(name)));
    }

    /** The programs that are loaded, in the object's order. */
    public List<BpfProgram> programs() {
        List<BpfProgram> programs = new ArrayList<>();
        for (Pointer program = LibBpf.bpf_object__next_program(object, null);
                program != null;
                program = LibBpf.bpf_object__next_program(object, program)) {
            int fd = LibBpf.bpf_program__fd(program);
            if (fd >= 0) {
                programs.add(new BpfProgram(
                        LibBpf.bpf_program__name(program), LibBpf.bpf_program__section_name(program), fd));
            }
        }
        return programs;
    }

    /** The hash tables among the maps, whose fill may be counted, in the object's order. */
    public List<HashTable> hashTables() {
        List<HashTable> tables = new ArrayList<>();
        for (Pointer map = LibBpf.bpf_object__next_map(object, null);
                map != null;
                map = LibBpf.bpf_object__next_map(object, map)) {
            if (HashTable.isOne(LibBpf.bpf_map__type(map))) {
                tables.add(HashTable.of(map));
            }
        }
        return tables;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            links.values().forEach(LibBpf::bpf_link__destroy);
            LibBpf.bpf_object__close(object);
            elf.close();
        }
    }

    private Pointer program(String name) {
        @Nullable Pointer found = LibBpf.bpf_object__find_program_by_name(object, name);
        if (found == null) {
            throw new NativeException("bpf_object__find_program_by_name", name, Errno.ENOENT);
        }
        return found;
    }

    private Pointer pointer(String map) {
        @Nullable Pointer found = LibBpf.bpf_object__find_map_by_name(object, map);
        if (found == null) {
            throw new NativeException("bpf_object__find_map_by_name", map, Errno.ENOENT);
        }
        return found;
    }

    static void check(String call, String subject, int result) {
        if (result < 0) {
            throw new NativeException(call, subject, Errno.of(-result));
        }
    }
}
