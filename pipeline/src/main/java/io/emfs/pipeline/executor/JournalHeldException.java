package io.emfs.pipeline.executor;

import java.io.IOException;
import java.nio.file.Path;

/** A live agent owns the journal: it alone may change threads or put them back. */
public final class JournalHeldException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalHeldException(Path lock) {
        super("a live agent holds " + lock + "; stop it: it puts every thread back itself");
    }
}
