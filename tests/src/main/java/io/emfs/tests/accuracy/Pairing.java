package io.emfs.tests.accuracy;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.state.Quantity;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Finds the event of each request among what the monitor reported. Immutable. */
final class Pairing {
    /** More than any case makes a monitor err that takes the accept or the first part for the arrival. */
    private static final long APART_MAX_NS = Duration.ofMillis(100).toNanos();

    private final List<TruthRecord> truths;
    private final EpochClock clock;

    Pairing(List<TruthRecord> truths, EpochClock clock) {
        this.truths = truths;
        this.clock = clock;
    }

    private record Candidate(TruthRecord truth, RequestAnswered event, long apartNs) {}

    /** Pairs by nearest arrival, the nearest pairs first, each request and each event once. */
    List<Sample> latencies(List<RequestAnswered> events) {
        NavigableMap<Long, List<RequestAnswered>> byArrival = new TreeMap<>();
        events.forEach(event -> byArrival
                .computeIfAbsent(event.arrivalNs(), arrival -> new ArrayList<>())
                .add(event));
        List<Candidate> candidates = new ArrayList<>();
        for (TruthRecord truth : truths) {
            long arrivalNs = clock.epochNs(truth.arrival().ns());
            byArrival
                    .subMap(arrivalNs - APART_MAX_NS, true, arrivalNs + APART_MAX_NS, true)
                    .forEach((reportedNs, near) -> near.forEach(
                            event -> candidates.add(new Candidate(truth, event, Math.abs(reportedNs - arrivalNs)))));
        }
        candidates.sort(Comparator.comparingLong(Candidate::apartNs));
        Set<TruthRecord> pairedTruths = new HashSet<>();
        Set<RequestAnswered> pairedEvents = new HashSet<>();
        List<Sample> samples = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (!pairedTruths.contains(candidate.truth()) && pairedEvents.add(candidate.event())) {
                pairedTruths.add(candidate.truth());
                samples.add(Sample.of(
                        candidate.truth(), Quantity.LATENCY, candidate.event().latencyNs()));
            }
        }
        return samples;
    }

    /**
     * For traffic of one request after the other: a completion is known before the next response, so it is that of the
     * newest response before. Of several for one response, the first counts.
     */
    List<Sample> durations(List<RequestCompleted> events) {
        NavigableMap<Long, TruthRecord> byLastByte = new TreeMap<>();
        truths.forEach(truth -> byLastByte.put(clock.epochNs(truth.lastByte().ns()), truth));
        Set<TruthRecord> paired = new HashSet<>();
        List<Sample> samples = new ArrayList<>();
        for (RequestCompleted event : events) {
            Map.Entry<Long, TruthRecord> newest = byLastByte.floorEntry(event.timestampNs());
            if (newest != null && paired.add(newest.getValue())) {
                samples.add(Sample.of(newest.getValue(), Quantity.DURATION, event.durationNs()));
            }
        }
        return samples;
    }
}
