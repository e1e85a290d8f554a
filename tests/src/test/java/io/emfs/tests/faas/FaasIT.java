package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.KernelFile;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All of it once, small and short: every policy gets the same requests and answers them, and nothing is left changed. */
@RequiresKernel
@Timeout(180)
class FaasIT {
    private static final Path RT_RUNTIME = Path.of("/proc/sys/kernel/sched_rt_runtime_us");

    @Test
    void runsEveryPolicyOnTheSameRequests() throws Exception {
        String throttling = KernelFile.read(RT_RUNTIME);
        FaasOptions options = new FaasOptions(
                List.of(0.5),
                1,
                1,
                List.of(FaasPolicy.values()),
                List.of(ServerKind.PROCESS),
                Duration.ofSeconds(3),
                Duration.ZERO,
                Duration.ofSeconds(30),
                0.02,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                List.of());

        FaasResult result = new Faas(options, Progress.SILENT).run();

        assertThat(result.phases()).extracting(FaasPhaseResult::policy).containsExactly(FaasPolicy.values());
        assertThat(result.phases()).extracting(FaasPhaseResult::unanswered).containsOnly(0L);
        List<Long> requests = result.rows().stream()
                .filter(row -> row.size() == SizeClass.ALL)
                .map(FaasRow::n)
                .distinct()
                .toList();
        assertThat(requests).hasSize(1).allMatch(n -> n > 0);
        assertThat(KernelFile.read(RT_RUNTIME)).isEqualTo(throttling);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }
}
