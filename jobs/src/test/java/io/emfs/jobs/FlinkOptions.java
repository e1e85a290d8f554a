package io.emfs.jobs;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** Every option that Flink knows by its present key: what is misspelt, Flink ignores without a word. */
public final class FlinkOptions {
    private static final String PACKAGE = CoreOptions.class.getPackageName().replace('.', '/') + "/";

    private FlinkOptions() {}

    public static Set<String> keys() throws IOException, ReflectiveOperationException {
        Set<String> keys = new TreeSet<>();
        addKeys(RocksDBOptions.class, keys);
        JarURLConnection jar = (JarURLConnection)
                CoreOptions.class.getResource("CoreOptions.class").openConnection();
        for (JarEntry entry : jar.getJarFile().stream().toList()) {
            String name = entry.getName();
            if (name.startsWith(PACKAGE) && name.endsWith("Options.class")) {
                addKeys(Class.forName(name.replace('/', '.').replaceAll("\\.class$", "")), keys);
            }
        }
        return keys;
    }

    private static void addKeys(Class<?> options, Set<String> keys) throws IllegalAccessException {
        for (Field field : options.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
                keys.add(((ConfigOption<?>) field.get(null)).key());
            }
        }
    }
}
