package io.emfs.tests.runtime;

import io.emfs.tests.functions.FibHttpFunction;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build keeps the runtimes. */
final class RuntimesDirectory {
    /** Set by the build. */
    static final String PROPERTY = "emfs.runtimes";

    private RuntimesDirectory() {}

    /** The npm packages' prefix. */
    static Path node() {
        return root().resolve("node");
    }

    /** Where {@code java-function-invoker.jar} lies. */
    static Path google() {
        return root().resolve("google");
    }

    /** The AWS Lambda runtime interface client and what it needs. */
    static Path lambda() {
        return root().resolve("lambda");
    }

    /** The class path entry with the Java functions. */
    static Path functions() {
        try {
            return Path.of(FibHttpFunction.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path root() {
        String root = System.getProperty(PROPERTY);
        if (root == null) {
            throw new IllegalStateException("-D" + PROPERTY + " is not set; the Maven build sets it");
        }
        return Path.of(root);
    }
}
