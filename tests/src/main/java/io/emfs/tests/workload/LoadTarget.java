package io.emfs.tests.workload;

/**
 * Where requests go and how often.
 *
 * @param host a loopback address; the load generator refuses any other
 * @param perSecond mean rate of the Poisson arrivals
 * @param name becomes the request's path
 */
public record LoadTarget(String host, int port, double perSecond, String name) {
    String argument() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return bracketed + ":" + port + ":" + perSecond + ":" + name;
    }
}
