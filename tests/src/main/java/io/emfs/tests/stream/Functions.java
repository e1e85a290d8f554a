package io.emfs.tests.stream;

import io.emfs.pipeline.source.split.NodePlacement;
import io.emfs.state.FunctionKey;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which functions there are, on which nodes, and which source hears of them: all of a node are heard by one, that of
 * the subtask which has the node. Immutable.
 *
 * @param count of all nodes together
 * @param nodes a multiple of {@code sources}
 */
record Functions(int count, int nodes, int sources) implements Serializable {
    /** {@code pipeline.max-parallelism} of the job. */
    private static final int KEY_GROUPS = 128;

    Functions {
        if (nodes % sources != 0 || count % nodes != 0) {
            throw new IllegalArgumentException("functions=" + count + ", nodes=" + nodes + ", slots=" + sources
                    + ", expected each to be a multiple of the next");
        }
    }

    int ofSource() {
        return count / sources;
    }

    /** Those of a source, in turns on its nodes, which are ones of its subtask. */
    List<FunctionKey> of(int source) {
        NodePlacement placement = new NodePlacement(KEY_GROUPS);
        List<String> own = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> "node-" + number)
                .filter(node -> placement.subtaskOf(node, sources) == source)
                .limit(nodes / sources)
                .toList();
        return IntStream.range(0, ofSource())
                .mapToObj(
                        index -> new FunctionKey(own.get(index % own.size()), "function-" + (index * sources + source)))
                .toList();
    }
}
