package io.emfs.pipeline.link.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of its own, and a certificate of it for 127.0.0.1, as PEM; the JDK's keytool makes them. */
record PemFiles(Path certificate, Path key, Path ca) {
    private static final String PASSWORD = "password";

    /** @param options of keytool, for the certificate */
    static PemFiles in(Path directory, String... options) throws IOException, InterruptedException {
        Path store = Files.createDirectories(directory).resolve("store.p12");
        keytool(store, "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c");
        List<String> own = new ArrayList<>(
                List.of("-alias", "own", "-dname", "CN=emfs", "-ext", "san=ip:127.0.0.1", "-signer", "ca"));
        own.addAll(List.of(options));
        keytool(store, own.toArray(String[]::new));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return new PemFiles(
                    write(
                            directory.resolve("certificate.pem"),
                            "CERTIFICATE",
                            keys.getCertificate("own").getEncoded()),
                    write(
                            directory.resolve("key.pem"),
                            "PRIVATE KEY",
                            keys.getKey("own", PASSWORD.toCharArray()).getEncoded()),
                    write(
                            directory.resolve("ca.pem"),
                            "CERTIFICATE",
                            keys.getCertificate("ca").getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(Path store, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static Path write(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END " + kind + "-----\n");
    }
}
