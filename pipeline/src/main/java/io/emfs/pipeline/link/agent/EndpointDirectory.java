package io.emfs.pipeline.link.agent;

import io.emfs.config.EndpointConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the addresses behind {@code agent.job}. Asks the resolver, which may take its time. */
final class EndpointDirectory {
    private EndpointDirectory() {}

    /** The name goes with each address: it is what the job's certificate has to be for. */
    static Set<InetSocketAddress> lookUp(List<EndpointConfig> endpoints, Consumer<String> failure) {
        Set<InetSocketAddress> found = new LinkedHashSet<>();
        for (EndpointConfig endpoint : endpoints) {
            try {
                for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
                    for (int port = endpoint.ports().first();
                            port <= endpoint.ports().last();
                            port++) {
                        found.add(new InetSocketAddress(address, port));
                    }
                }
            } catch (UnknownHostException e) {
                failure.accept("agent.job: " + endpoint + ": no such host");
            }
        }
        return found;
    }
}
