package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemandTest {

    @Test
    void startsWithTheFirstMeasurement() {
        assertThat(Demand.UNKNOWN.measured(8_000_000, 1)).isEqualTo(new Demand(8_000_000, 8_000_000, 0));
    }

    @Test
    void weighsAWindowByItsRequests() {
        Demand demand = new Demand(10, 10, 0);
        assertThat(demand.measured(20, 50).estimateNs()).isEqualTo(15);
        assertThat(demand.measured(1_000, 0).estimateNs()).isEqualTo(30); // a fiftieth at least
    }

    @Test
    void ranksAnewOnlyAfterAStep() {
        Demand demand = new Demand(100, 100, 3);
        assertThat(demand.measured(110, 1_000_000).rankedNs()).isEqualTo(100);
        assertThat(demand.measured(120, 1_000_000).rankedNs()).isEqualTo(120);
        assertThat(demand.measured(120, 1_000_000).rank()).isEqualTo(3);
    }

    @Test
    void takesTheLeastServiceTimeWhereTheCpuTimeIsUnknown() {
        Demand demand = Demand.UNKNOWN.boundedBy(1_000);
        assertThat(demand.estimateNs()).isEqualTo(1_000);
        assertThat(demand.boundedBy(5_000).estimateNs()).isEqualTo(1_020);
        assertThat(demand.boundedBy(500).estimateNs()).isEqualTo(500);
    }
}
