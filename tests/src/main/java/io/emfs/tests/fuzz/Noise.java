package io.emfs.tests.fuzz;

import com.google.protobuf.ByteString;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.wire.Acknowledged;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.pipeline.link.wire.Frame;
import io.emfs.pipeline.link.wire.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What one connection says. Pure: the same chance gives the same bytes. */
enum Noise {
    NOTHING(true, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return new byte[0];
        }
    },
    BYTES(true, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return some(random, 4096);
        }
    },
    REQUEST_LINES(true, false) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            String line = LINES[random.nextInt(LINES.length)];
            return ascii(line.replace("~", "A".repeat(random.nextInt(20_000))) + "\r\nHost: x\r\n\r\n");
        }
    },
    HEADERS(true, false) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return Http2Text.join(
                    ascii("GET /metrics HTTP/1.1\r\n"), some(random, 20_000), ascii("\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
        }
    },
    BODIES(true, false) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return Http2Text.join(
                    ascii("POST /api/functions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    some(random, 2000));
        }
    },
    MUTATED_REQUEST(true, false) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return mutated(random, ascii("GET /api/peers?x=%20y&programs=true HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        }
    },
    HTTP2_FRAMES(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return Http2Text.join(
                    Http2Text.opening(),
                    Http2Text.frame(random.nextInt(12), random.nextInt(256), random.nextInt(4), some(random, 300)),
                    Http2Text.frame(random.nextInt(12), random.nextInt(256), random.nextInt(4), some(random, 300)));
        }
    },
    OTHER_PATH(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return Http2Text.join(Http2Text.opening(), Http2Text.post("/" + random.nextInt()));
        }
    },
    BODY_OF_BYTES(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return stream(some(random, 3000), random.nextBoolean());
        }
    },
    OVERSIZED_FRAME(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return stream(new byte[] {-1, -1, (byte) (0x80 | random.nextInt(128)), 1}, false);
        }
    },
    TRUNCATED_HELLO(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            byte[] whole = delimited(Frame.newBuilder().setHello(hello).build());
            return stream(Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1)), true);
        }
    },
    MUTATED_HELLO(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return stream(
                    mutated(random, delimited(Frame.newBuilder().setHello(hello).build())), false);
        }
    },
    WRONG_TOKEN(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            Hello wrong = hello.toBuilder().setToken("x" + random.nextLong()).build();
            return stream(delimited(Frame.newBuilder().setHello(wrong).build()), false);
        }
    },
    NEWER_PROTOCOL(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            Hello newer = hello.toBuilder()
                    .setOldestProtocol(LinkProtocol.NEWEST + 1)
                    .setNewestProtocol(Integer.MAX_VALUE)
                    .build();
            return stream(delimited(Frame.newBuilder().setHello(newer).build()), false);
        }
    },
    EVENTS_OF_BYTES(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            Events.Builder events = Events.newBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                events.addEvent(ByteString.copyFrom(some(random, 200)));
            }
            return stream(
                    Http2Text.join(
                            delimited(Frame.newBuilder().setHello(hello).build()),
                            delimited(Frame.newBuilder().setEvents(events).build())),
                    false);
        }
    },
    FRAMES_OUT_OF_ORDER(false, true) {
        @Override
        byte[] bytes(Random random, Hello hello) {
            return stream(
                    delimited(Frame.newBuilder()
                            .setAcknowledged(Acknowledged.newBuilder().setSequence(random.nextLong()))
                            .build()),
                    false);
        }
    };

    private static final String[] LINES = {
        "GET /~ HTTP/1.1",
        "GET  HTTP/9.9",
        "~ / HTTP/1.1",
        "GET /%zz%~ HTTP/1.1",
        "GET /../../etc/passwd HTTP/1.1",
        "CONNECT x:1 HTTP/1.1",
        "GET http://~/ HTTP/1.1",
        "PRI * HTTP/2.0",
        "GET /metrics?~=%00 HTTP/1.0"
    };

    private final boolean forHttp;
    private final boolean forLink;

    Noise(boolean forHttp, boolean forLink) {
        this.forHttp = forHttp;
        this.forLink = forLink;
    }

    /** @param hello one that is let in */
    abstract byte[] bytes(Random random, Hello hello);

    /** Whether it is for the agent's HTTP endpoint. */
    boolean forHttp() {
        return forHttp;
    }

    /** Whether it is for the job's endpoint. */
    boolean forLink() {
        return forLink;
    }

    private static byte[] stream(byte[] body, boolean last) {
        return Http2Text.join(Http2Text.opening(), Http2Text.post(LinkProtocol.PATH), Http2Text.data(body, last));
    }

    private static byte[] some(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] delimited(Frame frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            frame.writeDelimitedTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
