package io.emfs.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code functions[]}: a declared function; without an SLO it starts and stays in the last queue. */
public record FunctionConfig(
        String name, MatchConfig match, @Nullable Slo slo) implements Serializable {

    static List<FunctionConfig> readAll(Section root) {
        List<Section> rows = root.sections("functions");
        if (rows == null) {
            return List.of();
        }
        List<FunctionConfig> functions = new ArrayList<>();
        List<Section> matches = new ArrayList<>();
        for (Section row : rows) {
            Setting<String> name = row.required("name", ValueType.text());
            Section match = row.section("match");
            functions.add(new FunctionConfig(name.value(), MatchConfig.read(match), Slo.read(row)));
            matches.add(match);
        }
        Section.rejectRepeated(rows, "name");
        rejectOverlaps(matches, functions);
        return functions;
    }

    private static void rejectOverlaps(List<Section> matches, List<FunctionConfig> functions) {
        // two that overlap share a criterion: only those are compared, or thousands of functions would take minutes
        Map<String, List<Integer>> earlierBy = new HashMap<>();
        for (int i = 0; i < functions.size(); i++) {
            if (!isReadable(matches.get(i), functions.get(i))) {
                continue;
            }
            Set<String> criteria = functions.get(i).match.criteria();
            SortedSet<Integer> candidates = new TreeSet<>();
            criteria.forEach(criterion -> candidates.addAll(earlierBy.getOrDefault(criterion, List.of())));
            for (int j : candidates) {
                rejectOverlap(matches.get(i), functions.get(i), matches.get(j), functions.get(j));
            }
            for (String criterion : criteria) {
                earlierBy
                        .computeIfAbsent(criterion, absent -> new ArrayList<>())
                        .add(i);
            }
        }
    }

    private static void rejectOverlap(Section here, FunctionConfig function, Section earlier, FunctionConfig other) {
        if (function.match.overlaps(other.match)) {
            String of = earlier.path() + " (" + other.name + ")";
            here.reject(
                    here.place(),
                    here.path(),
                    ": overlaps " + of + ", must differ from it in port, netns, cgroup, env or command");
        }
    }

    // one with a bad criterion or none was reported
    private static boolean isReadable(Section at, FunctionConfig function) {
        return at.isUsable() && !function.match.isEmpty();
    }
}
