package io.emfs.tests.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emfs.bpf.libbpf.ProgramStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantumResultTest {
    private static final Figures LATE = new Figures(200, 100_000, 200_000, 300_000, 400_000, 500_000);
    private static final QuantumResult RESULT = new QuantumResult(
            overshoot(20), overshoot(40), overshoot(10), us(30), us(20), us(0), LATE, LATE, us(10), us(3));

    @Test
    void addsTheProgramsAndTheLooksOfTheBusierCore() {
        // 250 ticks of 400 ns and 50 switches of 100 ns a second on each core, and 40 looks of 30 µs
        assertThat(RESULT.accountingCoreFraction()).isEqualTo(250 * 400e-9 + 50 * 100e-9 + 40 * 30e-6, within(1e-12));
        assertThat(RESULT.samplerCoreFraction()).isEqualTo(1000 * 20e-6, within(1e-12));
    }

    @Test
    void writesWhatIsJudgedAtTheTop() throws Exception {
        JsonNode json = new ObjectMapper().readTree(new QuantumJson(RESULT).render());

        assertThat(json.at("/idle/p95_us").doubleValue()).isEqualTo(400);
        assertThat(json.at("/saturated/n").intValue()).isEqualTo(200);
        assertThat(json.at("/accounting_core_fraction").doubleValue()).isEqualTo(RESULT.accountingCoreFraction());
        assertThat(json.at("/rival/idle/p95_us").doubleValue()).isEqualTo(400);
        assertThat(json.at("/rival/switch_more_us/p50").doubleValue()).isEqualTo(3);
    }

    @Test
    void fitsATerminal() {
        assertThat(new QuantumTable(RESULT).render().lines()).allMatch(line -> line.length() <= 80);
    }

    private static OvershootResult overshoot(int looksPerSecond) {
        return new OvershootResult(
                LATE,
                us(0),
                10,
                2,
                List.of(
                        new ProgramStatistics("tick_raw_tp", "raw_tp/hrtimer_expire_exit", 5_000, 2_000_000),
                        new ProgramStatistics("switch_raw_tp", "raw_tp/sched_switch", 1_000, 100_000)),
                looksPerSecond * 10L);
    }

    private static Figures us(double us) {
        double ns = us * 1_000;
        return new Figures(60, ns, ns, ns, ns, ns);
    }
}
