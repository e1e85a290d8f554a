package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.FunctionKey;
import org.junit.jupiter.api.Test;

class FunctionIdsTest {
    private final FunctionIds ids = new FunctionIds("n", 2);

    @Test
    void numbersFunctionsInOrderOfAppearance() {
        assertThat(ids.idOf("a")).contains(1);
        assertThat(ids.idOf("b")).contains(2);
        assertThat(ids.idOf("a")).contains(1);
        assertThat(ids.key(2)).isEqualTo(new FunctionKey("n", "b"));
    }

    @Test
    void keepsThoseItKnowsWhenTheNumbersRunOut() {
        ids.idOf("a");
        ids.idOf("b");

        assertThat(ids.idOf("c")).isEmpty();
        assertThat(ids.idOf("c")).isEmpty();
        assertThat(ids.refused()).isEqualTo(2);
        assertThat(ids.idOf("b")).contains(2);
        assertThat(ids.keys()).containsExactly(new FunctionKey("n", "a"), new FunctionKey("n", "b"));
    }
}
