package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarTest {
    @TempDir
    private Path directory;

    @Test
    void isCalledByWhatIsInIt() throws IOException {
        JobJar first = new JobJar(Files.writeString(directory.resolve("first"), "classes"));
        JobJar same = new JobJar(Files.writeString(directory.resolve("same"), "classes"));
        JobJar other = new JobJar(Files.writeString(directory.resolve("other"), "other classes"));

        assertThat(first.libraryName()).isEqualTo(same.libraryName()).matches("emfs-job-[0-9a-f]{16}\\.jar");
        assertThat(first.libraryName()).isNotEqualTo(other.libraryName());
    }

    @Test
    void liesInALibraryUnderThatName() throws IOException {
        JobJar jar = new JobJar(Files.writeString(directory.resolve("jar"), "classes"));
        Path library = Files.createDirectory(directory.resolve("lib"));

        Path copy = jar.copyTo(library);
        assertThat(jar.copyTo(library)).as("again").isEqualTo(copy);

        assertThat(copy).isEqualTo(library.resolve(jar.libraryName())).hasContent("classes");
        assertThat(library).isDirectoryContaining(file -> file.equals(copy));
        try (var files = Files.list(library)) {
            assertThat(files).hasSize(1);
        }
        assertThatThrownBy(() -> jar.copyTo(directory.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }
}
