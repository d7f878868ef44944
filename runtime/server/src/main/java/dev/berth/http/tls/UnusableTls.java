package dev.berth.http.tls;

/**
 * The files of {@code server.tls} cannot be used; the message names key, file and what was
 * expected.
 */
public final class UnusableTls extends Exception {
    UnusableTls(String sentence) {
        super(sentence);
    }

    UnusableTls(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
