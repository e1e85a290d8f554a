package io.emfs.tests.faas;

import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;

/** A nice value for each server, once; whoever serves a request inherits it. */
final class NiceByClass implements PhaseScheduler {
    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();

    @Override
    public void begin(FunctionServers servers) {
        for (int i = 0; i < FaasFunction.ALL.size(); i++) {
            ThreadPolicy nice = ThreadPolicy.other(nice(FaasFunction.ALL.get(i).sizeClass()));
            scheduler.apply((int) servers.of(i).pid(), nice);
        }
    }

    /** Over most of the range: neighbours are a factor of about 15 apart in weight. */
    static int nice(SizeClass size) {
        return switch (size) {
            case UNDER_50_MS -> -20;
            case UNDER_150_MS -> -8;
            case UNDER_400_MS -> 4;
            case OVER_1_S -> 15;
            case ALL -> throw new IllegalArgumentException("a function has one size, not " + size);
        };
    }
}
