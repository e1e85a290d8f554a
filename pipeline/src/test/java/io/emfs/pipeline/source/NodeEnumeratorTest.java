package io.emfs.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.pipeline.source.enumerator.NodeEnumerator;
import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodeCheckpointSerializer;
import io.emfs.pipeline.source.split.NodePlacement;
import io.emfs.pipeline.source.split.NodeSplit;
import io.emfs.pipeline.source.split.NodeSplitSerializer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.junit.jupiter.api.Test;

class NodeEnumeratorTest {
    private static final NodePlacement PLACEMENT = new NodePlacement(128);
    private static final List<String> NODES = List.of("a", "b", "c");

    private final List<String> calls = new ArrayList<>();

    @Test
    void givesEveryNodeToTheReaderOfItsSubtask() {
        NodeEnumerator enumerator = enumerator(NODES, Set.of());
        enumerator.addReader(0);
        enumerator.addReader(1);
        assertThat(calls).containsExactlyInAnyOrder(at("a"), at("b"), at("c"), "no more→0", "no more→1");
        assertThat(calls).anyMatch(call -> call.matches("[abc]→0")).anyMatch(call -> call.matches("[abc]→1"));
        assertThat(enumerator.snapshotState(1).assigned()).containsExactlyInAnyOrder("a", "b", "c");
    }

    /** They may have been another subtask's before; readers that have them already take no notice. */
    @Test
    void givesThemOutAgainAfterARestore() {
        NodeEnumerator enumerator = enumerator(List.of("a"), Set.of("a", "b"));
        enumerator.addReader(0);
        enumerator.addReader(1);
        assertThat(calls).containsExactlyInAnyOrder(at("a"), "no more→0", "no more→1");
    }

    @Test
    void givesOutAgainWhatAFailedReaderHad() {
        NodeEnumerator enumerator = enumerator(List.of("b"), Set.of());
        int subtask = PLACEMENT.subtaskOf("b", 2);
        enumerator.addReader(subtask);
        calls.clear();
        enumerator.addSplitsBack(List.of(new NodeSplit("b")), subtask);
        assertThat(enumerator.snapshotState(1).assigned()).isEmpty();
        enumerator.addReader(subtask);
        assertThat(calls).containsExactly(at("b"), "no more→" + subtask);
    }

    private static String at(String node) {
        return node + "→" + PLACEMENT.subtaskOf(node, 2);
    }

    @Test
    void serializersReadWhatTheyWrote() throws IOException {
        NodeSplitSerializer splits = new NodeSplitSerializer();
        NodeSplit split = new NodeSplit("knoten-ä");
        assertThat(splits.deserialize(1, splits.serialize(split))).isEqualTo(split);
        NodeCheckpointSerializer checkpoints = new NodeCheckpointSerializer();
        NodeCheckpoint checkpoint = new NodeCheckpoint(Set.of("a", "b"));
        assertThat(checkpoints.deserialize(1, checkpoints.serialize(checkpoint)))
                .isEqualTo(checkpoint);
    }

    @Test
    void serializersRefuseFormatsOfTheFuture() {
        assertThatThrownBy(() -> new NodeSplitSerializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version=2");
        assertThatThrownBy(() -> new NodeCheckpointSerializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version=2");
    }

    private NodeEnumerator enumerator(List<String> nodes, Set<String> assigned) {
        return new NodeEnumerator(context(), PLACEMENT, nodes, new NodeCheckpoint(assigned));
    }

    /** Two readers; notes what the enumerator tells them. */
    @SuppressWarnings("unchecked")
    private SplitEnumeratorContext<NodeSplit> context() {
        return (SplitEnumeratorContext<NodeSplit>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SplitEnumeratorContext.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "currentParallelism" -> {
                            return 2;
                        }
                        case "assignSplit" -> calls.add(((NodeSplit) arguments[0]).node() + "→" + arguments[1]);
                        case "signalNoMoreSplits" -> calls.add("no more→" + arguments[0]);
                        default -> throw new AssertionError(method);
                    }
                    return null;
                });
    }
}
