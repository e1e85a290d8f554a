package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.state.FunctionKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once per function that the kernel refuses it, and what to do; again only after it had worked in between. Written by
 * one thread, read by any.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Set<FunctionKey> reported = ConcurrentHashMap.newKeySet();
    private final Set<FunctionKey> fallenBack = ConcurrentHashMap.newKeySet();

    /** Its threads stay as they are. */
    void report(FunctionKey key, boolean realTime, NativeException refusal) {
        fallenBack.remove(key);
        if (reported.add(key)) {
            LOG.warn("{} stays as it is: {}. {}", key, refusal.getMessage(), remedy(realTime, refusal.errno()));
        }
    }

    /** Its threads are scheduled in SCHED_OTHER instead. */
    void reportFallBack(FunctionKey key, NativeException refusal) {
        reported.remove(key);
        if (fallenBack.add(key)) {
            LOG.warn(
                    "{} is scheduled by nice levels and slices, until one of its processes starts where real time is"
                            + " permitted: {}. {}",
                    key,
                    refusal.getMessage(),
                    remedy(true, refusal.errno()));
        }
    }

    void clear(FunctionKey key) {
        reported.remove(key);
        fallenBack.remove(key);
    }

    Set<FunctionKey> functions() {
        return Set.copyOf(reported);
    }

    Set<FunctionKey> fallenBack() {
        return Set.copyOf(fallenBack);
    }

    /** sched(7) and cgroup v1's RT group scheduling: what EPERM can mean. */
    static String remedy(boolean realTime, Errno errno) {
        if (errno != Errno.EPERM) {
            return "This kernel does not accept the policy: check `queues`.";
        }
        if (!realTime) {
            return "The agent lacks CAP_SYS_NICE: run it as root or grant the capability.";
        }
        return "Either the agent lacks CAP_SYS_NICE (run it as root or grant the capability; a sufficient RLIMIT_RTPRIO"
                + " is enough for threads of the agent's own user), or the function is in a cgroup v1 cpu group whose"
                + " cpu.rt_runtime_us is 0 (start it in a group that has a budget, or set `policy.mode` to auto or"
                + " fair).";
    }
}
