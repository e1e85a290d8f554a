package io.emfs.jobs.replay;

import io.emfs.state.recording.RecordingEnd;
import java.util.List;

/**
 * What the job made of a recording; its JSON follows the components' names, and is the same each time.
 *
 * @param seconds from the first event to the last
 * @param recording how the recording ends
 * @param changes in the order of the decisions
 * @param functions by name
 */
public record ReplayResult(
        String node,
        double seconds,
        RecordingEnd recording,
        List<ReplayedChange> changes,
        List<ReplayedFunction> functions) {
    public ReplayResult {
        changes = List.copyOf(changes);
        functions = List.copyOf(functions);
    }
}
