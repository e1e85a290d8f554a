package io.emfs.tests.quantum;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kept-alive connection to {@code turns}. Not thread-safe. */
public final class TurnClient implements AutoCloseable {
    private static final Pattern BODY = Pattern.compile("(?s).*\r\n\r\n +(\\d+) +(\\d+)\n");

    private final Socket socket;

    TurnClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    /**
     * Sends one request and blocks until it is answered.
     *
     * @param work milliseconds of CPU: {@code 20}; {@code 20+30}: 30 of them after the first bytes of the answer;
     *     {@code 20-30}: 30 more after its last ones; {@code 20*1}: it starts a thread before it answers
     */
    public Answer get(String work) throws IOException {
        send(work);
        return receive();
    }

    public void send(String work) throws IOException {
        String request = "GET /" + work + " HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    public Answer receive() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[512];
        while (true) {
            Matcher whole = BODY.matcher(text);
            if (whole.matches()) {
                return new Answer(Integer.parseInt(whole.group(1)), Long.parseLong(whole.group(2)));
            }
            int count = in.read(bytes);
            if (count < 0) {
                throw new EOFException("turns closed the connection after \"" + text + "\"");
            }
            text.append(new String(bytes, 0, count, StandardCharsets.US_ASCII));
        }
    }

    /** From here on, closing resets the connection. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * What the server tells of a request.
     *
     * @param tid the thread that served it
     * @param cpuNs what the thread's CPU clock has advanced from the read to the last byte
     */
    public record Answer(int tid, long cpuNs) {}
}
