package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmfsConfigTest {
    private static final EmfsConfig CONFIG = ConfigLoader.defaults(List.of(
                    "functions[0]={name: declared, match: {port: 1}, slo: {percentile: 95, latency: 24ms}}",
                    "functions[1]={name: without, match: {port: 2}}",
                    "discovery.slo={percentile: 90, latency: 1s}"))
            .config();

    @Test
    void findsADeclaredFunction() {
        assertThat(CONFIG.function("declared")).contains(CONFIG.functions().get(0));
        assertThat(CONFIG.function("other")).isEmpty();
    }

    @Test
    void findsTheFirstOfSeveralThatShareAName() {
        FunctionConfig first = CONFIG.functions().get(0);
        FunctionConfig second = new FunctionConfig(first.name(), first.match(), null);

        assertThat(DeclaredFunctions.of(List.of(first, second)).named(first.name()))
                .contains(first);
    }

    @Test
    void findsFunctionsAfterItHasTravelledToo() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(CONFIG);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            EmfsConfig arrived = (EmfsConfig) in.readObject();

            assertThat(arrived).isEqualTo(CONFIG);
            assertThat(arrived.sloOf("declared")).isEqualTo(CONFIG.sloOf("declared"));
        }
    }

    @Test
    void givesDiscoverysSloOnlyToFunctionsNobodyDeclared() {
        assertThat(CONFIG.sloOf("declared")).isEqualTo(new Slo(95, Duration.ofMillis(24)));
        assertThat(CONFIG.sloOf("without")).isNull();
        assertThat(CONFIG.sloOf("other")).isEqualTo(new Slo(90, Duration.ofSeconds(1)));
    }

    @Test
    void countsQueuesFromOne() {
        assertThat(CONFIG.queue(1).quantum()).isEqualTo(Duration.ofMillis(20));
        assertThat(CONFIG.queue(6).quantum()).isEqualTo(Duration.ofMillis(500));
        assertThatIllegalArgumentException().isThrownBy(() -> CONFIG.queue(7)).withMessage("queue=7, must be in 1..6");
        assertThatIllegalArgumentException().isThrownBy(() -> CONFIG.queue(0)).withMessage("queue=0, must be in 1..6");
    }

    @Test
    void findsThePercentileWindow() {
        assertThat(CONFIG.percentileWindow()).isEqualTo(CONFIG.windows().get(0));
    }
}
