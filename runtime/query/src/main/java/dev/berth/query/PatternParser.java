package dev.berth.query;

import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Parses a regular expression in the syntax of {@link Pattern}. Constructs that can make matching
 * take more than linear time are refused.
 */
final class PatternParser {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_REPETITIONS = 1_000;
    private static final String CLASSES = "dDsSwWhHvV";
    private static final String CONTROLS = "tnrfae";

    private final String source;
    private boolean ignoreCase;
    private int at;
    private int depth;

    PatternParser(String source) {
        this.source = source;
    }

    PatternNode parse() throws PatternRefused {
        if (source.startsWith("(?i)")) {
            ignoreCase = true;
            at = 4;
        }
        var tree = choice();
        if (at < source.length()) {
            throw refused("no \")\" without its \"(\"");
        }
        return tree;
    }

    private PatternNode choice() throws PatternRefused {
        var parts = new ArrayList<PatternNode>();
        parts.add(sequence());
        while (next() == '|') {
            at++;
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.get(0) : new PatternNode.Choice(parts);
    }

    private PatternNode sequence() throws PatternRefused {
        var parts = new ArrayList<PatternNode>();
        while (next() >= 0 && next() != '|' && next() != ')') {
            parts.add(repeated());
        }
        return new PatternNode.Sequence(parts);
    }

    private PatternNode repeated() throws PatternRefused {
        var part = one();
        while (true) {
            switch (next()) {
                case '*' -> part = repeat(part, 0, PatternNode.Repeat.ANY, 1);
                case '+' -> part = repeat(part, 1, PatternNode.Repeat.ANY, 1);
                case '?' -> part = repeat(part, 0, 1, 1);
                case '{' -> part = counted(part);
                default -> {
                    return part;
                }
            }
            if (next() == '?') {
                // Lazy and greedy quantifiers are equivalent when the whole text is matched.
                at++;
            } else if (next() == '+') {
                throw refused("no possessive quantifier");
            }
            if (next() == '*' || next() == '+' || next() == '?' || next() == '{') {
                throw refused("one quantifier only");
            }
        }
    }

    private PatternNode repeat(PatternNode part, int min, int max, int length) {
        at += length;
        return new PatternNode.Repeat(part, min, max);
    }

    private PatternNode counted(PatternNode part) throws PatternRefused {
        int close = source.indexOf('}', at);
        var inside = close < 0 ? "" : source.substring(at + 1, close);
        if (!inside.matches("\\d{1,4}(,\\d{0,4})?")) {
            throw refused("{min}, {min,} or {min,max}");
        }
        int comma = inside.indexOf(',');
        int min = Integer.parseInt(comma < 0 ? inside : inside.substring(0, comma));
        int max =
                comma < 0
                        ? min
                        : comma == inside.length() - 1
                                ? PatternNode.Repeat.ANY
                                : Integer.parseInt(inside.substring(comma + 1));
        if (Math.max(min, max) > MAX_REPETITIONS || max >= 0 && max < min) {
            throw refused("at most " + MAX_REPETITIONS + " times, and min not above max");
        }
        return repeat(part, min, max, inside.length() + 2);
    }

    private PatternNode one() throws PatternRefused {
        int c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> charactersUpTo(classEnd());
            case '\\' -> escape();
            case '^', '$' -> {
                at++;
                yield new PatternNode.Edge(c == '^');
            }
            case '*', '+', '?', '{' -> throw refused("something to repeat");
            default -> charactersUpTo(at + Character.charCount(c));
        };
    }

    private PatternNode group() throws PatternRefused {
        if (++depth > MAX_DEPTH) {
            throw refused("at most " + MAX_DEPTH + " nested groups");
        }
        at++;
        if (source.startsWith("?:", at)) {
            at += 2;
        } else if (next() == '?') {
            var name = Pattern.compile("\\?<[a-zA-Z][a-zA-Z0-9]*>").matcher(source);
            if (!name.region(at, source.length()).lookingAt()) {
                throw refused("a group without flags, without look-around and not atomic");
            }
            at = name.end();
        }
        var inside = choice();
        if (next() != ')') {
            throw refused("\")\"");
        }
        at++;
        depth--;
        return inside;
    }

    private PatternNode escape() throws PatternRefused {
        int escaped = at + 1 < source.length() ? source.codePointAt(at + 1) : -1;
        int end = at + 1 + (escaped < 0 ? 0 : Character.charCount(escaped));
        if (escaped == 'p' || escaped == 'P') {
            return charactersUpTo(source.startsWith("{", end) ? closing(end) : end + 1);
        }
        if (escaped == 'x') {
            return charactersUpTo(source.startsWith("{", end) ? closing(end) : end + 2);
        }
        if (escaped == 'u') {
            return charactersUpTo(end + 4);
        }
        boolean isWord = escaped < 128 && Character.isLetterOrDigit(escaped);
        if (isWord && CLASSES.indexOf(escaped) < 0 && CONTROLS.indexOf(escaped) < 0) {
            throw refused("no back reference, boundary or quotation");
        }
        return charactersUpTo(end);
    }

    private int closing(int open) {
        int close = source.indexOf('}', open);
        return close < 0 ? source.length() : close + 1;
    }

    /** The position after the closing bracket of the character class that starts here. */
    private int classEnd() throws PatternRefused {
        int open = 0;
        for (int i = at; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                open++;
            } else if (c == ']' && --open == 0) {
                return i + 1;
            }
            if (open > MAX_DEPTH) {
                break;
            }
        }
        throw refused("\"]\" for this \"[\"");
    }

    private PatternNode charactersUpTo(int end) throws PatternRefused {
        try {
            var characters = source.substring(at, Math.min(end, source.length()));
            var one = new PatternNode.One(CodePoints.of(characters, ignoreCase));
            at = end;
            return one;
        } catch (PatternSyntaxException e) {
            throw refused("a regular expression (" + e.getDescription() + ")");
        }
    }

    /** The next character, or -1 at the end. */
    private int next() {
        return at < source.length() ? source.codePointAt(at) : -1;
    }

    private PatternRefused refused(String expected) {
        return new PatternRefused(at, expected);
    }
}
