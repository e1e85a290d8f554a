package io.emfs.bpf.monitor;

import java.util.Set;

/**
 * A process that serves more than one function. Threads are scheduled by process, so its functions share one queue.
 *
 * @param functions the declared functions that claim it, in their order; may be empty where {@code cause} is
 *     {@link Cause#SHARED_RUNTIME}
 */
public record AmbiguousProcess(int pid, Cause cause, Set<String> functions) {
    /** How to have the functions told apart. */
    public static final String REMEDY = "run each function as a process of its own, with a port of its own";

    /** How it is known that there are several. */
    public enum Cause {
        /** The criteria of several declared functions hold. */
        SEVERAL_MATCH,
        /** Its program is one that runs all functions of a project behind one port. */
        SHARED_RUNTIME
    }

    /** Which functions cannot be told apart, and what eMFS does instead; without the process's id. */
    public String detail() {
        String names = String.join(", ", functions);
        return switch (cause) {
            case SEVERAL_MATCH ->
                "serves " + names + ", which cannot be told apart: it is scheduled as one of them,"
                        + " the first declared where all match at once";
            case SHARED_RUNTIME ->
                "runs serverless-offline, whose functions share one process and port and cannot be"
                        + " told apart: "
                        + (functions.isEmpty() ? "none of them is declared by name" : "all are taken for " + names);
        };
    }
}
