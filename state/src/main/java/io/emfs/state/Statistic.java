package io.emfs.state;

/**
 * What a profile keeps of each window: dimensionless, or the natural logarithm of a quantity in its unit, so that means are
 * robust and fit a float. All are finite and clipped, whatever was observed.
 */
public enum Statistic {
    /** ln of requests per second. */
    RATE(0) {
        @Override
        double raw(Observation seen) {
            return ln(seen.ratePerSecond(), MIN_RATE);
        }
    },
    /** ln ms. */
    LATENCY_MEAN(1) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyMeanNs());
        }
    },
    /** ln ms. */
    LATENCY_P95(2) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyP95Ns());
        }
    },
    /** ln ms. */
    LATENCY_P99(3) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyP99Ns());
        }
    },
    /** ln ms. */
    QUEUE_DELAY(4) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.queueDelayMeanNs());
        }
    },
    /** ln ms. */
    ON_CPU(5) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.onCpuMeanNs());
        }
    },
    /** ln ms. */
    RUN_QUEUE_WAIT(6) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.runQueueWaitMeanNs());
        }
    },
    /** ln of the p95 latency by the CPU time: what is forecast. */
    SLOWDOWN(7) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyP95Ns()) - lnMs(seen.onCpuMeanNs());
        }
    },
    /** ln of the mean latency by the CPU time. */
    MEAN_SLOWDOWN(8) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyMeanNs()) - lnMs(seen.onCpuMeanNs());
        }
    },
    /** ln of the p95 by the mean latency. */
    TAIL(9) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyP95Ns()) - lnMs(seen.latencyMeanNs());
        }
    },
    /** ln of the p99 by the p95 latency. */
    FAR_TAIL(10) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.latencyP99Ns()) - lnMs(seen.latencyP95Ns());
        }
    },
    /** ln of the p95 by the mean CPU time. */
    CPU_DISPERSION(11) {
        @Override
        double raw(Observation seen) {
            return lnMs(seen.onCpuP95Ns()) - lnMs(seen.onCpuMeanNs());
        }
    },
    /** ln(1 + queue delay by CPU time). */
    QUEUE_DELAY_SHARE(12) {
        @Override
        double raw(Observation seen) {
            return perCpu(seen.queueDelayMeanNs(), seen);
        }
    },
    /** ln(1 + runnable wait by CPU time). */
    WAIT_SHARE(13) {
        @Override
        double raw(Observation seen) {
            return perCpu(seen.runQueueWaitMeanNs(), seen);
        }
    },
    /** ln(1 + time that is neither queue delay, CPU nor runnable wait, by CPU time): I/O. */
    IDLE_SHARE(14) {
        @Override
        double raw(Observation seen) {
            return perCpu(
                    seen.latencyMeanNs() - seen.queueDelayMeanNs() - seen.onCpuMeanNs() - seen.runQueueWaitMeanNs(),
                    seen);
        }
    },
    /** Share of its cores that the function itself keeps busy. */
    OWN_CORES(15) {
        @Override
        double raw(Observation seen) {
            return seen.ratePerSecond() * seen.onCpuMeanNs() / NS_PER_SECOND / seen.cores();
        }
    },
    /** ln(1 + requests in the system), by Little's law. */
    CONCURRENCY(16) {
        @Override
        double raw(Observation seen) {
            return ln1p(seen.ratePerSecond() * seen.latencyMeanNs() / NS_PER_SECOND);
        }
    },
    /** ln(1 + requests without an answer at the window's end). */
    IN_FLIGHT(17) {
        @Override
        double raw(Observation seen) {
            return ln1p(seen.inFlight());
        }
    },
    /** ln(1 + CPU time of the requests in flight, in units of 10 ms). */
    IN_FLIGHT_WORK(18) {
        @Override
        double raw(Observation seen) {
            return ln1p(seen.inFlight() * seen.onCpuMeanNs() / WORK_UNIT_NS);
        }
    },
    /** The queue, 1…n. */
    LEVEL(19) {
        @Override
        double raw(Observation seen) {
            return seen.queue();
        }
    },
    /** Load of others in more urgent queues. */
    LOAD_ABOVE(20) {
        @Override
        double raw(Observation seen) {
            return seen.load().above(seen.queue());
        }
    },
    /** Load of others in the function's queue. */
    LOAD_SAME(21) {
        @Override
        double raw(Observation seen) {
            return seen.load().at(seen.queue());
        }
    },
    /** Load of others in less urgent queues. */
    LOAD_BELOW(22) {
        @Override
        double raw(Observation seen) {
            return seen.load().below(seen.queue());
        }
    },
    /** −ln of the share that more urgent queues leave. */
    CROWDING_ABOVE(23) {
        @Override
        double raw(Observation seen) {
            return crowding(seen.load().above(seen.queue()));
        }
    },
    /** −ln of the share that more urgent queues and others in the same one leave. */
    CROWDING_SAME(24) {
        @Override
        double raw(Observation seen) {
            return crowding(seen.load().above(seen.queue()) + seen.load().at(seen.queue()));
        }
    },
    /** {@link #SLOWDOWN} × {@link #LEVEL}: with the means of both, how the one depends on the other. */
    SLOWDOWN_BY_LEVEL(25) {
        @Override
        double raw(Observation seen) {
            return SLOWDOWN.of(seen) * LEVEL.of(seen);
        }
    };

    private static final Statistic[] ALL = values();

    public static final int COUNT = ALL.length;

    /** No statistic is further from 0. */
    public static final float LIMIT = 200;

    /** Load beyond which crowding no longer grows: an overloaded queue has no steady state to tell apart. */
    private static final double MIN_SHARE = 0.02;

    private static final double MIN_RATE = 1e-3;
    private static final double MIN_MS = 1e-3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;
    private static final double WORK_UNIT_NS = 1e7;

    private final int index;

    Statistic(int index) {
        this.index = index;
    }

    /** Its place in profiles, stored ones too. */
    public int index() {
        return index;
    }

    abstract double raw(Observation seen);

    /** Of one window, −{@link #LIMIT}…{@link #LIMIT}. */
    public final float of(Observation seen) {
        double value = raw(seen);
        return Double.isNaN(value) ? 0 : (float) Math.max(-LIMIT, Math.min(LIMIT, value));
    }

    static void all(Observation seen, float[] out) {
        for (int i = 0; i < COUNT; i++) {
            out[ALL[i].index] = ALL[i].of(seen);
        }
    }

    /** −ln of the share of the cores that {@code load} leaves; bounded, for load may exceed 1. */
    public static double crowding(double load) {
        return -Math.log(Math.max(MIN_SHARE, 1 - Math.max(0, load)));
    }

    private static double ln(double value, double least) {
        return Math.log(Math.max(least, value));
    }

    private static double lnMs(double ns) {
        return ln(ns / NS_PER_MS, MIN_MS);
    }

    private static double ln1p(double value) {
        return Math.log1p(Math.max(0, value));
    }

    private static double perCpu(double ns, Observation seen) {
        return ln1p(Math.max(0, ns) / Math.max(MIN_MS * NS_PER_MS, seen.onCpuMeanNs()));
    }
}
