package io.emfs.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.pipeline.source.enumerator.NodeEnumerator;
import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodeCheckpointSerializer;
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
    private static final List<String> NODES = List.of("a", "b", "c"); // hash codes 97, 98, 99

    private final List<String> calls = new ArrayList<>();

    @Test
    void givesEveryNodeToOneReader() {
        NodeEnumerator enumerator = enumerator(NODES, Set.of());
        enumerator.addReader(0);
        enumerator.addReader(1);
        assertThat(calls).containsExactly("b→0", "no more→0", "a→1", "c→1", "no more→1");
        assertThat(enumerator.snapshotState(1).assigned()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void givesOutOnlyNewNodesAfterARestore() {
        NodeEnumerator enumerator = enumerator(NODES, Set.of("a", "b"));
        enumerator.addReader(0);
        enumerator.addReader(1);
        assertThat(calls).containsExactly("no more→0", "c→1", "no more→1");
    }

    @Test
    void givesOutAgainWhatAFailedReaderHad() {
        NodeEnumerator enumerator = enumerator(NODES, Set.of());
        enumerator.addReader(0);
        calls.clear();
        enumerator.addSplitsBack(List.of(new NodeSplit("b")), 0);
        assertThat(enumerator.snapshotState(1).assigned()).isEmpty();
        enumerator.addReader(0);
        assertThat(calls).containsExactly("b→0", "no more→0");
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
        return new NodeEnumerator(context(), nodes, new NodeCheckpoint(assigned));
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
