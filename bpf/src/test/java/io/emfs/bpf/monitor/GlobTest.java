package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void matchesWholeTextsWithStarAndQuestionMark() {
        assertThat(new Glob("/kubepods*/pod?").matches("/kubepods/burstable/pod7"))
                .isTrue();
        assertThat(new Glob("/kubepods*/pod?").matches("/kubepods/burstable/pod77"))
                .isFalse();
        assertThat(new Glob("python3 fib.py*").matches("python3 fib.py")).isTrue();
    }

    @Test
    void takesEverythingElseLiterally() {
        assertThat(new Glob("fib.py").matches("fibxpy")).isFalse();
        assertThat(new Glob("a[b]+(c)").matches("a[b]+(c)")).isTrue();
    }
}
