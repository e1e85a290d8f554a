package io.emfs.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
        for (int i = 0; i < functions.size(); i++) {
            for (int j = 0; j < i; j++) {
                Section here = matches.get(i);
                Section earlier = matches.get(j);
                FunctionConfig other = functions.get(j);
                if (isReadable(here, functions.get(i))
                        && isReadable(earlier, other)
                        && functions.get(i).match.overlaps(other.match)) {
                    String of = earlier.path() + " (" + other.name + ")";
                    here.reject(
                            here.place(),
                            here.path(),
                            ": overlaps " + of + ", must differ from it in port, netns, cgroup, env or command");
                }
            }
        }
    }

    // one with a bad criterion or none was reported
    private static boolean isReadable(Section at, FunctionConfig function) {
        return at.isUsable() && !function.match.isEmpty();
    }
}
