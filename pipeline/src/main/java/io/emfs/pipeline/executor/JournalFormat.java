package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;

/**
 * The journal's lines, blank-separated. Version 2:
 *
 * <pre>
 * emfs-journal 2 BOOT-ID
 * level POLICY LOW HIGH NICE
 * thread PID PROCESS-START TID START POLICY PRIORITY NICE RESET-ON-FORK SLICE-NS
 * sysctl PATH ORIGINAL…
 * </pre>
 *
 * A slice of 0 is the kernel's default. Version 1 had no slices: they were not touched.
 */
final class JournalFormat {
    static final int VERSION = 2;

    private static final String MAGIC = "emfs-journal";

    private JournalFormat() {}

    static String header(String bootId) {
        return MAGIC + " " + VERSION + " " + bootId;
    }

    static String line(Level level) {
        return "level " + level.policy() + " " + level.low() + " " + level.high() + " " + level.nice();
    }

    static String line(ThreadRecord thread) {
        ThreadPolicy original = thread.original();
        return "thread " + thread.pid() + " " + thread.processStartTicks() + " " + thread.tid() + " "
                + thread.startTicks() + " " + original.policy() + " " + original.priority() + " " + original.nice()
                + " " + (original.resetOnFork() ? 1 : 0) + " " + original.sliceNs();
    }

    static String line(SettingRecord setting) {
        return "sysctl " + setting.path() + " " + setting.original();
    }

    /** The boot that wrote the journal; throws {@link IllegalArgumentException} if this is no header we can read. */
    static String bootIdOf(String header) {
        String[] word = header.split(" ", 3);
        if (word.length != 3 || !word[0].equals(MAGIC)) {
            throw new IllegalArgumentException("not a journal: " + header);
        }
        if (!word[1].equals("1") && !word[1].equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException("journal version=" + word[1] + ", newest known=" + VERSION);
        }
        return word[2];
    }

    /** Adds what the line says; throws {@link IllegalArgumentException} if it says nothing intelligible. */
    static void read(String line, JournalIndex index) {
        String[] word = line.split(" ", -1);
        if (word[0].equals("thread") && (word.length == 9 || word.length == 10)) {
            ThreadPolicy original = new ThreadPolicy(
                    number(word[5]),
                    number(word[6]),
                    number(word[7]),
                    word[8].equals("1"),
                    word.length == 9 ? 0 : Long.parseLong(word[9]));
            index.add(new ThreadRecord(
                    number(word[1]), Long.parseLong(word[2]), number(word[3]), Long.parseLong(word[4]), original));
        } else if (word[0].equals("sysctl") && word.length >= 3) {
            index.add(new SettingRecord(word[1], line.split(" ", 3)[2]));
        } else if (word[0].equals("level") && word.length == 5) {
            index.add(new Level(number(word[1]), number(word[2]), number(word[3]), number(word[4])));
        } else {
            throw new IllegalArgumentException("unintelligible journal line: " + line);
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
