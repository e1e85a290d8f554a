package io.emfs.tests.chaos;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.List;

/** A thread of {@code crowd}, and how that program scheduled it. */
record CrowdThread(int tid, ThreadPolicy started) {
    private static final int BATCH = 3;
    private static final int IDLE = 5;

    /** Reads the program's line {@code thread TID SCHEDULE}. */
    static CrowdThread parse(String line) {
        String[] words = line.split(" ");
        return new CrowdThread(Integer.parseInt(words[1]), policy(words[2]));
    }

    /** What a schedule of the program's options says, e.g. {@code other:7:reset}. */
    static ThreadPolicy policy(String schedule) {
        List<String> words = List.of(schedule.split(":"));
        int policy = numberOf(words.get(0));
        int number = Integer.parseInt(words.get(1));
        boolean reset = words.contains("reset");
        return policy == ThreadPolicy.FIFO || policy == ThreadPolicy.RR
                ? new ThreadPolicy(policy, number, 0, reset)
                : new ThreadPolicy(policy, 0, number, reset);
    }

    private static int numberOf(String name) {
        return switch (name) {
            case "other" -> ThreadPolicy.OTHER;
            case "batch" -> BATCH;
            case "idle" -> IDLE;
            case "fifo" -> ThreadPolicy.FIFO;
            case "rr" -> ThreadPolicy.RR;
            default -> throw new IllegalArgumentException("policy=" + name + ", allowed: other, batch, idle, fifo, rr");
        };
    }
}
