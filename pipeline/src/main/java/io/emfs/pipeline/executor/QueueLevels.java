package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where queues, ranks and lateness lie in sched(7). Immutable.
 *
 * @param normal the band of queue i+1
 * @param late where late threads of functions in queue i+1 go
 * @param background where functions without an SLO stand in the last queue: behind late threads of those that have one
 * @param boost the place of a thread that is given one quantum before all others
 */
record QueueLevels(List<Band> normal, List<Band> late, Band background, ThreadPolicy boost) {
    QueueLevels {
        normal = List.copyOf(normal);
        late = List.copyOf(late);
    }

    int queues() {
        return normal.size();
    }

    /** What a function at that place is given. */
    ThreadPolicy target(Place place) {
        Band band = band(normal, place.queue());
        return (place.hasSlo() || place.queue() < queues() ? band : background).at(place.rank());
    }

    /** What late threads of a function at that place are given. */
    ThreadPolicy lateTarget(Place place) {
        return band(late, place.queue()).at(place.rank());
    }

    /** All of it. */
    Levels levels() {
        Stream<Level> places = Stream.of(normal, late, List.of(background))
                .flatMap(List::stream)
                .flatMap(Band::levels);
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
