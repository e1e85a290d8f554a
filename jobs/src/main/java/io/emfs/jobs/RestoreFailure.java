package io.emfs.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What matters to a user of a failure's stack trace, which is all that REST tells of it: the message of the innermost
 * cause, and, if a state was restored in vain, of which operator. Pure.
 */
final class RestoreFailure {
    /** As Flink names an operator's state: class, hash of its uid, subtask. */
    private static final Pattern OPERATOR = Pattern.compile("state backend for (\\w+)_[0-9a-f]{32}_\\(\\d+/\\d+\\)");

    /** Where an operator of ours asks for its state. */
    private static final Pattern FRAME =
            Pattern.compile("at (?:app//)?io\\.emfs\\.operators\\.\\w+\\.(\\w+)\\.(?:open|initializeState)\\(");

    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:Caused by: )?[\\w.$]+(?:Exception|Error|Throwable): (.+)$");
    private static final Pattern CLASS = Pattern.compile("^[\\w.$]+(?:Exception|Error): ");

    private RestoreFailure() {}

    static String reason(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return reason(trace.toString());
    }

    static String reason(String stackTrace) {
        Set<String> messages = new LinkedHashSet<>();
        Matcher causes = CAUSE.matcher(stackTrace);
        while (causes.find()) {
            messages.add(withoutClasses(causes.group(1)));
        }
        String innermost = messages.stream()
                .reduce((first, second) -> second)
                .orElseGet(
                        () -> Arrays.stream(stackTrace.split("\n")).findFirst().orElse("unknown"));
        return operator(stackTrace)
                .map(operator -> "the state of operator " + operator + " cannot be restored: " + innermost)
                .orElse(innermost);
    }

    private static Optional<String> operator(String stackTrace) {
        String names = Stream.of(OPERATOR, FRAME)
                .flatMap(pattern -> pattern.matcher(stackTrace).results())
                .map(match -> match.group(1))
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    /** A message often begins with the class of its cause. */
    private static String withoutClasses(String message) {
        String before = message;
        String after = CLASS.matcher(before).replaceFirst("");
        while (!after.equals(before)) {
            before = after;
            after = CLASS.matcher(before).replaceFirst("");
        }
        return after;
    }
}
