package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Coordinator of operator 0a448493b4782967b150582570326227 does not exist or the job vertex | true",
                "java.lang.ClassNotFoundException: io.emfs.operators.fleet.FleetRequest                    | true",
                "java.lang.ClassNotFoundException: io.emfs.operators.Other                                 | false",
                "Connection refused                                                                        | false"
            })
    void knowsAJobWithoutFleetByTheCauseOfTheFailure(String server, boolean expected) {
        Throwable failure = new IllegalStateException("cannot ask", new ExecutionException(new Exception(server)));

        assertThat(FleetFailure.isOfAJobWithoutFleet(failure)).isEqualTo(expected);
    }
}
