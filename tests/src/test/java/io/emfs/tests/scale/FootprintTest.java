package io.emfs.tests.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootprintTest {
    @Test
    void readsTheFieldsOfProc() {
        assertThat(Footprint.field("Name:\tjava\nVmRSS:\t  217396 kB\n", "VmRSS:"))
                .isEqualTo(217_396);
        assertThat(Footprint.field("map_type:\t27\nmemlock:\t8388608\nmap_id:\t4", "memlock:"))
                .isEqualTo(8_388_608);
        assertThat(Footprint.field("pos:\t0\n", "memlock:")).isZero();
    }

    @Test
    void seesThisJvm() throws Exception {
        assertThat(Footprint.of(ProcessHandle.current().pid()).resident()).isPositive();
    }
}
