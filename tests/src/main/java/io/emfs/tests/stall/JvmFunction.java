package io.emfs.tests.stall;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * A function in a JVM, a thread of a pool per request: {@code GET /NAME} costs the CPU time that the arguments give for
 * NAME, and allocates all the while, so that the collector stops all threads now and then. Arguments: a port, then
 * {@code NAME=MILLISECONDS} each. Prints {@code listening} once it accepts; ends with its standard input.
 */
public final class JvmFunction {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NS_PER_MS = 1e6;
    private static final int OBJECT_BYTES = 4096;
    private static final int BACKLOG = 1024;

    private JvmFunction() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        for (int i = 1; i < arguments.length; i++) {
            String[] request = arguments[i].split("=", 2);
            long cpuNs = Math.round(Double.parseDouble(request[1]) * NS_PER_MS);
            server.createContext("/" + request[0], exchange -> answer(exchange, cpuNs));
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("listening");
        while (System.in.read() >= 0) {}
        server.stop(0);
        System.exit(0);
    }

    private static void answer(HttpExchange exchange, long cpuNs) throws IOException {
        byte[] body = Long.toString(spend(cpuNs)).getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What it computes is nothing; the sum keeps the compiler from seeing that. */
    private static long spend(long cpuNs) {
        long endNs = THREADS.getCurrentThreadCpuTime() + cpuNs;
        long sum = 0;
        while (THREADS.getCurrentThreadCpuTime() < endNs) {
            byte[] object = new byte[OBJECT_BYTES];
            object[(int) (sum & (OBJECT_BYTES - 1))] = 1;
            for (byte each : object) {
                sum += each;
            }
        }
        return sum;
    }
}
