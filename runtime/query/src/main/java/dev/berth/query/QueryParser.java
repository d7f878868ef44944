package dev.berth.query;

import dev.berth.plugin.query.QuerySyntaxException;
import dev.berth.query.Expression.And;
import dev.berth.query.Expression.Comparison;
import dev.berth.query.Expression.Not;
import dev.berth.query.Expression.Or;
import java.util.ArrayList;
import java.util.List;

/** A recursive descent parser for queries, with one method for each level of precedence. */
final class QueryParser {
    private static final int MAX_DEPTH = 100;
    private static final String SUBJECTS =
            "a subject: agentConnected, agentVersion, attribute:NAME, ec2InstanceId, registeredAt,"
                    + " runningTasksCount, task:group, or not, or \"(\"";

    private final QueryCursor cursor;
    private int depth;

    QueryParser(String text) throws QuerySyntaxException {
        this.cursor = new QueryCursor(text);
    }

    Expression parse() throws QuerySyntaxException {
        var expression = or();
        if (!cursor.isAtEnd()) {
            throw cursor.refused("\"and\", \"or\" or the end");
        }
        return expression;
    }

    private Expression or() throws QuerySyntaxException {
        var parts = new ArrayList<Expression>();
        do {
            parts.add(and());
        } while (cursor.takes("||") || cursor.takesWord("or"));
        return parts.size() == 1 ? parts.get(0) : new Or(parts);
    }

    private Expression and() throws QuerySyntaxException {
        var parts = new ArrayList<Expression>();
        do {
            parts.add(not());
        } while (cursor.takes("&&") || cursor.takesWord("and"));
        return parts.size() == 1 ? parts.get(0) : new And(parts);
    }

    private Expression not() throws QuerySyntaxException {
        if (++depth > MAX_DEPTH) {
            throw cursor.refused("at most " + MAX_DEPTH + " nested expressions");
        }
        Expression expression;
        if (cursor.takes("!") || cursor.takesWord("not")) {
            expression = new Not(not());
        } else if (cursor.takes("(")) {
            expression = or();
            if (!cursor.takes(")")) {
                throw cursor.refused("\"and\", \"or\" or \")\"");
            }
        } else {
            expression = comparison();
        }
        depth--;
        return expression;
    }

    private Expression comparison() throws QuerySyntaxException {
        var subject = subject();
        var operator = operator(subject);
        return new Comparison(subject, operator, operands(subject, operator));
    }

    private Subject subject() throws QuerySyntaxException {
        if (cursor.takes(Attribute.PREFIX)) {
            return new Attribute(cursor.name());
        }
        for (var field : Field.values()) {
            if (cursor.takesWord(field.text())) {
                return field;
            }
        }
        throw cursor.refused(SUBJECTS);
    }

    private Operator operator(Subject subject) throws QuerySyntaxException {
        Operator longest = null;
        for (var operator : Operator.values()) {
            if (cursor.isAt(operator)
                    && (longest == null
                            || operator.symbol().length() > longest.symbol().length())) {
                longest = operator;
            }
        }
        if (longest == null) {
            throw cursor.refused(Operator.oneOf(subject.operators()));
        }
        if (!subject.operators().contains(longest)) {
            throw cursor.refused(Operator.oneOf(subject.operators()) + " after " + subject.text());
        }
        cursor.take(longest);
        return longest;
    }

    private List<Operand> operands(Subject subject, Operator operator) throws QuerySyntaxException {
        return switch (operator.takes()) {
            case NOTHING -> List.of();
            case VALUE -> List.of(operand(subject));
            case LIST -> list(subject);
            case PATTERN -> List.of(pattern());
        };
    }

    private List<Operand> list(Subject subject) throws QuerySyntaxException {
        if (!cursor.takes("[")) {
            throw cursor.refused("a list such as [a, b]");
        }
        var operands = new ArrayList<Operand>();
        do {
            operands.add(operand(subject));
        } while (cursor.takes(","));
        if (!cursor.takes("]")) {
            throw cursor.refused("\",\" or \"]\"");
        }
        return operands;
    }

    private Operand operand(Subject subject) throws QuerySyntaxException {
        cursor.skipSpace();
        int start = cursor.position();
        var operand = subject.operand(cursor.value(subject.expects()));
        if (operand == null) {
            throw cursor.refusedAt(start, subject.expects());
        }
        return operand;
    }

    private Operand pattern() throws QuerySyntaxException {
        cursor.skipSpace();
        int start = cursor.position();
        var source = cursor.pattern();
        try {
            return new Operand.Matching(source, LinearPattern.compile(source));
        } catch (PatternRefused e) {
            int quote = cursor.isQuoteAt(start) ? 1 : 0;
            throw cursor.refusedBetween(
                    start + quote + e.index(),
                    cursor.position() - quote,
                    "a regular expression with " + e.expected());
        }
    }
}
