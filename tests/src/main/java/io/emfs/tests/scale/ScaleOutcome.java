package io.emfs.tests.scale;

import io.emfs.tests.workload.ManyConnections.Exchanged;
import java.util.ArrayList;
import java.util.List;

/**
 * What a monitor saw of the plan.
 *
 * @param functionsSeen with at least one request
 * @param connectionsTracked while all were open
 * @param connectionsLeft once all were closed
 * @param counted requests with an answer, as the kernel side counts them
 * @param events of requests, as they came out of the monitor
 * @param dropped events of requests or processes that found the ring full
 * @param refused times that a connection found no room to be tracked
 * @param eventsPerSecond while requests were sent
 * @param heapBytes in use after a collection
 */
public record ScaleOutcome(
        ScalePlan plan,
        Exchanged exchanged,
        int functionsSeen,
        int connectionsTracked,
        int connectionsLeft,
        long counted,
        long events,
        long dropped,
        long refused,
        double eventsPerSecond,
        long heapBytes,
        Footprint footprint) {

    /** What is wrong, in words; empty if nothing was lost but what there was no room for. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        int room = Math.min(plan.connections(), plan.maxSockets());
        expect(complaints, "requests answered", plan.requests(), exchanged.answered());
        expect(complaints, "connections tracked", room, connectionsTracked);
        expect(complaints, "connections left", 0, connectionsLeft);
        expect(complaints, "requests counted", (long) room * plan.laps(), counted);
        expect(complaints, "events and drops", counted, events + dropped);
        if (plan.connections() <= plan.maxSockets()) {
            expect(complaints, "functions seen", Math.min(plan.functions(), plan.connections()), functionsSeen);
            expect(complaints, "refusals", 0, refused);
        } else if (refused < plan.connections() - plan.maxSockets()) {
            complaints.add("refusals: " + refused + ", must be at least " + (plan.connections() - plan.maxSockets()));
        }
        return complaints;
    }

    private static void expect(List<String> complaints, String what, long expected, long found) {
        if (found != expected) {
            complaints.add(what + ": " + found + ", must be " + expected);
        }
    }
}
