package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaasOptionsTest {
    private final FaasOptions options = FaasFixtures.options(3, FaasPolicy.EMFS, FaasPolicy.EMFS_LADDER);

    @Test
    void hasArrivalsOfItsOwnInEachRound() {
        assertThat(List.of(options.seed(0, 0), options.seed(1, 0), options.seed(2, 0)))
                .containsExactly(7L, 8L, 9L);
    }

    @Test
    void hasThePoliciesInReverseInEveryOtherRound() {
        assertThat(options.policies(0)).containsExactly(FaasPolicy.EMFS, FaasPolicy.EMFS_LADDER);
        assertThat(options.policies(1)).containsExactly(FaasPolicy.EMFS_LADDER, FaasPolicy.EMFS);
        assertThat(options.policies(2)).isEqualTo(options.policies());
    }

    @Test
    void refusesToRunNoRound() {
        assertThatThrownBy(() -> FaasFixtures.options(0, FaasPolicy.EMFS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rounds=0");
    }
}
