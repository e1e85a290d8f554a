package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The neighbouring places of one queue: real-time priorities that fall, or nice levels that rise, from the one served first.
 *
 * @param policy the sched(7) number
 * @param first priority or nice level served first
 * @param last priority or nice level served last; everything beyond it is there too
 * @param sliceNs EEVDF's slice, ns; 0 = the default, and in real time
 */
record Band(int policy, int first, int last, long sliceNs) {

    static Band realTime(int policy, int highest, int lowest) {
        return new Band(policy, highest, Math.min(highest, lowest), 0);
    }

    static Band fair(int firstNice, int lastNice, long sliceNs) {
        return new Band(ThreadPolicy.OTHER, firstNice, Math.max(firstNice, lastNice), sliceNs);
    }

    /** Place 0 is served first. */
    ThreadPolicy at(int place) {
        return policy != ThreadPolicy.OTHER
                ? new ThreadPolicy(policy, Math.max(last, first - place), 0, false)
                : new ThreadPolicy(policy, 0, Math.min(last, first + place), false, sliceNs);
    }

    /** What the journal says of it: bands of priorities, single nice levels. */
    Stream<Level> levels() {
        return policy == ThreadPolicy.OTHER
                ? IntStream.rangeClosed(first, last).mapToObj(nice -> new Level(policy, 0, 0, nice))
                : Stream.of(new Level(policy, last, first, 0));
    }
}
