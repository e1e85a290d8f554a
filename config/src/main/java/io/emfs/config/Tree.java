package io.emfs.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML as written, each part with its place; immutable, so that an override yields a new tree. */
sealed interface Tree {
    Place place();

    /** The value as messages show it. */
    String text();

    /** {@code key:} with nothing behind it, which leaves the default. */
    default boolean isNull() {
        return false;
    }

    record Scalar(Place place, String value, boolean isNull) implements Tree {
        @Override
        public String text() {
            return value.equals(value.strip()) && !value.isEmpty() ? value : '"' + value + '"';
        }
    }

    record Sequence(Place place, List<Tree> items) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String text() {
            return items.isEmpty() ? "[]" : "[…]";
        }

        /** Replaces an item, or appends it where {@code index} is the length. */
        Sequence with(int index, Tree item) {
            List<Tree> changed = new ArrayList<>(items);
            if (index == changed.size()) {
                changed.add(item);
            } else {
                changed.set(index, item);
            }
            return new Sequence(place, changed);
        }
    }

    record Mapping(Place place, Map<String, Entry> entries) implements Tree {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String text() {
            return entries.isEmpty() ? "{}" : "{…}";
        }

        /** The value of a key; null where it is missing or empty. */
        @Nullable
        Tree get(String key) {
            Entry entry = entries.get(key);
            return entry == null || entry.value().isNull() ? null : entry.value();
        }

        Mapping with(String key, Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, entry);
            return new Mapping(place, changed);
        }
    }

    /** A key's own place and its value: a value may start lines below. */
    record Entry(Place place, Tree value) {}
}
