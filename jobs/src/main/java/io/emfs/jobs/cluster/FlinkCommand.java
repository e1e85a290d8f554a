package io.emfs.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * How the processes of a cluster are started: as Flink's own scripts do, with Flink's jars alone. Each has a session of its
 * own, so that neither Ctrl-C nor the end of a terminal ends it.
 */
final class FlinkCommand {
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Dfile.encoding=UTF-8",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    private final Path jars;
    private final ClusterDirectory directory;
    private final Configuration options;

    FlinkCommand(Path jars, ClusterDirectory directory, Map<String, String> options) {
        this.jars = jars;
        this.directory = directory;
        this.options = Configuration.fromMap(options);
    }

    Process jobManager(String name) throws IOException {
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(options);
        return start(
                name,
                JobManagerProcessUtils.generateJvmParametersStr(memory, options),
                StandaloneSessionClusterEntrypoint.class,
                JobManagerProcessUtils.generateDynamicConfigsStr(memory));
    }

    Process taskManager(String name) throws IOException {
        TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(options);
        return start(
                name,
                ProcessMemoryUtils.generateJvmParametersStr(memory),
                TaskManagerRunner.class,
                TaskExecutorProcessUtils.generateDynamicConfigsStr(memory) + " -D taskmanager.resource-id=" + name);
    }

    private Process start(String name, String jvm, Class<?> main, String dynamic) throws IOException {
        Path log = directory.logs().resolve(name + ".log");
        if (Files.exists(log)) { // it may say why the former one ended
            Files.move(log, directory.logs().resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words(jvm));
        command.addAll(JVM);
        command.add("-Dlog.file=" + log);
        command.add("-Dlogback.configurationFile=" + directory.settings().resolve("logback.xml"));
        command.add(main.getName());
        command.addAll(List.of("--configDir", directory.settings().toString()));
        command.addAll(words(dynamic));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(directory.logs().resolve(name + ".out").toFile());
        builder.environment().put("CLASSPATH", classPath());
        return builder.start();
    }

    private String classPath() throws IOException {
        return String.join(":", jarsIn(jars)) + ":" + String.join(":", jarsIn(directory.libraries()));
    }

    private static List<String> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isBlank()).toList();
    }
}
