package io.emfs.tests.cli;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.jobs.Replay;
import io.emfs.jobs.cli.ReplayPrinter;
import io.emfs.jobs.replay.Pace;
import io.emfs.state.recording.RecordingReader;
import io.emfs.tests.recording.ScenarioRecording;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** The demo where privileges are missing: the real job on recordings of the real thing. Changes nothing. */
final class ReplayedDemo {
    private final PrintWriter out;

    ReplayedDemo(PrintWriter out) {
        this.out = out;
    }

    /** {@code missing} tells which privileges, and what they are for. */
    void run(String missing) throws IOException, InterruptedException {
        out.println("The demo cannot run here: missing " + missing + ".");
        out.println("It shows what was recorded where it could. A short function (SLO p95 ≤ 24 ms) and a long one share"
                + " a core;");
        out.println(
                "requests and latencies are the recording's, decisions are made now, by the same job that schedules.");
        show("Recorded under the kernel's default scheduler; what eMFS would have decided:", ScenarioRecording.DEFAULT);
        show("Recorded while eMFS scheduled them:", ScenarioRecording.EMFS);
        out.println();
        out.println("With the privileges (root has them all), ./emfs demo runs both for real.");
        out.flush();
    }

    private void show(String title, ScenarioRecording scenario) throws IOException, InterruptedException {
        out.println();
        out.println(title);
        out.flush();
        ReplayPrinter printer = new ReplayPrinter(out);
        try (RecordingReader recording = scenario.open()) {
            EmfsConfig config = ConfigLoader.parse(
                            scenario.fileName(), recording.header().config(), List.of())
                    .config();
            printer.print(new Replay(config, Pace.FASTEST, printer::print).run(recording));
        }
    }
}
