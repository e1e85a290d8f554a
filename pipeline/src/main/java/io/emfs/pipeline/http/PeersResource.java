package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.Peer;
import io.emfs.state.FunctionKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/peers}: the clients of each function, those with the most requests first, as JSON. The kernel side keeps
 * {@code monitor.max-peers} of them, over all functions, from the first request of each on; later ones are not kept. With 0,
 * the default, none is, and the answer says so.
 */
public final class PeersResource implements Resource {
    private static final double NS_PER_MS = 1e6;
    private static final Comparator<FunctionKey> BY_NAME =
            Comparator.comparing(FunctionKey::node).thenComparing(FunctionKey::function);
    private static final Comparator<Peer> BUSIEST_FIRST = Comparator.comparingLong(Peer::answered)
            .reversed()
            .thenComparing(peer -> peer.address().getHostAddress());

    /** {@code hint} says what is missing, and why; null if nothing is. */
    private record Body(int maxPeers, @Nullable String hint, List<Clients> functions) {}

    private record Clients(String name, String node, List<Client> peers) {}

    /** {@code meanMs} is that of the times to first byte. */
    private record Client(String address, long answered, double meanMs) {
        static Client of(Peer peer) {
            return new Client(
                    peer.address().getHostAddress(),
                    peer.answered(),
                    peer.answered() == 0 ? 0 : peer.latencyNs() / NS_PER_MS / peer.answered());
        }
    }

    private final int maxPeers;
    private final Supplier<Optional<List<Peer>>> peers;

    /** Of {@code monitor.max-peers} clients at most; {@code peers} is empty until the monitor has started. */
    public PeersResource(int maxPeers, Supplier<Optional<List<Peer>>> peers) {
        this.maxPeers = maxPeers;
        this.peers = peers;
    }

    @Override
    public String path() {
        return "/api/peers";
    }

    @Override
    public String purpose() {
        return "clients of each function (monitor.max-peers), as JSON";
    }

    @Override
    public Content get() {
        if (maxPeers == 0) {
            return Content.json(200, new Body(0, "monitor.max-peers = 0: set it to the clients to keep", List.of()));
        }
        return peers.get()
                .map(known -> Content.json(200, body(known)))
                .orElseGet(() -> Content.error(503, "the monitor has not started"));
    }

    private Body body(List<Peer> known) {
        Map<FunctionKey, List<Peer>> byFunction = known.stream()
                .sorted(BUSIEST_FIRST)
                .collect(Collectors.groupingBy(Peer::function, () -> new TreeMap<>(BY_NAME), Collectors.toList()));
        List<Clients> functions = byFunction.entrySet().stream()
                .map(entry -> clients(entry.getKey(), entry.getValue()))
                .toList();
        String full = "monitor.max-peers = " + maxPeers + " are kept: further clients are not";
        return new Body(maxPeers, known.size() < maxPeers ? null : full, functions);
    }

    private static Clients clients(FunctionKey key, List<Peer> peers) {
        return new Clients(
                key.function(), key.node(), peers.stream().map(Client::of).toList());
    }
}
