package dev.berth.query;

import dev.berth.plugin.query.ClusterQuery;
import dev.berth.plugin.query.QuerySyntaxException;

/** The position of the parser in the text of a query, and the tokens that it can read there. */
final class QueryCursor {
    private static final int MAX_NAME = 128;
    private static final int SHOWN = 30;

    private final String text;
    private int at;

    QueryCursor(String text) throws QuerySyntaxException {
        if (text.length() > ClusterQuery.MAX_LENGTH) {
            throw new QuerySyntaxException(
                    ClusterQuery.MAX_LENGTH + 1,
                    text.length() + " characters in all",
                    "at most " + ClusterQuery.MAX_LENGTH);
        }
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }

    boolean isQuoteAt(int position) {
        return position < text.length() && isQuote(text.charAt(position));
    }

    void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Consumes these characters, if they come next. */
    boolean takes(String symbol) {
        skipSpace();
        boolean comes = text.startsWith(symbol, at);
        at += comes ? symbol.length() : 0;
        return comes;
    }

    /** Consumes this word, if it comes next and is not the beginning of a longer word. */
    boolean takesWord(String word) {
        skipSpace();
        boolean comes = isWordHere(word);
        at += comes ? word.length() : 0;
        return comes;
    }

    boolean isAt(Operator operator) {
        skipSpace();
        return isHere(operator.symbol()) || isWordHere(operator.word());
    }

    void take(Operator operator) {
        at += (isHere(operator.symbol()) ? operator.symbol() : operator.word()).length();
    }

    /** A symbol that ends with a letter is a word: {@code !inner} does not begin with one. */
    private boolean isHere(String symbol) {
        return isNameCharacter(symbol.charAt(symbol.length() - 1))
                ? isWordHere(symbol)
                : text.startsWith(symbol, at);
    }

    private boolean isWordHere(String word) {
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length() || !isNameCharacter(text.charAt(end)));
    }

    /** The name of an attribute. */
    String name() throws QuerySyntaxException {
        int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start || at - start > MAX_NAME) {
            throw refusedAt(
                    start, "the name of an attribute: 1 to 128 letters, digits, or - _ . / \\");
        }
        return text.substring(start, at);
    }

    /** A value, quoted or unquoted. */
    String value(String expected) throws QuerySyntaxException {
        return isQuoteAt(at) ? quoted() : bare(expected, "()[],");
    }

    /** A regular expression, quoted or unquoted; brackets and commas are part of it. */
    String pattern() throws QuerySyntaxException {
        return isQuoteAt(at) ? quoted() : bare("a regular expression", "()");
    }

    private String quoted() throws QuerySyntaxException {
        int start = at + 1;
        int end = text.indexOf(text.charAt(at), start);
        if (end < 0) {
            throw refused("a closing " + text.charAt(at));
        }
        at = end + 1;
        if (at < text.length() && isPartOfWord(at, "()[],")) {
            throw refused("a space after the closing quote");
        }
        return text.substring(start, end);
    }

    private String bare(String expected, String delimiters) throws QuerySyntaxException {
        int start = at;
        while (at < text.length() && isPartOfWord(at, delimiters)) {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == '(' || isQuote(text.charAt(at)))) {
            throw refused("quotes around an argument that holds parentheses or quotes");
        }
        if (at == start) {
            throw refused(expected);
        }
        return text.substring(start, at);
    }

    private boolean isPartOfWord(int position, String delimiters) {
        char c = text.charAt(position);
        return !Character.isWhitespace(c)
                && !isQuote(c)
                && delimiters.indexOf(c) < 0
                && !text.startsWith("&&", position)
                && !text.startsWith("||", position);
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private static boolean isNameCharacter(char c) {
        return c < 128 && Character.isLetterOrDigit(c)
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '/'
                || c == '\\';
    }

    QuerySyntaxException refused(String expected) {
        skipSpace();
        return refusedAt(at, expected);
    }

    QuerySyntaxException refusedAt(int position, String expected) {
        return refusedBetween(position, pieceEnd(position), expected);
    }

    /**
     * @param end the position after the refused text
     */
    QuerySyntaxException refusedBetween(int position, int end, String expected) {
        var piece = text.substring(position, Math.min(end, position + SHOWN));
        var found =
                position == text.length()
                        ? "the end"
                        : piece.startsWith("\"") ? piece : "\"" + piece + "\"";
        return new QuerySyntaxException(position + 1, found, expected);
    }

    private int pieceEnd(int position) {
        if (position == text.length()) {
            return position;
        }
        int end = position + 1;
        if (isQuote(text.charAt(position))) {
            int close = text.indexOf(text.charAt(position), end);
            end = close < 0 ? text.length() : close + 1;
        } else {
            while (end < text.length()
                    && isNameCharacter(text.charAt(position)) == isNameCharacter(text.charAt(end))
                    && isPartOfWord(end, "()[],")) {
                end++;
            }
        }
        return end;
    }
}
