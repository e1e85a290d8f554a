package io.emfs.bpf.monitor;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.BpfFeatures;
import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.config.MonitorConfig.Attach;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The BPF object, loaded with one program per hook: the first way in {@link #ORDER} that this kernel takes. What a kernel
 * refuses only shows when it is tried, so the object is opened anew without it until all that is left works.
 */
final class AttachedObject implements AutoCloseable {
    /** By cost: a call from the function's entry, a call from a tracepoint, a breakpoint. */
    private static final List<Attach> ORDER = List.of(Attach.FENTRY, Attach.RAW_TRACEPOINT, Attach.KPROBE);

    private final BpfObject object;
    private final List<HookStatus> hooks;

    private AttachedObject(BpfObject object, List<HookStatus> hooks) {
        this.object = object;
        this.hooks = hooks;
    }

    /**
     * Loads and attaches.
     *
     * @param hooks those to attach; the programs of others are left out
     * @param opened gives a fresh object, sized and not loaded; told whether pointers may be given their types
     * @param wanted {@link Attach#AUTO}, or the only way for all hooks that have it
     * @throws NativeException if the programs do not load in any way
     */
    static AttachedObject of(Set<Hook> hooks, Function<Boolean, BpfObject> opened, Attach wanted) {
        Map<Hook, List<Attach>> ways = ways(hooks, wanted);
        Map<Hook, String> errors = new EnumMap<>(Hook.class);
        boolean typed = BpfFeatures.typedPointers();
        while (true) {
            BpfObject object = opened.apply(typed);
            try {
                Map<Hook, Attach> chosen = choose(ways, object);
                if (!load(object, typed, ways)) {
                    typed = false;
                    object.close();
                    continue;
                }
                Map<Hook, String> refused = attach(object, chosen);
                if (refused.isEmpty()) {
                    return new AttachedObject(object, statuses(ways.keySet(), chosen, errors));
                }
                errors.putAll(refused);
                refused.keySet().forEach(hook -> ways.computeIfPresent(hook, (any, possible) -> tail(possible)));
                object.close();
            } catch (RuntimeException e) {
                object.close();
                throw e;
            }
        }
    }

    BpfObject object() {
        return object;
    }

    List<HookStatus> hooks() {
        return hooks;
    }

    /** The program at the hook; null if there is none. */
    @Nullable
    String program(Hook hook) {
        return hooks.stream()
                .filter(status -> status.hook() == hook)
                .map(HookStatus::way)
                .filter(Objects::nonNull)
                .findFirst()
                .map(hook::program)
                .orElse(null);
    }

    @Override
    public void close() {
        object.close();
    }

    private static Map<Hook, List<Attach>> ways(Set<Hook> hooks, Attach wanted) {
        boolean fentry = BpfFeatures.fentry();
        Map<Hook, List<Attach>> ways = new EnumMap<>(Hook.class);
        for (Hook hook : hooks) {
            List<Attach> possible = new ArrayList<>(ORDER);
            possible.removeIf(way -> hook.program(way) == null);
            if (wanted != Attach.AUTO && hook.program(wanted) != null) {
                possible.removeIf(way -> way != wanted);
            }
            if (!fentry || !BpfFeatures.fentry(hook.target(Attach.FENTRY))) {
                possible.remove(Attach.FENTRY);
            }
            ways.put(hook, possible);
        }
        return ways;
    }

    private static Map<Hook, Attach> choose(Map<Hook, List<Attach>> ways, BpfObject object) {
        Map<Hook, Attach> chosen = new EnumMap<>(Hook.class);
        Set<String> skipped = new HashSet<>();
        ways.forEach((hook, possible) -> {
            if (!possible.isEmpty()) {
                chosen.put(hook, possible.get(0));
            }
        });
        for (Hook hook : Hook.values()) {
            for (Attach way : ORDER) {
                @Nullable String program = hook.program(way);
                if (program != null && way != chosen.get(hook)) {
                    skipped.add(program);
                }
            }
        }
        skipped.forEach(object::skip);
        return chosen;
    }

    /** False if it does not load but might with untyped pointers, or else without fentry: their verifiers want more. */
    private static boolean load(BpfObject object, boolean typed, Map<Hook, List<Attach>> ways) {
        try {
            object.load();
            return true;
        } catch (NativeException e) {
            if (typed) {
                return false;
            }
            boolean others = false;
            for (List<Attach> possible : ways.values()) {
                others |= possible.remove(Attach.FENTRY);
            }
            if (!others) {
                throw e;
            }
            return false;
        }
    }

    private static Map<Hook, String> attach(BpfObject object, Map<Hook, Attach> chosen) {
        Map<Hook, String> refused = new EnumMap<>(Hook.class);
        chosen.forEach((hook, way) -> {
            try {
                object.attach(String.valueOf(hook.program(way)));
            } catch (NativeException e) {
                refused.put(hook, String.valueOf(e.getMessage()));
            }
        });
        return refused;
    }

    private static List<Attach> tail(List<Attach> ways) {
        return new ArrayList<>(ways.subList(1, ways.size()));
    }

    private static List<HookStatus> statuses(Set<Hook> hooks, Map<Hook, Attach> chosen, Map<Hook, String> errors) {
        return hooks.stream()
                .map(hook -> {
                    Attach way = chosen.get(hook);
                    return way != null
                            ? HookStatus.attached(hook, way)
                            : HookStatus.refused(hook, errors.getOrDefault(hook, "this kernel has no way to it"));
                })
                .toList();
    }
}
