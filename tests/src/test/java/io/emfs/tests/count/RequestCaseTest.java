package io.emfs.tests.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestCaseTest {
    @Test
    void spreadsOverNewAndKeptConnections() {
        assertThat(RequestCase.spread(10, 4, false))
                .containsExactly(new RequestCase("127.0.0.1", 0, 5), new RequestCase("127.0.0.1", 4, 5));
    }

    @Test
    void givesTheFirstCasesWhatDoesNotDivide() {
        assertThat(RequestCase.spread(10, 2, true))
                .containsExactly(
                        new RequestCase("127.0.0.1", 0, 3),
                        new RequestCase("127.0.0.1", 2, 3),
                        new RequestCase("::1", 0, 2),
                        new RequestCase("::1", 2, 2));
    }

    @Test
    void refusesACaseWithoutRequest() {
        assertThatThrownBy(() -> RequestCase.spread(3, 1, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requests=3, at least 4: one for each case");
    }

    @Test
    void refusesToKeepNoConnection() {
        assertThatThrownBy(() -> RequestCase.spread(4, 0, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections=0, at least 1");
    }

    @Test
    void isEqualOnlyIfEveryRequestWasSentAnsweredAndSeenOnce() {
        RequestCase five = new RequestCase("::1", 0, 5);

        assertThat(new CaseCount(five, 5, 5, 5, 5).equal()).isTrue();
        assertThat(new CaseCount(five, 4, 4, 4, 4).equal()).isFalse();
        assertThat(new CaseCount(five, 5, 4, 5, 5).equal()).isFalse();
        assertThat(new CaseCount(five, 5, 5, 6, 5).equal()).isFalse();
        assertThat(new CaseCount(five, 5, 5, 5, 4).equal()).isFalse();
    }
}
