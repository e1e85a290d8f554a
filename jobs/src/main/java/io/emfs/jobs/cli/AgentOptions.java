package io.emfs.jobs.cli;

import io.emfs.config.HttpConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the running agent is asked, shared by every command that asks it. */
final class AgentOptions {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--url", description = "The agent's address; default: from the configuration.")
    private @Nullable URI url;

    AgentClient client() {
        return new AgentClient(address());
    }

    private URI address() {
        if (url != null) {
            return url;
        }
        HttpConfig http = options.load().config().http();
        return URI.create("http://" + http.bind() + ":" + http.port());
    }
}
