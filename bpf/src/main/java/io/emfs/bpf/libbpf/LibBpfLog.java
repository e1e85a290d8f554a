package io.emfs.bpf.libbpf;

import io.emfs.bpf.Libc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes libbpf's messages to SLF4J and keeps the newest lines, so that a failed load can say why. Thread-safe. */
final class LibBpfLog {
    private static final Logger log = LoggerFactory.getLogger("io.emfs.bpf.libbpf");
    private static final int KEPT_LINES = 12;
    private static final int LINE_BYTES = 1024;
    private static final int LEVEL_WARN = 0;

    private static final Deque<String> newest = new ArrayDeque<>();

    /** A static field, because libbpf holds the function pointer for the life of the process. */
    private static final LibBpf.PrintCallback CALLBACK = LibBpfLog::print;

    private LibBpfLog() {}

    static void install() {
        LibBpf.libbpf_set_print(CALLBACK);
    }

    static String newestLines() {
        synchronized (newest) {
            return String.join("; ", newest);
        }
    }

    private static int print(int level, String format, com.sun.jna.Pointer arguments) {
        byte[] line = new byte[LINE_BYTES];
        int length = Libc.vsnprintf(line, LINE_BYTES, format, arguments);
        String text =
                new String(line, 0, Math.max(0, Math.min(length, LINE_BYTES - 1)), StandardCharsets.UTF_8).strip();
        if (level == LEVEL_WARN) {
            synchronized (newest) {
                newest.add(text);
                if (newest.size() > KEPT_LINES) {
                    newest.remove();
                }
            }
        }
        log.debug("{}", text);
        return length;
    }
}
