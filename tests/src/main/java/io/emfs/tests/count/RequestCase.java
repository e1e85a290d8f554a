package io.emfs.tests.count;

import java.util.ArrayList;
import java.util.List;

/**
 * One way for requests to come in.
 *
 * @param address the loopback address of the function
 * @param keepAlive connections kept; 0 opens one per request
 * @param requests how many are sent
 */
public record RequestCase(String address, int keepAlive, long requests) {
    private static final String IPV4 = "127.0.0.1";
    private static final String IPV6 = "::1";

    /**
     * Spreads the requests over new and kept connections, and over both protocols if asked to; the first cases take what
     * does not divide evenly.
     *
     * @throws IllegalArgumentException if a case would be left without a request, or no connection is kept
     */
    public static List<RequestCase> spread(long requests, int connections, boolean ipv6) {
        List<String> addresses = ipv6 ? List.of(IPV4, IPV6) : List.of(IPV4);
        int cases = 2 * addresses.size();
        if (requests < cases) {
            throw new IllegalArgumentException("requests=" + requests + ", at least " + cases + ": one for each case");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections=" + connections + ", at least 1");
        }
        List<RequestCase> spread = new ArrayList<>();
        for (String address : addresses) {
            for (int keepAlive : new int[] {0, connections}) {
                long more = spread.size() < requests % cases ? 1 : 0;
                spread.add(new RequestCase(address, keepAlive, requests / cases + more));
            }
        }
        return spread;
    }

    /** E.g. {@code ::1, 4 kept connections}. */
    public String title() {
        return address + ", " + (keepAlive == 0 ? "a connection per request" : keepAlive + " kept connections");
    }
}
