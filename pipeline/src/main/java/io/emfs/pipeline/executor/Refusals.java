package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.state.FunctionKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once per function that the kernel refuses it, and what to do; again only after it had worked in between. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Set<FunctionKey> reported = ConcurrentHashMap.newKeySet();

    void report(FunctionKey key, ThreadPolicy target, NativeException refusal) {
        if (reported.add(key)) {
            LOG.warn("{} stays as it is: {}. {}", key, refusal.getMessage(), remedy(target, refusal.errno()));
        }
    }

    void clear(FunctionKey key) {
        reported.remove(key);
    }

    Set<FunctionKey> functions() {
        return Set.copyOf(reported);
    }

    /** sched(7) and cgroup v1's RT group scheduling: what EPERM can mean. */
    static String remedy(ThreadPolicy target, Errno errno) {
        if (errno != Errno.EPERM) {
            return "Policy " + target + " is not accepted by this kernel: check `queues`.";
        }
        if (!target.realTime()) {
            return "The agent lacks CAP_SYS_NICE: run it as root or grant the capability.";
        }
        return "Either the agent lacks CAP_SYS_NICE (run it as root or grant the capability; RLIMIT_RTPRIO of at least "
                + target.priority()
                + " is enough for threads of the agent's own user), or the function is in a cgroup v1"
                + " cpu group whose cpu.rt_runtime_us is 0 (start it in a group that has a budget, or set"
                + " `policy.mode: fair`).";
    }
}
