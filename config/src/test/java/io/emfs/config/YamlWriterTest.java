package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class YamlWriterTest {
    @Test
    void writesFileAndOverridesInOne() {
        LoadedConfig loaded =
                ConfigLoader.parse("emfs.yaml", """
                node: n1          # a comment
                functions:
                  - {name: thumbnail, match: {port: 8081}, slo: {percentile: 95, latency: 24ms}}
                  - name: "a \\"b\\" \\u00fc"
                    match: {env: {K_SERVICE: 'x: y'}}
                http:
                """, List.of("functions[0].slo.latency=48ms", "flink.a.b=c"));

        assertThat(loaded.yaml()).isEqualTo("""
                node: n1
                functions:
                  -
                    name: thumbnail
                    match:
                      port: 8081
                    slo:
                      percentile: 95
                      latency: 48ms
                  -
                    name: "a \\"b\\" \\u00fc"
                    match:
                      env:
                        K_SERVICE: "x: y"
                http: null
                flink:
                  a.b: c
                """);
    }

    @Test
    void loadsAsTheSameConfiguration() {
        LoadedConfig loaded = ConfigLoader.parse(
                "emfs.yaml",
                "functions: [{name: 'null', match: {command: '*\\n~ \"#'}}]\nwindows: []\n",
                List.of("windows[0]={name: fast, size: 1s, slide: 1s}", "discovery.env=[]", "discovery.slo=none"));

        LoadedConfig again = ConfigLoader.parse("again", loaded.yaml(), List.of());

        assertThat(again).isEqualTo(loaded);
    }

    @Test
    void writesNothingGivenAsAnEmptyMapping() {
        assertThat(ConfigLoader.defaults(List.of()).yaml()).isEqualTo("{}\n");
    }
}
