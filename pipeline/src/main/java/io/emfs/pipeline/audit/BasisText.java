package io.emfs.pipeline.audit;

import io.emfs.state.Basis;
import java.util.Locale;

/** How a {@link Basis} is written for users: {@code model}, or such as {@code ladder-young}. */
public final class BasisText {
    private BasisText() {}

    public static String of(Basis basis) {
        return basis.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
