package io.emfs.pipeline.audit;

import static io.emfs.pipeline.Events.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.PolicyConfig.Audit;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.executor.Applied;
import io.emfs.pipeline.executor.Boosted;
import io.emfs.pipeline.executor.ThreadApplied;
import io.emfs.state.Basis;
import io.emfs.state.ChangeReason;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final long AT_NS = 1_700_000_000_250_000_000L;
    private static final String MOVE =
            "{\"kind\":\"move\",\"time\":\"2023-11-14T22:13:20.250Z\",\"function\":\"f\",\"from\":3,\"to\":2,\"rank\":1,"
                    + "\"reason\":\"SLO_MISSED\",\"mode\":\"RT\",\"latencyMs\":31.5,\"sloMs\":24.0,"
                    + "\"basis\":\"ladder-young\",\"model\":null,\"predictedMs\":null,\"predictedUpperMs\":null,\"threads\":4,\"refused\":0,\"loopUs\":210}";
    private static final String BOOST =
            "{\"kind\":\"boost\",\"time\":\"2023-11-14T22:13:20.250Z\",\"function\":\"f\",\"pid\":10,\"tid\":11,"
                    + "\"waitedMs\":2000.0}";
    private static final String THREAD =
            "{\"kind\":\"thread\",\"time\":\"2023-11-14T22:13:20.250Z\",\"function\":\"f\",\"pid\":10,\"tid\":11,"
                    + "\"cause\":\"QUANTUM_EXPIRED\",\"drops\":1,\"late\":false,\"outcome\":\"GONE\",\"loopUs\":null}";

    @TempDir
    Path dir;

    @Test
    void writesFunctionsMovesAndBoosts() throws IOException {
        assertThat(lines(Audit.FUNCTIONS)).containsExactly(MOVE, BOOST);
    }

    @Test
    void writesThreadsTooIfWanted() throws IOException {
        assertThat(lines(Audit.THREADS)).containsExactly(MOVE, THREAD, BOOST);
    }

    private List<String> lines(Audit audit) throws IOException {
        try (AuditLog log = AuditLog.open(dir, audit, new SimpleMeterRegistry())) {
            QueueChange change = new QueueChange(key("f"), 3, 2, ChangeReason.SLO_MISSED, AT_NS, 31_500_000, 24_000_000)
                    .on(Basis.LADDER_YOUNG)
                    .ranked(1, 0);
            log.record(new Applied(change, Mode.RT, 4, 0, 0, 0, 0, 210_900));
            log.record(new Applied(
                    new QueueChange(key("f"), 2, 2, ChangeReason.INSTANCE, AT_NS, 0, 0), Mode.RT, 1, 0, 0, 0, 0, 1));
            log.record(new ThreadApplied(
                    new ThreadChange(key("f"), 10, 11, 7, 1, false, ThreadCause.QUANTUM_EXPIRED, AT_NS),
                    ThreadApplied.Outcome.GONE,
                    0));
            log.record(new Boosted(key("f"), 10, 11, AT_NS, 2_000_000_000L));
        }
        return Files.readAllLines(dir.resolve("audit.jsonl"));
    }
}
