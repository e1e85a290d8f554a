package io.emfs.tests.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Just enough HTTP/2 (RFC 9113, HPACK without Huffman or index) to send a body to an endpoint. Pure. */
final class Http2Text {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private Http2Text() {}

    /** What begins a connection. */
    static byte[] opening() {
        return join(PREFACE, frame(SETTINGS, 0, 0, new byte[0]));
    }

    /** A POST on stream 1. */
    static byte[] post(String path) {
        byte[] text = path.getBytes(StandardCharsets.US_ASCII);
        byte[] authority = "127.0.0.1".getBytes(StandardCharsets.US_ASCII);
        byte[] block = join(
                new byte[] {(byte) 0x83, (byte) 0x86, 0x04, (byte) text.length},
                text,
                new byte[] {0x01, (byte) authority.length},
                authority);
        return frame(HEADERS, END_HEADERS, 1, block);
    }

    /** A part of stream 1's body. */
    static byte[] data(byte[] body, boolean last) {
        return frame(DATA, last ? END_STREAM : 0, 1, body);
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        int length = payload.length;
        return join(
                new byte[] {
                    (byte) (length >> 16),
                    (byte) (length >> 8),
                    (byte) length,
                    (byte) type,
                    (byte) flags,
                    (byte) (stream >> 24),
                    (byte) (stream >> 16),
                    (byte) (stream >> 8),
                    (byte) stream
                },
                payload);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
