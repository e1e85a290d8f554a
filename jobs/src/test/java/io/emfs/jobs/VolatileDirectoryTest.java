package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolatileDirectoryTest {
    @TempDir
    private Path root;

    @Test
    void createsADirectoryOfThisUserAloneAndFindsItAgain() throws IOException {
        Path directory = VolatileDirectory.privateDirectory(root.resolve("emfs"));

        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(VolatileDirectory.privateDirectory(root.resolve("emfs"))).isEqualTo(directory);
    }

    @Test
    void refusesADirectoryThatOthersMayWrite() throws IOException {
        Path directory = Files.createDirectory(root.resolve("emfs"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> VolatileDirectory.privateDirectory(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a directory of");
    }

    @Test
    void refusesALink() throws IOException {
        Path target = Files.createDirectory(root.resolve("target"));
        Path link = Files.createSymbolicLink(root.resolve("emfs"), target);

        assertThatThrownBy(() -> VolatileDirectory.privateDirectory(link)).isInstanceOf(IOException.class);
    }

    @Test
    void givesEachStateDirectoryOneOfItsOwn() throws IOException {
        Path one = VolatileDirectory.of(root.resolve("one"));
        Path two = VolatileDirectory.of(root.resolve("two"));

        assertThat(one).isNotEqualTo(two).isEqualTo(VolatileDirectory.of(root.resolve("one")));
        Files.delete(one);
        Files.delete(two);
    }
}
