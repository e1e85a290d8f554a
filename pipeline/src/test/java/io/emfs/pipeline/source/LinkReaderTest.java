package io.emfs.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.JobEndpoints;
import io.emfs.pipeline.source.reader.LinkReader;
import io.emfs.pipeline.source.split.NodeSplit;
import java.util.List;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LinkReaderTest {
    /** They would be one more after each upgrade. */
    @Test
    void keepsEachOfItsSplitsOnce() {
        LinkTerms terms = LinkTerms.of(ConfigLoader.defaults(List.of("agent.link={insecure: true, ports: 0}"))
                .config());
        LinkReader reader = new LinkReader(
                new JobEndpoints().open(terms, "job#0"),
                node -> !node.equals("another subtask's"),
                new UnregisteredMetricsGroup());
        try {
            reader.addSplits(List.of(new NodeSplit("n1"), new NodeSplit("another subtask's")));
            reader.addSplits(List.of(new NodeSplit("n1")));

            assertThat(reader.snapshotState(1)).containsExactly(new NodeSplit("n1"));
            assertThat(reader.pollNext(new FakeReaderOutput())).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        } finally {
            reader.close();
        }
    }
}
