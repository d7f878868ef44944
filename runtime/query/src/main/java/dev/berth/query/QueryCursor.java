package dev.berth.query;

import dev.berth.plugin.query.ClusterQuery;
import dev.berth.plugin.query.QuerySyntaxException;

/** Where the parser stands in the text of a query, and what can be read there. */
final class QueryCursor {
    private static final int LONGEST_NAME = 128;
    private static final int SHOWN = 30;

    private final String text;
    private int at;

    QueryCursor(String text) throws QuerySyntaxException {
        if (text.length() > ClusterQuery.LONGEST) {
            throw new QuerySyntaxException(
                    ClusterQuery.LONGEST + 1,
                    text.length() + " characters in all",
                    "at most " + ClusterQuery.LONGEST);
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

    /** Takes these characters, if they come next. */
    boolean takes(String symbol) {
        skipSpace();
        boolean comes = text.startsWith(symbol, at);
        at += comes ? symbol.length() : 0;
        return comes;
    }

    /** Takes this word, if it comes next and is not the beginning of a longer one. */
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

    /** A symbol that ends in a letter is a word too: {@code !inner} does not begin with one. */
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
        if (at == start || at - start > LONGEST_NAME) {
            throw refusedAt(
                    start, "the name of an attribute: 1 to 128 letters, digits, or - _ . / \\");
        }
        return text.substring(start, at);
    }

    /** A value, in quotes or bare. */
    String value(String expected) throws QuerySyntaxException {
        return isQuoteAt(at) ? quoted() : bare(expected, "()[],");
    }

    /** A regular expression, in quotes or bare; brackets and commas are part of it. */
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
     * @param end behind the piece that is refused
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
