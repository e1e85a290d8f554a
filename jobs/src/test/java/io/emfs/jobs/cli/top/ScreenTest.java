package io.emfs.jobs.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    private final StringWriter out = new StringWriter();
    private final Screen screen = Screen.open(new PrintWriter(out));

    @Test
    void drawsInPlaceAndCutsOffWhatDoesNotFit() {
        screen.draw(frame(), new TerminalSize(6, 8));
        screen.close();

        assertThat(out.toString())
                .isEqualTo(ENTER
                        + "\u001b[H"
                        + "eMFS: fu\u001b[K\n"
                        + "\u001b[K\n"
                        + "\u001b[1mFUNCTION\u001b[0m\u001b[K\n"
                        + "report  \u001b[K\n"
                        + "\u001b[1;31mthumbnai\u001b[0m\u001b[K\n"
                        + "\u001b[J"
                        + LEAVE);
    }

    @Test
    void leavesOnceAndDrawsNothingAfterwards() {
        screen.close();
        screen.draw(frame(), new TerminalSize(24, 80));
        screen.close();

        assertThat(out.toString()).isEqualTo(ENTER + LEAVE);
    }

    private static TopFrame frame() {
        return TopFrame.of(TopReport.between(Samples.first(), Samples.second(), SortOrder.LATENCY, null));
    }
}
