package io.emfs.tests.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What hostile traffic did to the monitor.
 *
 * @param attempts habit → how often
 * @param alive whether the ring is still read
 * @param logged warnings and exceptions
 * @param connectionsBefore tracked before the traffic
 * @param connectionsAfter tracked once all sockets were closed
 * @param strays processes still held to serve a function though they have ended
 * @param counted requests with an answer, as the kernel side counts them
 * @param events of requests, as they came out of the monitor
 * @param dropped request events that found the ring full
 * @param unanswered connections that ended with a request pending
 * @param totals all requests
 */
public record HostileOutcome(
        Map<String, Long> attempts,
        boolean alive,
        List<String> logged,
        int connectionsBefore,
        int connectionsAfter,
        List<Integer> strays,
        long counted,
        long events,
        long dropped,
        long unanswered,
        RequestTotals totals) {

    /** What is wrong, in words; empty if the monitor came through. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        attempts.forEach((habit, count) -> {
            if (count == 0) {
                complaints.add("habit " + habit + " was never indulged in");
            }
        });
        if (!alive) {
            complaints.add("the monitor stopped reading");
        }
        logged.forEach(line -> complaints.add("logged: " + line));
        if (connectionsAfter != connectionsBefore) {
            complaints.add("connections tracked: " + connectionsBefore + " before, " + connectionsAfter + " after");
        }
        if (!strays.isEmpty()) {
            complaints.add("processes that serve nothing any more: " + strays);
        }
        if (counted != events + dropped) {
            complaints.add("requests counted=" + counted + ", but events=" + events + ", dropped=" + dropped);
        }
        if (!totals.reconciled()) {
            complaints.add("do not add up: " + totals);
        }
        if (totals.inFlight() != 0) {
            complaints.add("in flight without a connection: " + totals);
        }
        return complaints;
    }
}
