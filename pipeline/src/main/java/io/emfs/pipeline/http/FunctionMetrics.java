package io.emfs.pipeline.http;

import io.emfs.state.FunctionKey;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * The functions of a {@link FunctionBoard} in Prometheus's text format, written piece by piece while it is sent. Nothing
 * is kept from one scrape to the next: as meters of a registry, a function's 43 series take 27 KiB, and thousands of
 * functions the agent's whole heap. Thread-safe.
 */
public final class FunctionMetrics {
    private static final int FUNCTIONS_AT_ONCE = 64;

    private final FunctionBoard board;
    private final RequestDirectory requests;

    public FunctionMetrics(FunctionBoard board, RequestDirectory requests) {
        this.board = board;
        this.requests = requests;
    }

    /** All functions as they are when it is subscribed to, one family of series after the other. */
    Flux<String> text() {
        return Flux.defer(() -> {
            List<FunctionSnapshot> functions =
                    board.keys().stream().map(this::snapshot).toList();
            return Flux.fromIterable(FunctionFamily.ALL).concatMap(family -> text(family, functions));
        });
    }

    private static Flux<String> text(FunctionFamily family, List<FunctionSnapshot> functions) {
        int pieces = (functions.size() + FUNCTIONS_AT_ONCE - 1) / FUNCTIONS_AT_ONCE;
        return Flux.range(0, pieces).map(piece -> {
            int first = piece * FUNCTIONS_AT_ONCE;
            int end = Math.min(functions.size(), first + FUNCTIONS_AT_ONCE);
            SampleText text = new SampleText(family.meter());
            if (piece == 0) {
                text.begin();
            }
            functions.subList(first, end).forEach(function -> family.write(function, text));
            return text.toString();
        });
    }

    private FunctionSnapshot snapshot(FunctionKey key) {
        return new FunctionSnapshot(
                key, board.queueOf(key), board.modeOf(key), requests.totalsOf(key), board.windowsOf(key));
    }
}
