package io.emfs.pipeline.link.job;

import io.emfs.state.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The commands for one node, numbered, until its agent acknowledged them. What was sent to an agent that then left is sent
 * again when it is back, under the same numbers. Bounded: the oldest are lost first, which an agent that comes back mends by
 * announcing all its processes. Thread-safe.
 */
final class Outbox {
    private static final int CAPACITY = 4096;

    /** One command and its number, from 1 on. */
    record Numbered(long sequence, Command command) {}

    private final Deque<Numbered> sent = new ArrayDeque<>();
    private final Deque<Numbered> unsent = new ArrayDeque<>();
    private long last;

    /** How many were lost to make room. */
    synchronized int add(Command command) {
        unsent.add(new Numbered(++last, command));
        if (sent.size() + unsent.size() <= CAPACITY) {
            return 0;
        }
        (sent.isEmpty() ? unsent : sent).remove();
        return 1;
    }

    synchronized List<Numbered> take(int limit) {
        List<Numbered> taken = new ArrayList<>();
        for (Numbered next; taken.size() < limit && (next = unsent.poll()) != null; ) {
            taken.add(next);
        }
        sent.addAll(taken);
        return taken;
    }

    /** All up to this number have arrived. */
    synchronized void acknowledge(long sequence) {
        while (!sent.isEmpty() && sent.element().sequence() <= sequence) {
            sent.remove();
        }
    }

    /** What has not been acknowledged is to be sent again. */
    synchronized void rewind() {
        while (!sent.isEmpty()) {
            unsent.addFirst(sent.removeLast());
        }
    }
}
