package io.emfs.jobs.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/** Flink's options for a cluster on one machine: loopback only, small, and quick to notice that a process is gone. Pure. */
final class ClusterSettings {
    static final String LOOPBACK = "127.0.0.1";

    /** Two on each of two TaskManagers: a job of up to two subtasks has a place left when one of them is killed. */
    static final int SLOTS = 2;

    private ClusterSettings() {}

    /**
     * All but who may connect.
     *
     * @param restPort where clients connect
     * @param rpcPort where TaskManagers connect
     */
    static Map<String, String> of(ClusterDirectory directory, int restPort, int rpcPort) {
        Map<String, String> options = new LinkedHashMap<>();
        loopbackOnly(options, restPort, rpcPort);
        recovery(options);
        memory(options);
        state(options, directory);
        return options;
    }

    private static void loopbackOnly(Map<String, String> options, int restPort, int rpcPort) {
        options.put("rest.address", LOOPBACK);
        options.put("rest.bind-address", LOOPBACK);
        options.put("rest.port", Integer.toString(restPort));
        options.put("web.submit.enable", "false"); // jars come with the job graph, from who has the key
        // what REST tells of a job is cached for so long; an upgrade waits for it
        options.put("web.refresh-interval", "50");
        options.put("jobmanager.rpc.address", LOOPBACK);
        options.put("jobmanager.rpc.port", Integer.toString(rpcPort));
        options.put("jobmanager.bind-host", LOOPBACK);
        options.put("taskmanager.host", LOOPBACK);
        options.put("taskmanager.bind-host", LOOPBACK);
    }

    private static void recovery(Map<String, String> options) {
        options.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
        // two that cannot be sent tell that a process is gone
        options.put("heartbeat.interval", "300ms");
        options.put("heartbeat.timeout", "5s");
        options.put("cluster.registration.error-delay", "500ms"); // a TaskManager that is up before the JobManager
        options.put(
                "slotmanager.requirement-check.delay",
                "0ms"); // more waits for a tick of Pekko, and an upgrade for that
    }

    /** The defaults are for processes of gigabytes. */
    private static void memory(Map<String, String> options) {
        options.put("jobmanager.memory.process.size", "704m");
        options.put("jobmanager.memory.jvm-metaspace.size", "192m");
        options.put("jobmanager.memory.jvm-overhead.min", "64m");
        options.put("jobmanager.memory.jvm-overhead.max", "64m");
        options.put("jobmanager.memory.off-heap.size", "64m");
        options.put("taskmanager.memory.process.size", "1g");
        options.put("taskmanager.memory.jvm-metaspace.size", "192m");
        options.put("taskmanager.memory.jvm-overhead.min", "64m");
        options.put("taskmanager.memory.jvm-overhead.max", "64m");
        options.put("taskmanager.memory.managed.size", "64m");
        options.put("taskmanager.memory.network.min", "32m");
        options.put("taskmanager.memory.network.max", "32m");
    }

    private static void state(Map<String, String> options, ClusterDirectory directory) {
        options.put("state.backend.type", "rocksdb");
        options.put(
                "execution.checkpointing.dir", directory.checkpoints().toUri().toString());
        options.put(
                "execution.checkpointing.savepoint-dir",
                directory.savepoints().toUri().toString());
        for (String temporary : new String[] {"io.tmp.dirs", "web.tmpdir", "process.working-dir"}) {
            options.put(temporary, directory.temporary().toString());
        }
    }
}
