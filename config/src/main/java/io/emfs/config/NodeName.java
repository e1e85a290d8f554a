package io.emfs.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code node}: {@code auto} stands for the kernel's host name, read without asking DNS. */
final class NodeName {
    private static final String AUTO = "auto";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private NodeName() {}

    static String read(Section root) {
        Setting<String> node = root.optional("node", ValueType.text(), AUTO);
        if (!node.value().equals(AUTO)) {
            return node.value();
        }
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            root.reject(node, "must be a name, as the host name cannot be read (" + e + ")");
            return AUTO;
        }
    }
}
