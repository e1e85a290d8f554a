package io.emfs.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** What a failure's stack trace, which is all that REST tells of it, says about a job that has no view of its nodes. Pure. */
final class FleetFailure {
    /** The windows of a former version have no coordinator; its JobManager may not even know what it is asked for. */
    private static final Pattern NO_FLEET = Pattern.compile(
            "Coordinator of operator \\w+ does not exist|ClassNotFoundException: io\\.emfs\\.operators\\.fleet\\.");

    private FleetFailure() {}

    static boolean isOfAJobWithoutFleet(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return NO_FLEET.matcher(trace.toString()).find();
    }
}
