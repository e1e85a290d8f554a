package io.emfs.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    Path dir;

    @Test
    void keepsTheNewestLinesInFilesOfBoundedSize() throws IOException {
        for (int run = 0; run < 2; run++) { // the second appends
            try (RotatingFile file = new RotatingFile(dir.resolve("log"), 10, 3)) {
                for (int i = 0; i < 5; i++) {
                    file.append("abc" + (5 * run + i));
                }
            }
        }
        assertThat(dir.resolve("log")).hasContent("abc8\nabc9\n");
        assertThat(dir.resolve("log.1")).hasContent("abc6\nabc7\n");
        assertThat(dir.resolve("log.2")).hasContent("abc4\nabc5\n");
        assertThat(dir.resolve("log.3")).doesNotExist();
    }

    @Test
    void writesALineThatIsTooLongForAnyFileIntoOneOfItsOwn() throws IOException {
        try (RotatingFile file = new RotatingFile(dir.resolve("log"), 4, 2)) {
            file.append("longer");
            file.append("than that");
        }
        assertThat(dir.resolve("log")).hasContent("than that\n");
        assertThat(dir.resolve("log.1")).hasContent("longer\n");
    }
}
