package io.emfs.tests.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace with one veth pair to the machine's own network, until closed. Not thread-safe.
 *
 * @param number 1…250
 */
record VirtualNode(int number) implements AutoCloseable {

    static VirtualNode create(int number) throws IOException, InterruptedException {
        VirtualNode node = new VirtualNode(number);
        Commands.run("ip", "netns", "add", node.name());
        try {
            Commands.run(
                    "ip",
                    "link",
                    "add",
                    node.outside(),
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "inside",
                    "netns",
                    node.name());
            Commands.run("ip", "addr", "add", node.gateway() + "/30", "dev", node.outside());
            node.connect(true);
            Commands.run(node.around(List.of("ip", "addr", "add", "10.94." + number + ".2/30", "dev", "inside")));
            Commands.run(node.around(List.of("ip", "link", "set", "inside", "up")));
            Commands.run(node.around(List.of("ip", "link", "set", "lo", "up")));
        } catch (IOException e) {
            node.close();
            throw e;
        }
        return node;
    }

    String name() {
        return "emfs-bench-" + number;
    }

    private String outside() {
        return "emfs-veth-" + number;
    }

    /** How the namespace reaches this machine. */
    String gateway() {
        return "10.94." + number + ".1";
    }

    /** Or cuts it off. */
    void connect(boolean on) throws IOException, InterruptedException {
        Commands.run("ip", "link", "set", outside(), on ? "up" : "down");
    }

    /** The command with its process in the namespace. */
    List<String> around(List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name()));
        words.addAll(command);
        return words;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Commands.run("ip", "netns", "delete", name()); // the pair goes with it
    }
}
