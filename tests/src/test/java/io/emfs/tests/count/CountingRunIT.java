package io.emfs.tests.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.kernel.RequiresKernel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same run that is made on other kernels, on this one. */
@RequiresKernel
@Timeout(60)
class CountingRunIT {
    @Test
    void seesEachRequestOnce() throws Exception {
        CountResult result = new CountingRun(RequestCase.spread(41, 3, true), 1, List.of()).run();

        assertThat(result.equal()).isTrue();
        assertThat(result.cases()).extracting(CaseCount::seen).containsExactly(11L, 10L, 10L, 10L);
        assertThat(result.hooks()).allMatch(hook -> hook.error() == null);
        assertThat(result.counters()).containsEntry("UNANSWERED", 0L);
    }
}
