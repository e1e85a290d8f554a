package io.emfs.tests.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Node runtimes, installed from npm at first use and again only when {@code package.json}, which pins them, changed.
 * Thread-safe. {@link IOException} with npm's own words if it fails.
 */
final class NodePackages {
    private static final String PINNED = "package.json";
    private static final int INSTALL_LIMIT_S = 300;

    private NodePackages() {}

    /** The directory with {@code node_modules} and the functions beside it. */
    static synchronized Path installed() throws IOException, InterruptedException {
        Path directory = RuntimesDirectory.node();
        for (String function : List.of("google/index.js", "knative/index.js")) {
            Path file = directory.resolve(function);
            Files.createDirectories(file.getParent());
            Files.write(file, resource(function));
        }
        byte[] pinned = resource(PINNED);
        Path installed = directory.resolve("installed.json");
        if (Files.exists(installed) && Arrays.equals(Files.readAllBytes(installed), pinned)) {
            return directory;
        }
        Files.write(directory.resolve(PINNED), pinned);
        install(directory);
        Files.write(installed, pinned);
        return directory;
    }

    private static void install(Path directory) throws IOException, InterruptedException {
        List<String> command = List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", directory.toString());
        try (ProcessTree npm = ProcessTree.start(command, Map.of(), directory)) {
            if (!npm.process().waitFor(INSTALL_LIMIT_S, TimeUnit.SECONDS)
                    || npm.process().exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ":\n" + npm.output());
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = NodePackages.class.getResourceAsStream("node/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("class path resource io/emfs/tests/runtime/node/" + name);
            }
            return in.readAllBytes();
        }
    }
}
