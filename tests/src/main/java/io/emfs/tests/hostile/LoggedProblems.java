package io.emfs.tests.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Listens to what eMFS logs in this JVM while open: warnings, errors, and anything that carries an exception. */
final class LoggedProblems extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final String WATCHED = "io.emfs";

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LoggedProblems(Logger logger) {
        this.logger = logger;
    }

    static LoggedProblems listen() {
        Logger logger = (Logger) LoggerFactory.getLogger(WATCHED);
        LoggedProblems appender = new LoggedProblems(logger);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        return appender;
    }

    List<String> soFar() {
        return List.copyOf(problems);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null) {
            problems.add(event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage());
        }
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
