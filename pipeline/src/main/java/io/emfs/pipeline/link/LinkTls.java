package io.emfs.pipeline.link;

import io.emfs.config.LinkConfig;
import io.netty.handler.ssl.ClientAuth;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/**
 * TLS as {@code agent.link} wants it: HTTP/2 by ALPN, or plain HTTP/2 where the configuration says insecure. Files that
 * cannot be used are {@link IllegalStateException}s that name key and file.
 */
public final class LinkTls {
    private final LinkConfig config;

    public LinkTls(LinkConfig config) {
        this.config = config;
    }

    /** Without a token, a certificate that comes from {@code ca} is what lets an agent in. */
    public HttpServer secure(HttpServer server) {
        @Nullable File certificate = file("certificate", config.certificate());
        @Nullable File key = file("key", config.key());
        if (certificate == null || key == null) {
            return server.protocol(HttpProtocol.H2C);
        }
        @Nullable File ca = file("ca", config.ca());
        GenericSslContextSpec<?> spec = Http2SslContextSpec.forServer(certificate, key)
                .configure(builder -> {
                    if (ca != null) {
                        builder.trustManager(ca)
                                .clientAuth(config.tokenFile() == null ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
                    }
                });
        check(spec, "certificate = " + certificate + ", key = " + key);
        return server.protocol(HttpProtocol.H2).secure(ssl -> ssl.sslContext(spec));
    }

    /** The job has to show a certificate for the name or address that it was looked for at. */
    public HttpClient secure(HttpClient client) {
        @Nullable File ca = file("ca", config.ca());
        if (ca == null) {
            return client.protocol(HttpProtocol.H2C);
        }
        @Nullable File certificate = file("certificate", config.certificate());
        @Nullable File key = file("key", config.key());
        GenericSslContextSpec<?> spec = Http2SslContextSpec.forClient().configure(builder -> {
            builder.trustManager(ca);
            if (certificate != null && key != null) {
                builder.keyManager(certificate, key);
            }
        });
        check(spec, "ca = " + ca + ", certificate = " + certificate + ", key = " + key);
        return client.protocol(HttpProtocol.H2).secure(ssl -> ssl.sslContext(spec));
    }

    private static @Nullable File file(String name, @Nullable String path) {
        if (path == null) {
            return null;
        }
        if (!Files.isReadable(Path.of(path))) {
            throw new IllegalStateException("agent.link." + name + " = " + path + ": there is no such readable file");
        }
        return new File(path);
    }

    private static void check(GenericSslContextSpec<?> spec, String files) {
        try {
            spec.sslContext();
        } catch (SSLException | IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "agent.link: cannot be used (PEM is wanted): " + files + ": " + cause.getMessage(), e);
        }
    }
}
