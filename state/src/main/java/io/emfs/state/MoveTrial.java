package io.emfs.state;

/**
 * A move whose effect on the node's SLO misses is being watched. Immutable; times are event times in epoch ms.
 *
 * @param function the one that was moved
 * @param from its queue before
 * @param to its queue since
 * @param startMs when it was moved
 * @param ownBefore the function's misses before
 * @param othersBefore the misses of all others before
 * @param own the function's since; not faded
 * @param others all others' since; not faded
 */
public record MoveTrial(
        String function,
        int from,
        int to,
        long startMs,
        MissTally ownBefore,
        MissTally othersBefore,
        MissTally own,
        MissTally others) {

    public static MoveTrial start(
            String function, int from, int to, long nowMs, MissTally ownBefore, MissTally othersBefore) {
        return new MoveTrial(
                function,
                from,
                to,
                nowMs,
                ownBefore,
                othersBefore,
                new MissTally(nowMs, 0, 0),
                new MissTally(nowMs, 0, 0));
    }

    public boolean promotion() {
        return to < from;
    }

    /** After a window of {@code of} that began after the move. */
    public MoveTrial counted(String of, long requests, long missed) {
        return of.equals(function)
                ? new MoveTrial(
                        function, from, to, startMs, ownBefore, othersBefore, sum(own, requests, missed), others)
                : new MoveTrial(
                        function, from, to, startMs, ownBefore, othersBefore, own, sum(others, requests, missed));
    }

    /** Requests of the function that met their SLO and would have missed it before; negative if it is the reverse. */
    public double ownGain() {
        return gain(ownBefore, own);
    }

    /** The same of all others. */
    public double othersGain() {
        return gain(othersBefore, others);
    }

    private static double gain(MissTally before, MissTally since) {
        return before.rate() * since.requests() - since.missed();
    }

    private static MissTally sum(MissTally tally, long requests, long missed) {
        return new MissTally(tally.atMs(), tally.requests() + requests, tally.missed() + missed);
    }
}
