package io.emfs.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.pipeline.link.wire.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseTest {
    private static final Hello HELLO = Hello.newBuilder().setNode("n1").build();

    @ParameterizedTest
    @EnumSource(Noise.class)
    void isTheSameForTheSameSeed(Noise noise) {
        assertThat(noise.bytes(new Random(3), HELLO)).isEqualTo(noise.bytes(new Random(3), HELLO));
        assertThat(noise.forHttp() || noise.forLink()).isTrue();
    }

    @Test
    void knowsAnswersThatTellTooMuch() {
        assertThat(Target.indiscretion("HTTP/1.1 500 x\r\n\r\njava.io.IOException: y\n\tat a.b.C"))
                .isPresent();
        assertThat(Target.indiscretion("HTTP/1.1 400 Bad Request\r\n\r\n")).isEmpty();
    }

    @Test
    void countsSilentConnectionsThatAreClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            Thread closer = new Thread(() -> closeEach(server));
            closer.start();
            assertThat(Silence.keep(server.getLocalPort(), 20, 10_000, () -> true))
                    .isEqualTo(new Silence(20, 20, true));
        }
    }

    private static void closeEach(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void saysWhatWentWrong() {
        FuzzOutcome good = new FuzzOutcome(
                Map.of("bytes", 3L),
                Map.of("a", new Silence(7, 7, true)),
                Map.of("garbage", 3L),
                true,
                true,
                true,
                List.of(),
                List.of(),
                List.of(1L, 2L),
                List.of(3L, 4L));
        assertThat(good.complaints()).isEmpty();
        assertThat(good.text()).contains("3 connections: bytes 3").doesNotContain("WRONG");
        FuzzOutcome bad = new FuzzOutcome(
                Map.of("bytes", 0L),
                Map.of("a", new Silence(7, 5, false)),
                Map.of(),
                false,
                false,
                false,
                List.of("a"),
                List.of("b"),
                List.of(1L, 2L),
                List.of(3L, 4L));
        assertThat(bad.complaints()).hasSize(8).contains("a left 2 of 7 connections open that said nothing");
    }
}
