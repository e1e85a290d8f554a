package io.emfs.tests.fuzz;

import io.emfs.pipeline.link.wire.Hello;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/** Something that listens on loopback. Stateless. */
record Target(int port, Hello hello) {
    private static final int ANSWER_LIMIT_MS = 100;
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /** Says it, reads what comes within a moment, and hangs up; what of the answer tells of the program's inside. */
    Optional<String> hear(Noise noise, Random random) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_LIMIT_MS);
            try {
                socket.getOutputStream().write(noise.bytes(random, hello));
                return indiscretion(answer(socket.getInputStream()));
            } catch (IOException reset) {
                return Optional.empty(); // that is an answer, too
            }
        }
    }

    private static String answer(InputStream in) throws IOException {
        byte[] answer = new byte[MAX_ANSWER_BYTES];
        int length = 0;
        try {
            for (int count;
                    length < answer.length && (count = in.read(answer, length, answer.length - length)) >= 0; ) {
                length += count;
            }
        } catch (SocketTimeoutException more) {
            // whoever waits for more has said nothing yet
        }
        return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }

    static Optional<String> indiscretion(String answer) {
        boolean tells = answer.contains("\tat ") || answer.contains("Exception") || answer.contains("java.");
        // the exposition of the JVM's own meters has no stack in it
        return tells && !answer.contains("# TYPE")
                ? Optional.of(answer.substring(0, Math.min(300, answer.length())))
                : Optional.empty();
    }
}
