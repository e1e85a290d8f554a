package io.emfs.jobs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.GlobalConfiguration;

/** Flink's options of a cluster in Flink's own format, with passwords, so that only its user may read them. */
final class SettingsFile {
    private final Path directory;

    SettingsFile(ClusterDirectory directory) {
        this.directory = directory.settings();
    }

    /** Those that were written last. */
    Map<String, String> read() {
        return GlobalConfiguration.loadConfiguration(directory.toString()).toMap();
    }

    /** With those for Flink's log beside it. */
    void write(Map<String, String> options) {
        try {
            Path file = directory.resolve("config.yaml");
            Files.writeString(file, "");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.write(
                    file,
                    options.entrySet().stream()
                            .map(option ->
                                    option.getKey() + ": '" + option.getValue().replace("'", "''") + "'")
                            .toList());
            try (InputStream logging = SettingsFile.class.getResourceAsStream("logback.xml")) {
                Files.write(
                        directory.resolve("logback.xml"),
                        Objects.requireNonNull(logging).readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to " + directory, e);
        }
    }
}
