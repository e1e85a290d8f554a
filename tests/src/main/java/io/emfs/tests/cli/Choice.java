package io.emfs.tests.cli;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** One of several words on the command line. */
final class Choice {
    private Choice() {}

    /** The value with that title; the error for any other text lists what is allowed. */
    static <T> T of(String text, T[] known, Function<T, String> title) {
        return Arrays.stream(known)
                .filter(value -> title.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "', allowed: "
                        + Arrays.stream(known).map(title).collect(Collectors.joining(", "))));
    }
}
