package io.emfs.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a single value is read.
 *
 * @param allowed what a value must be, for messages
 * @param placeholder stands for a value that was rejected, until all problems are thrown
 * @param parser throws {@link IllegalArgumentException} for what is not allowed
 */
record ValueType<T>(String allowed, T placeholder, Function<String, T> parser) {

    static <T> ValueType<T> of(String allowed, T placeholder, Function<String, T> parser, Predicate<T> valid) {
        return new ValueType<>(allowed, placeholder, text -> {
            T value = parser.apply(text);
            if (!valid.test(value)) {
                throw new IllegalArgumentException(allowed);
            }
            return value;
        });
    }

    static ValueType<String> text() {
        return of("must not be empty", "", text -> text, text -> !text.isBlank());
    }

    static ValueType<Duration> positiveDuration() {
        return of(
                "must be a positive duration such as 200ms, 1s or 5m",
                Duration.ZERO,
                Durations::parse,
                duration -> !duration.isZero());
    }

    static ValueType<Integer> integer(int min, int max) {
        String range = max == Integer.MAX_VALUE ? "of at least " + min : "in " + min + ".." + max;
        return of("must be a whole number " + range, min, Integer::valueOf, number -> number >= min && number <= max);
    }

    static ValueType<Double> decimal(String allowed, Predicate<Double> valid) {
        return of(allowed, 0.0, text -> new BigDecimal(text).doubleValue(), valid);
    }

    static ValueType<Boolean> bool() {
        String allowed = "must be true or false";
        return new ValueType<>(allowed, false, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(allowed);
            }
            return text.equals("true");
        });
    }

    /** Constants in kebab-case: {@code PREDICTED_DEMAND} is {@code predicted-demand}. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        String names = Arrays.stream(constants).map(ValueType::kebab).collect(Collectors.joining(", "));
        return new ValueType<>(
                "must be one of " + names,
                constants[0],
                text -> Arrays.stream(constants)
                        .filter(constant -> kebab(constant).equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
