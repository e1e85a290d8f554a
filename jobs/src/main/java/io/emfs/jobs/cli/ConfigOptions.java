package io.emfs.jobs.cli;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}, shared by every command that reads the configuration. */
final class ConfigOptions {
    private static final Path INSTALLED = Path.of("/etc/emfs/emfs.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration; default: /etc/emfs/emfs.yaml if it is there, else the built-in defaults.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key, e.g. windows[0].size=2s; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    LoadedConfig load() {
        return source().map(from -> ConfigLoader.load(from, overrides))
                .orElseGet(() -> ConfigLoader.defaults(overrides));
    }

    /** Whether the command line names a file. */
    boolean given() {
        return file != null;
    }

    /** The file that is read, if one is. */
    Optional<Path> source() {
        return file != null ? Optional.of(file) : Optional.of(INSTALLED).filter(Files::exists);
    }

    /** The file that was named, else the text; overrides on top. {@code name} stands in messages for the text. */
    LoadedConfig loadElse(String name, String yaml) {
        return file != null ? ConfigLoader.load(file, overrides) : ConfigLoader.parse(name, yaml, overrides);
    }
}
