package io.emfs.tests.overhead;

import io.emfs.tests.workload.Spread;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What was measured, and what it means.
 *
 * @param rounds each with every watcher once, and nobody before and after each
 * @param timed phases in which the kernel timed the programs
 * @param empty an empty program's cost in these phases: that of timing it
 * @param cpu of the agent at a rate
 */
public record OverheadResult(
        OverheadOptions options,
        List<List<Measured>> rounds,
        List<Measured> timed,
        HookCost empty,
        List<AgentCpu> cpu) {
    private static final double LOSS_DIGESTS = 0.03;
    private static final double LOSS_REQUESTS = 0.05;
    private static final double NS_PER_REQUEST = 700;
    private static final double CPU_DIGESTS = 0.10;
    private static final double SEEN = 0.99;
    private static final double RATE = 0.95;

    public OverheadResult {
        rounds = List.copyOf(rounds);
        timed = List.copyOf(timed);
        cpu = List.copyOf(cpu);
    }

    /** Answered requests per second, over the rounds. */
    public Spread perSecond(Watcher watcher) {
        return spread(phasesOf(watcher), phase -> phase.load().perSecond());
    }

    /** 1 − watched / unwatched, round by round; unwatched is the mean of just before and just after. */
    public Spread loss(Watcher watcher) {
        return spread(rounds.stream(), round -> {
            int at = round.stream().map(Measured::watcher).toList().indexOf(watcher);
            double watched = round.get(at).load().perSecond();
            double before = round.get(at - 1).load().perSecond();
            double after = round.get(at + 1).load().perSecond();
            return 1 - 2 * watched / (before + after);
        });
    }

    /** Run time of all BPF programs of the watcher, on all CPUs, per answered request, without that of timing them. */
    public Spread nsPerRequest(Watcher watcher) {
        return spread(timedOf(watcher), phase -> phase.nsPerRequest(empty));
    }

    /** As the kernel timed them. */
    public Spread timedNsPerRequest(Watcher watcher) {
        return spread(timedOf(watcher), Measured::timedNsPerRequest);
    }

    /** The smallest part of the requests that the watcher saw in a phase. */
    public double seen(Watcher watcher) {
        return Stream.concat(phasesOf(watcher), timedOf(watcher))
                .mapToDouble(Measured::seen)
                .min()
                .orElseThrow();
    }

    /** Empty for what is not the agent. */
    public Optional<AgentCpu> agentCpu(Watcher watcher) {
        return cpu.stream().filter(measured -> measured.watcher() == watcher).findFirst();
    }

    public List<Target> targets() {
        AgentCpu digests = agentCpu(Watcher.DIGESTS).orElseThrow();
        boolean requestsSeen = seen(Watcher.REQUESTS) >= SEEN;
        boolean digestsSeen = seen(Watcher.DIGESTS) >= SEEN;
        return List.of(
                new Target("loss_digests", loss(Watcher.DIGESTS).median(), LOSS_DIGESTS, digestsSeen),
                new Target("loss_requests", loss(Watcher.REQUESTS).median(), LOSS_REQUESTS, requestsSeen),
                new Target(
                        "ns_per_request_digests", nsPerRequest(Watcher.DIGESTS).median(), NS_PER_REQUEST, digestsSeen),
                new Target(
                        "ns_per_request_requests",
                        nsPerRequest(Watcher.REQUESTS).median(),
                        NS_PER_REQUEST,
                        requestsSeen),
                new Target(
                        "agent_cpu_digests",
                        digests.cores(),
                        CPU_DIGESTS,
                        digests.perSecond() >= RATE * options.rate()));
    }

    Stream<Measured> timedOf(Watcher watcher) {
        return timed.stream().filter(phase -> phase.watcher() == watcher);
    }

    private Stream<Measured> phasesOf(Watcher watcher) {
        return rounds.stream().flatMap(List::stream).filter(phase -> phase.watcher() == watcher);
    }

    private static <T> Spread spread(Stream<T> values, ToDoubleFunction<T> of) {
        return Spread.of(values.mapToDouble(of).boxed().toList()).orElseThrow();
    }
}
