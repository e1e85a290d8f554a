package io.emfs.bpf.monitor;

import java.util.regex.Pattern;

/** Programs that run several functions in one process behind one port, known by their command line. */
final class SharedRuntimes {
    /** {@code node …/bin/serverless offline start}, or its short name {@code sls}. */
    private static final Pattern SERVERLESS_OFFLINE =
            Pattern.compile("(^|.*[ /])(serverless|sls)(\\.js)? (.* )?offline( .*)?");

    private SharedRuntimes() {}

    static boolean runs(String command) {
        return SERVERLESS_OFFLINE.matcher(command).matches();
    }
}
