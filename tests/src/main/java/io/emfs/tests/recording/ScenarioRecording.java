package io.emfs.tests.recording;

import io.emfs.state.recording.RecordingReader;
import java.io.InputStream;
import java.util.Objects;

/** The recordings that travel with the build; {@code emfs bench recording} makes them anew. */
public enum ScenarioRecording {
    DEFAULT("default"),
    EMFS("emfs");

    private static final String SUFFIX = ".emfsrec";

    private final String name;

    ScenarioRecording(String name) {
        this.name = name;
    }

    public String fileName() {
        return name + SUFFIX;
    }

    public RecordingReader open() {
        InputStream in = ScenarioRecording.class.getResourceAsStream(fileName());
        return new RecordingReader(fileName(), Objects.requireNonNull(in, fileName() + " is not on the class path"));
    }
}
