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
 * Who may talk over Flink's REST to a cluster that eMFS started. Whoever can submit a job there runs code as the cluster's
 * user, mostly root, and loopback is open to every user of the machine; so both ends show a certificate, of which the only
 * copy lies in a directory that is that user's alone: {@code state.dir/rest} for the agent's cluster. There are also the
 * address and all other options that a client needs, in {@code flink.properties}. Failures throw
 * {@link IllegalStateException}. Not thread-safe.
 */
public final class RestAccess {
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
    public static RestAccess of(Path directory) {
        RestAccess access = new RestAccess(directory);
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

    /** What the running cluster with this directory has published; empty if there is none or one may not read it. */
    public static Optional<Map<String, String>> published(Path directory) {
        Path file = directory.resolve(CLIENT_OPTIONS);
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
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("security.ssl.rest.enabled", "true");
        options.put("security.ssl.rest.authentication-enabled", "true");
        options.put("security.ssl.protocol", "TLSv1.3");
        options.put("security.ssl.algorithms", "TLS_AES_128_GCM_SHA256"); // the defaults are for RSA keys
        stores(options, "security.ssl.rest.");
        return options;
    }

    /** For the processes of a cluster among each other, who show the same certificate; beside {@link #options}. */
    public Map<String, String> internalOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("security.ssl.internal.enabled", "true");
        stores(options, "security.ssl.internal.");
        return options;
    }

    private void stores(Map<String, String> options, String prefix) {
        String password = password();
        for (String store : new String[] {"keystore", "truststore"}) {
            options.put(prefix + store, file(KEY).toString());
            options.put(prefix + store + "-password", password);
            options.put(prefix + store + "-type", "PKCS12");
        }
        options.put(prefix + "key-password", password);
    }

    /** Tells clients where the cluster listens. */
    public void publish(URI address, Map<String, String> more) {
        Properties options = new Properties();
        options.putAll(options());
        options.putAll(more);
        options.setProperty("rest.address", address.getHost());
        options.setProperty("rest.port", Integer.toString(address.getPort()));
        try (var out = Files.newBufferedWriter(file(CLIENT_OPTIONS))) {
            options.store(out, "Flink's options to talk to the running cluster");
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file(CLIENT_OPTIONS), e);
        }
    }

    /** There is nothing to talk to any more. */
    public void withdraw() {
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
                        "CN=eMFS",
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
