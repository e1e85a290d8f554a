package io.emfs.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Who may talk to the embedded cluster over Flink's REST. Whoever can submit a job there runs code as the agent, which is
 * root, and loopback is open to every user of the machine; so both ends show a certificate, of which the only copy lies in
 * {@code state.dir/rest} and is readable to the agent's user alone. There are also the address and all other options that a
 * client needs, in {@code flink.properties}. Failures throw {@link IllegalStateException}. Not thread-safe.
 */
final class RestAccess {
    private static final String CLIENT_OPTIONS = "flink.properties";
    private static final String KEY = "key.p12";
    private static final String PASSWORD = "password";
    private static final int PASSWORD_ITERATIONS = 100;
    private static final int KEYTOOL_LIMIT_S = 60;

    private final Path directory;

    private RestAccess(Path directory) {
        this.directory = directory;
    }

    /** With a key, made now if there is none yet; that takes a second. */
    static RestAccess of(StateDirectory state) {
        RestAccess access = new RestAccess(state.rest());
        try {
            Files.createDirectories(access.directory);
            Files.setPosixFilePermissions(access.directory, PosixFilePermissions.fromString("rwx------"));
            if (!Files.exists(access.file(KEY)) || !Files.exists(access.file(PASSWORD))) {
                access.makeKey();
            }
            return access;
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + access.directory, e);
        }
    }

    /** What the running agent with this state directory has published; empty if there is none or one may not read it. */
    static Optional<Map<String, String>> published(StateDirectory state) {
        Path file = state.rest().resolve(CLIENT_OPTIONS);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        Properties options = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            options.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
        Map<String, String> map = new LinkedHashMap<>();
        options.stringPropertyNames().forEach(name -> map.put(name, options.getProperty(name)));
        return Optional.of(map);
    }

    /** For both ends. */
    Map<String, String> options() {
        String password = password();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("security.ssl.rest.enabled", "true");
        options.put("security.ssl.rest.authentication-enabled", "true");
        options.put("security.ssl.protocol", "TLSv1.3");
        options.put("security.ssl.algorithms", "TLS_AES_128_GCM_SHA256"); // the defaults are for RSA keys
        for (String store : new String[] {"keystore", "truststore"}) {
            options.put("security.ssl.rest." + store, file(KEY).toString());
            options.put("security.ssl.rest." + store + "-password", password);
            options.put("security.ssl.rest." + store + "-type", "PKCS12");
        }
        options.put("security.ssl.rest.key-password", password);
        return options;
    }

    /** Tells clients where the cluster listens. */
    void publish(URI address, Map<String, String> more) {
        Properties options = new Properties();
        options.putAll(options());
        options.putAll(more);
        options.setProperty("rest.address", address.getHost());
        options.setProperty("rest.port", Integer.toString(address.getPort()));
        try (var out = Files.newBufferedWriter(file(CLIENT_OPTIONS))) {
            options.store(out, "Flink's options for the embedded cluster of the running agent");
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file(CLIENT_OPTIONS), e);
        }
    }

    /** There is nothing to talk to any more. */
    void withdraw() {
        file(CLIENT_OPTIONS).toFile().delete();
    }

    private void makeKey() throws IOException {
        Files.deleteIfExists(file(KEY));
        Files.writeString(file(PASSWORD), UUID.randomUUID() + "\n");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        // Iterations slow down who guesses a password; this one is random, and each end of each
                        // connection
                        // would pay for them.
                        "-J-Dkeystore.pkcs12.keyPbeIterationCount=" + PASSWORD_ITERATIONS,
                        "-J-Dkeystore.pkcs12.certPbeIterationCount=" + PASSWORD_ITERATIONS,
                        "-J-Dkeystore.pkcs12.macIterationCount=" + PASSWORD_ITERATIONS,
                        "-genkeypair",
                        "-alias",
                        "emfs",
                        "-keyalg",
                        "EC", // a connection is made for each request, and RSA is slow without the second compiler
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=eMFS embedded cluster",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file(KEY).toString(),
                        "-storepass:file",
                        file(PASSWORD).toString())
                .redirectErrorStream(true)
                .start();
        keytool.getOutputStream().close();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!keytool.waitFor(KEYTOOL_LIMIT_S, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IllegalStateException("keytool made no key in " + directory + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool made a key", e);
        }
    }

    private String password() {
        try {
            return Files.readString(file(PASSWORD)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file(PASSWORD), e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
