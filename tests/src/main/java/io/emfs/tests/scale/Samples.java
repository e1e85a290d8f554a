package io.emfs.tests.scale;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The samples of a Prometheus text. */
record Samples(List<Sample> all) {
    private static final Pattern LINE = Pattern.compile("([a-z_]+)(?:\\{(.*)\\})? (\\S+)");

    static Samples parse(String text) {
        return new Samples(text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Sample(
                        line.group(1),
                        Optional.ofNullable(line.group(2)).orElse(""),
                        Double.parseDouble(line.group(3))))
                .toList());
    }

    double sum(String name) {
        return named(name).mapToDouble(Sample::value).sum();
    }

    /** The values that a label has in the samples of a metric. */
    Set<String> labels(String name, String label) {
        Pattern value = Pattern.compile("(?:^|,)" + label + "=\"([^\"]*)\"");
        return named(name)
                .map(sample -> value.matcher(sample.labels()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private Stream<Sample> named(String name) {
        return all.stream().filter(sample -> sample.name().equals(name));
    }

    record Sample(String name, String labels, double value) {}
}
