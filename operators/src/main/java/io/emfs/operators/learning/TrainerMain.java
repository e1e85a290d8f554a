package io.emfs.operators.learning;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The other end of {@link TrainerProcess}: reads a {@link Retraining} from its standard input, writes the {@link Retrained}
 * to its standard output, and ends at once when its input does, for then nobody waits any more.
 */
final class TrainerMain {
    private TrainerMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // whatever a library prints must not get between
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        InputStream orders = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        Retraining order = Retraining.read(new DataInputStream(orders));
        Thread watch = new Thread(() -> endWith(orders), "emfs-parent-watch");
        watch.setDaemon(true);
        watch.start();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers));
        order.run().write(out);
        out.flush();
    }

    private static void endWith(InputStream orders) {
        try {
            while (orders.read() >= 0) {
                // nothing is sent after an order
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(1);
    }
}
