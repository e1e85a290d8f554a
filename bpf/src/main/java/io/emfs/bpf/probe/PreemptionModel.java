package io.emfs.bpf.probe;

import io.emfs.bpf.proc.KernelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * When the kernel lets a real-time thread take the CPU from another that is in a system call: at the end of the call
 * ({@code none}), at certain points in it ({@code voluntary}), or at once ({@code full}, {@code lazy} for real-time
 * threads, {@code rt}). It bounds how exactly queues can be kept (kernel/sched/core.c, Kconfig.preempt).
 */
final class PreemptionModel {
    /** The model in force is in parentheses: {@code none voluntary (full)}. */
    private static final String IN_FORCE = "sys/kernel/debug/sched/preempt";

    private static final String VERSION = "proc/sys/kernel/version";
    private static final String COMMAND_LINE = "proc/cmdline";
    private static final String CONFIGURATION = "proc/config.gz";
    private static final Pattern IN_PARENTHESES = Pattern.compile("\\((\\w+)\\)");
    private static final Pattern OPTION = Pattern.compile("(?:^|.* )preempt=(\\w+)(?: .*|$)");
    private static final Pattern BUILT_IN =
            Pattern.compile("^CONFIG_PREEMPT(?:_(NONE|VOLUNTARY|LAZY))?=y$", Pattern.MULTILINE);
    private static final Pattern BUILT = Pattern.compile("\\bPREEMPT\\w*");

    private PreemptionModel() {}

    /** In words; {@code root} is {@code /} but in tests. */
    static String under(Path root) {
        Matcher inForce = IN_PARENTHESES.matcher(read(root.resolve(IN_FORCE)));
        if (inForce.find()) {
            return inForce.group(1);
        }
        Matcher built = BUILT.matcher(read(root.resolve(VERSION)));
        return switch (built.find() ? built.group() : "") {
            case "PREEMPT_RT" -> "rt";
            case "PREEMPT" -> "full";
            case "PREEMPT_LAZY" -> "lazy";
            case "PREEMPT_DYNAMIC" -> chosenAtBoot(root);
            default -> "none or voluntary";
        };
    }

    private static String chosenAtBoot(Path root) {
        Matcher option = OPTION.matcher(read(root.resolve(COMMAND_LINE)));
        if (option.matches()) {
            return option.group(1) + ", by the kernel's command line";
        }
        Matcher builtIn = BUILT_IN.matcher(buildConfiguration(root));
        return builtIn.find()
                ? Objects.requireNonNullElse(builtIn.group(1), "full").toLowerCase(Locale.ROOT)
                        + ", the kernel's default"
                : "chosen at boot (PREEMPT_DYNAMIC); /" + IN_FORCE + " would tell which, if debugfs were readable";
    }

    private static String buildConfiguration(Path root) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(root.resolve(CONFIGURATION)))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException notBuiltIn) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return KernelFile.read(file);
        } catch (IOException notThere) {
            return "";
        }
    }
}
