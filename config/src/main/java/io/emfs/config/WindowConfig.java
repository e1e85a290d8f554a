package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code windows[]}; a slide equal to the size is a tumbling window. */
public record WindowConfig(String name, Duration size, Duration slide) implements Serializable {
    /** Fast moves a function, slow describes it. */
    public static final List<WindowConfig> DEFAULTS = List.of(
            new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofMillis(200)),
            new WindowConfig("slow", Duration.ofSeconds(30), Duration.ofSeconds(5)));

    private static final ValueType<String> NAME = ValueType.of(
            "must be one or more of a-z, 0-9 and -",
            "",
            text -> text,
            Pattern.compile("[a-z0-9-]+").asMatchPredicate());

    static List<WindowConfig> readAll(Section root) {
        List<Section> rows = root.sections("windows");
        if (rows == null) {
            return DEFAULTS;
        }
        if (root.length("windows") == 0) {
            root.reject(root.placeOf("windows"), "windows", ": must hold at least one window");
        }
        List<WindowConfig> windows = new ArrayList<>();
        rows.forEach(row -> windows.add(read(row)));
        Section.rejectRepeated(rows, "name");
        return windows;
    }

    private static WindowConfig read(Section at) {
        Setting<String> name = at.required("name", NAME);
        Setting<Duration> size = at.required("size", ValueType.positiveDuration());
        Setting<Duration> slide = at.required("slide", ValueType.positiveDuration());
        if (size.usable()
                && slide.usable()
                && size.value().toNanos() % slide.value().toNanos() != 0) {
            at.reject(slide, "must divide " + size);
        }
        return new WindowConfig(name.value(), size.value(), slide.value());
    }

    String toYaml() {
        return "{name: " + name + ", size: " + Durations.print(size) + ", slide: " + Durations.print(slide) + "}";
    }
}
