package io.emfs.jobs.cli;

import java.util.List;

/** Further commands found on the class path by {@link java.util.ServiceLoader}: picocli command objects. */
public interface CommandProvider {
    List<Object> commands();
}
