package io.emfs.config;

import static io.emfs.config.ConfigProblemsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{insecure: true, bind: 0.0.0.0}",
                "{ca: /ca, token-file: /t}",
                "{certificate: /c, key: /k, token-file: /t, bind: 10.0.0.7}",
                "{certificate: /c, key: /k, ca: /ca}"
            })
    void takesWhatIsSafeOrSaysThatItIsNot(String link) {
        assertThat(problems("agent: {link: " + link + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{bind: 0.0.0.0} | bind = 0.0.0.0: must be a loopback address unless agent.link has certificate and key"
                        + " (TLS) or insecure: true",
                "{certificate: /c, ca: /ca} | certificate = /c: needs agent.link.key as well",
                "{key: /k} | key = /k: needs agent.link.certificate as well",
                "{certificate: /c, key: /k} | certificate = /c: needs agent.link.token-file or ca: else everybody is let in",
                "{insecure: true, ca: /ca} | insecure = true: must be false where agent.link has a certificate or ca: that"
                        + " is TLS",
                "{ports: 9-8} | ports = 9-8: must be a port or LOW-HIGH, 0 <= LOW <= HIGH <= 65535, at most 1000 of them",
                "{heartbeat: 0s} | heartbeat = 0s: must be a positive duration such as 200ms, 1s or 5m",
                "{max-agents: 0} | max-agents = 0: must be a whole number in 1..1000000"
            })
    void saysWhatIsWrongOnce(String link, String problem) {
        assertThat(problems("agent:\n  link: " + link)).containsExactly("emfs.yaml:2: agent.link." + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "host:", ":9470", "::1:9470", "host:0", "host:70000", "host:2-1"})
    void wantsEndpointsWithHostAndPort(String endpoint) {
        assertThat(problems("agent:\n  job: ['" + endpoint + "']"))
                .containsExactly("emfs.yaml:2: agent.job[0] = " + endpoint
                        + ": must be HOST:PORT or HOST:LOW-HIGH, such as 10.0.0.7:9470 or [::1]:9470-9479");
    }

    @Test
    void writesEndpointsAsItReadsThem() {
        for (String text : List.of("host:1", "[::1]:2-3")) {
            assertThat(EndpointConfig.parse(text)).hasToString(text);
        }
    }
}
