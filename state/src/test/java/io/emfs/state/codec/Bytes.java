package io.emfs.state.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Values to bytes and back. */
final class Bytes {
    private Bytes() {}

    static <T> byte[] of(Codec<T> codec, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            codec.writeVersioned(value, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static <T> T read(Codec<T> codec, byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        T value = codec.readVersioned(new DataInputStream(in));
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes left over");
        }
        return value;
    }

    /** {@code golden/NAME.hex}; blanks and line ends do not count. */
    static byte[] golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Bytes.class.getResourceAsStream("/golden/" + name + ".hex"), name)) {
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        }
    }
}
