package io.emfs.tests.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of it. Threads in words.
 *
 * @param leftChanged threads of functions that were not as they had been started when the agent was gone
 * @param wronglyTouched threads of nobody's function that were ever seen changed
 * @param settingsLeftChanged kernel settings
 * @param lateRestores threads that were still changed 1 s after the agent was killed, over all kills with a pause
 * @param managed threads that eMFS had changed right before each kill
 * @param queueChanges of functions, that the agents logged
 * @param reusedPids processes that were given the process id of a killed function
 * @param threadsChurned started by the function whose threads come and go
 * @param innocents that were watched at the end
 * @param samples of all innocents
 * @param failures of the benchmark's own
 */
public record ChaosOutcome(
        List<String> leftChanged,
        List<String> wronglyTouched,
        List<String> settingsLeftChanged,
        List<String> lateRestores,
        List<Integer> managed,
        long queueChanges,
        Mischief.Counts mischief,
        int reusedPids,
        long threadsChurned,
        long requestsAnswered,
        int innocents,
        long samples,
        List<String> failures) {
    private static final int NAMED = 5;

    public ChaosOutcome {
        leftChanged = List.copyOf(leftChanged);
        wronglyTouched = List.copyOf(wronglyTouched);
        settingsLeftChanged = List.copyOf(settingsLeftChanged);
        lateRestores = List.copyOf(lateRestores);
        managed = List.copyOf(managed);
        failures = List.copyOf(failures);
    }

    public int agentKills() {
        return managed.size();
    }

    /** What is wrong, in words; empty if eMFS left nothing behind, and had something to leave. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        complain("left changed", leftChanged, complaints);
        complain("wrongly touched", wronglyTouched, complaints);
        complain("left changed", settingsLeftChanged, complaints);
        for (int kill = 0; kill < managed.size(); kill++) {
            if (managed.get(kill) == 0) {
                complaints.add("no thread was managed before kill " + (kill + 1));
            }
        }
        if (mischief.restarts() == 0 || mischief.stops() == 0 || mischief.moves() == 0) {
            complaints.add("not all was done to the functions: " + mischief);
        }
        if (threadsChurned == 0 || requestsAnswered == 0) {
            complaints.add("functions had nothing to do: threads=" + threadsChurned + ", requests=" + requestsAnswered);
        }
        complaints.addAll(failures);
        return complaints;
    }

    private static void complain(String what, List<String> subjects, List<String> complaints) {
        subjects.stream().limit(NAMED).forEach(subject -> complaints.add(what + ": " + subject));
        if (subjects.size() > NAMED) {
            complaints.add(what + ": " + (subjects.size() - NAMED) + " more");
        }
    }
}
