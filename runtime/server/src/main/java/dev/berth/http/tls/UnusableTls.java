package dev.berth.http.tls;

/** What {@code server.tls} names cannot be used; the message has key, file and expectation. */
public final class UnusableTls extends Exception {
    UnusableTls(String sentence) {
        super(sentence);
    }

    UnusableTls(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
