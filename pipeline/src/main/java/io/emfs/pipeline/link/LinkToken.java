package io.emfs.pipeline.link;

import io.emfs.config.LinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What agents show to be let in, from {@code agent.link.token-file}. Immutable; never printed. */
public final class LinkToken {
    private static final int MIN_LENGTH = 16;

    private final String token;

    private LinkToken(String token) {
        this.token = token;
    }

    /** None is asked for if no file is configured; throws {@link IllegalStateException} if it has none. */
    public static LinkToken of(LinkConfig config) {
        @Nullable String file = config.tokenFile();
        if (file == null) {
            return new LinkToken("");
        }
        try {
            String text = Files.readString(Path.of(file)).strip();
            if (text.length() < MIN_LENGTH) {
                throw new IllegalStateException("agent.link.token-file = " + file + ": has a token of " + text.length()
                        + " characters, must have at least " + MIN_LENGTH);
            }
            return new LinkToken(text);
        } catch (IOException e) {
            throw new IllegalStateException("agent.link.token-file = " + file + ": cannot be read: " + e, e);
        }
    }

    /** Takes as long whatever is shown. */
    public boolean accepts(String shown) {
        return token.isEmpty() || MessageDigest.isEqual(LinkTerms.sha256(token), LinkTerms.sha256(shown));
    }

    /** To be shown; empty if there is none. */
    public String text() {
        return token;
    }

    @Override
    public String toString() {
        return token.isEmpty() ? "no token" : "a token";
    }
}
