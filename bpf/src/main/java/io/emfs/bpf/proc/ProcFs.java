package io.emfs.bpf.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * proc(5). Thread-safe and stateless. A process that ends while it is read is no error: lists come back empty, facts as
 * {@link Optional#empty()}.
 */
public final class ProcFs {
    /** A clock tick as proc(5) counts them (sysconf(_SC_CLK_TCK) is 100 on each architecture that has a JVM). */
    public static final long TICK_NS = 10_000_000;

    /** PF_EXITING of linux/sched.h: the thread is past the point where its end is announced, or will be at once. */
    private static final long EXITING = 4;

    private static final int STAT_PARENT = 1;
    private static final int STAT_FLAGS = 6;
    private static final int STAT_START_TIME = 19;

    private final Path root;

    public ProcFs() {
        this(Path.of("/proc"));
    }

    /** A proc file system mounted elsewhere. */
    public ProcFs(Path root) {
        this.root = root;
    }

    public int[] processes() {
        return numericEntries(root);
    }

    public int[] threads(int pid) {
        return numericEntries(process(pid).resolve("task"));
    }

    public boolean exists(int pid) {
        return Files.exists(process(pid));
    }

    /** Clock ticks after boot at which the thread started: tells a thread from a later one with the same id. */
    public Optional<Long> startTimeTicks(int pid, int tid) {
        return statField(process(pid).resolve("task/" + tid), STAT_START_TIME).map(Long::parseLong);
    }

    /**
     * Clock ticks after boot at which a living process started. Empty if none of its threads lives: those that are on their
     * way out do not, nor those for whose end nobody has asked yet.
     */
    public Optional<Long> livingSinceTicks(int pid) {
        return stat(process(pid))
                .filter(main -> lives(main) || Arrays.stream(threads(pid)).anyMatch(tid -> lives(pid, tid)))
                .map(main -> Long.parseLong(main[STAT_START_TIME]));
    }

    private boolean lives(int pid, int tid) {
        return stat(process(pid).resolve("task/" + tid)).filter(ProcFs::lives).isPresent();
    }

    private static boolean lives(String[] stat) {
        return (Long.parseLong(stat[STAT_FLAGS]) & EXITING) == 0;
    }

    /** Clock ticks after boot of this moment. */
    public Optional<Long> uptimeTicks() {
        // seconds with two decimals: hundredths without the point
        return read(root.resolve("uptime")).map(text -> Long.parseLong(text.split(" ")[0].replace(".", "")));
    }

    public Optional<Integer> parent(int pid) {
        return statField(process(pid), STAT_PARENT).map(Integer::parseInt);
    }

    public Map<String, String> environment(int pid) {
        return variables(read(process(pid).resolve("environ")).orElse(""));
    }

    /** An environment block, {@code NAME=VALUE} with a NUL behind each, as a map. */
    public static Map<String, String> variables(String block) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : block.split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    /** The command line, its arguments joined by blanks; empty for kernel threads. */
    public String command(int pid) {
        return read(process(pid).resolve("cmdline"))
                .orElse("")
                .replace('\0', ' ')
                .strip();
    }

    /** Paths of the process's cgroups, one for each hierarchy, without the hierarchy's name. */
    public String[] cgroups(int pid) {
        return read(process(pid).resolve("cgroup"))
                .orElse("")
                .lines()
                .map(line -> line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1))
                .distinct()
                .toArray(String[]::new);
    }

    /** Path of the process in the cgroup v1 hierarchy that holds the cpu controller; empty under cgroup v2. */
    public Optional<String> cpuCgroup(int pid) {
        return read(process(pid).resolve("cgroup"))
                .flatMap(text -> text.lines()
                        .map(line -> line.split(":", 3))
                        .filter(fields -> Set.of(fields[1].split(",")).contains("cpu"))
                        .map(fields -> fields[2])
                        .findFirst());
    }

    /** The CapEff mask of capabilities(7); 0 if it cannot be read. */
    public long effectiveCapabilities(int pid) {
        return read(process(pid).resolve("status"))
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith("CapEff:"))
                        .findFirst())
                .map(line -> Long.parseUnsignedLong(
                        line.substring(line.indexOf(':') + 1).strip(), 16))
                .orElse(0L);
    }

    /** Inode of the process's network namespace. */
    public Optional<Integer> networkNamespace(int pid) {
        return link(process(pid).resolve("ns/net")).map(ProcFs::bracketed).map(Long::intValue);
    }

    /** Inode of the namespace that a file stands for, such as {@code /run/netns/blue}; empty where there is none. */
    public static Optional<Integer> namespaceAt(Path file) {
        try {
            return Optional.of(((Number) Files.getAttribute(file, "unix:ino")).intValue());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Inodes of the sockets that the process holds open. */
    public long[] socketInodes(int pid) {
        Path descriptors = process(pid).resolve("fd");
        return Arrays.stream(numericEntries(descriptors))
                .mapToObj(fd -> link(descriptors.resolve(Integer.toString(fd))))
                .flatMap(Optional::stream)
                .filter(target -> target.startsWith("socket:["))
                .mapToLong(ProcFs::bracketed)
                .toArray();
    }

    /** Listening TCP sockets of the process's network namespace, IPv4 and IPv6: inode → port. */
    public Map<Long, Integer> listeningPorts(int pid) {
        Map<Long, Integer> ports = new LinkedHashMap<>();
        tcpSockets(pid).filter(SocketRow::listening).forEach(row -> ports.put(row.inode(), row.localPort()));
        return ports;
    }

    /** TCP sockets that the process holds open, IPv4 and IPv6. */
    public List<SocketRow> sockets(int pid) {
        Set<Long> own = Arrays.stream(socketInodes(pid)).boxed().collect(Collectors.toSet());
        return tcpSockets(pid).filter(row -> own.contains(row.inode())).toList();
    }

    /** TcpExt ListenOverflows of the process's network namespace: connections that found a full accept queue. */
    public Optional<Long> listenOverflows(int pid) {
        List<String[]> rows = read(process(pid).resolve("net/netstat"))
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("TcpExt:"))
                .map(line -> line.split(" "))
                .toList();
        // a row of names, then one of values
        if (rows.size() != 2) {
            return Optional.empty();
        }
        int column = Arrays.asList(rows.get(0)).indexOf("ListenOverflows");
        return column < 0 ? Optional.empty() : Optional.of(Long.parseLong(rows.get(1)[column]));
    }

    private Stream<SocketRow> tcpSockets(int pid) {
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(table ->
                        read(process(pid).resolve(table)).orElse("").lines().skip(1))
                .map(SocketRow::parse)
                .flatMap(Optional::stream);
    }

    private Optional<String> statField(Path directory, int field) {
        return stat(directory).map(fields -> fields[field]);
    }

    private Optional<String[]> stat(Path directory) {
        // the command name in parentheses may hold blanks and parentheses: fields are counted after the last one
        return read(directory.resolve("stat"))
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    }

    private Path process(int pid) {
        return root.resolve(Integer.toString(pid));
    }

    private static int[] numericEntries(Path directory) {
        String[] names = directory.toFile().list();
        if (names == null) {
            return new int[0];
        }
        return Arrays.stream(names)
                .filter(name -> !name.isEmpty() && Character.isDigit(name.charAt(0)))
                .flatMapToInt(name -> IntStream.of(Integer.parseInt(name)))
                .sorted()
                .toArray();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(KernelFile.readRaw(file, StandardCharsets.UTF_8));
        } catch (IOException goneOrForbidden) {
            // ENOENT and ESRCH while the process ends, EACCES without CAP_SYS_PTRACE: either way it cannot be told
            return Optional.empty();
        }
    }

    private static Optional<String> link(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }

    private static long bracketed(String target) {
        return Long.parseLong(target.substring(target.indexOf('[') + 1, target.indexOf(']')));
    }
}
