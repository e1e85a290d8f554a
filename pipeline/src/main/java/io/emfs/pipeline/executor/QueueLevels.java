package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where queues, ranks and lateness lie in sched(7). Immutable.
 *
 * @param normal the band of queue i+1
 * @param late where late threads of functions in queue i+1 go
 * @param boost the place of a thread that is given one quantum before all others
 */
record QueueLevels(List<Band> normal, List<Band> late, ThreadPolicy boost) {
    QueueLevels {
        normal = List.copyOf(normal);
        late = List.copyOf(late);
    }

    int queues() {
        return normal.size();
    }

    /** The place of the function of that rank in queue 1…n. */
    ThreadPolicy target(int queue, int rank) {
        return band(normal, queue).at(rank);
    }

    /** The place of late threads of the function of that rank in queue 1…n. */
    ThreadPolicy lateTarget(int queue, int rank) {
        return band(late, queue).at(rank);
    }

    /** Every place in queue 1…n. */
    Stream<ThreadPolicy> places(int queue) {
        return band(normal, queue).places();
    }

    /** All of it. */
    Levels levels() {
        Stream<Level> places = Stream.concat(normal.stream(), late.stream()).flatMap(Band::levels);
        Level boosted = new Level(boost.policy(), boost.priority(), boost.priority(), boost.nice());
        return new Levels(Stream.concat(places, Stream.of(boosted)).distinct().toList());
    }

    private static Band band(List<Band> bands, int queue) {
        if (queue < 1 || queue > bands.size()) {
            throw new IllegalArgumentException("queue=" + queue + ", queues=1…" + bands.size());
        }
        return bands.get(queue - 1);
    }
}
