package io.emfs.tests.learning.simulation;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Several lists of requests, linked through {@link Requests#next}; at most 64. One thread. */
final class RequestLists {
    private final int[] heads;
    private final int[] tails;
    private long nonEmpty;

    RequestLists(int lists) {
        heads = new int[lists];
        tails = new int[lists];
        Arrays.fill(heads, Requests.NONE);
        Arrays.fill(tails, Requests.NONE);
    }

    void copyFrom(RequestLists other) {
        System.arraycopy(other.heads, 0, heads, 0, heads.length);
        System.arraycopy(other.tails, 0, tails, 0, tails.length);
        nonEmpty = other.nonEmpty;
    }

    boolean isEmpty(int list) {
        return heads[list] == Requests.NONE;
    }

    /** The first list with requests; 64 where all are empty. */
    int first() {
        return Long.numberOfTrailingZeros(nonEmpty);
    }

    void addLast(int list, int request, Requests requests) {
        requests.setNext(request, Requests.NONE);
        if (heads[list] == Requests.NONE) {
            heads[list] = request;
            nonEmpty |= 1L << list;
        } else {
            requests.setNext(tails[list], request);
        }
        tails[list] = request;
    }

    void addFirst(int list, int request, Requests requests) {
        requests.setNext(request, heads[list]);
        if (heads[list] == Requests.NONE) {
            tails[list] = request;
            nonEmpty |= 1L << list;
        }
        heads[list] = request;
    }

    int poll(int list, Requests requests) {
        int request = heads[list];
        heads[list] = requests.next(request);
        if (heads[list] == Requests.NONE) {
            tails[list] = Requests.NONE;
            nonEmpty &= ~(1L << list);
        }
        return request;
    }

    /** Moves each of a source's requests to the end of its list {@code to}; they stay in order. */
    void move(int source, int from, IntUnaryOperator to, Requests requests) {
        int request = heads[from];
        heads[from] = Requests.NONE;
        tails[from] = Requests.NONE;
        nonEmpty &= ~(1L << from);
        while (request != Requests.NONE) {
            int following = requests.next(request);
            boolean mine = requests.source(request) == source;
            if (mine) {
                requests.setSliceUsedNs(request, 0);
            }
            addLast(mine ? to.applyAsInt(request) : from, request, requests);
            request = following;
        }
    }
}
