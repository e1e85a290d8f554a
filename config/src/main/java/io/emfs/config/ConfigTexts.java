package io.emfs.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Configuration records as texts under the names of their keys. Pure. */
final class ConfigTexts {
    private ConfigTexts() {}

    /** A record on one line, without its name. */
    static String text(Record value) {
        SortedMap<String, String> texts = new TreeMap<>();
        components(value).forEach((key, part) -> flatten(key, part, texts));
        texts.remove("name");
        return texts.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** What there is of it under the key and below; nothing for null. */
    static void flatten(String key, @Nullable Object value, SortedMap<String, String> into) {
        if (value instanceof PriorityBand || value instanceof PortRange || value instanceof Slo) {
            into.put(key, value instanceof Slo slo ? text(slo) : value.toString());
        } else if (value instanceof Record parts) {
            components(parts).forEach((name, part) -> flatten(Section.join(key, name), part, into));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            for (int i = 0; i < list.size(); i++) {
                flatten(key + "[" + i + "]", list.get(i), into);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, part) -> flatten(Section.join(key, name.toString()), part, into));
        } else if (value != null) {
            into.put(key, scalar(value));
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Duration duration) {
            return Durations.print(duration);
        }
        return value instanceof Enum<?> word
                ? word.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : value.toString();
    }

    /** The components under the names of their keys, in their order. */
    static Map<String, @Nullable Object> components(Record value) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                components.put(
                        keyOf(component.getName()), component.getAccessor().invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(value.getClass() + "." + component.getName(), e);
            }
        }
        return components;
    }

    private static String keyOf(String component) {
        return component.equals("ringBytes")
                ? "ring"
                : component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
