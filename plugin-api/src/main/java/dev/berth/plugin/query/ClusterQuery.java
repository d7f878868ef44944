package dev.berth.plugin.query;

import dev.berth.plugin.Instance;
import java.util.Optional;

/**
 * An expression of the cluster query language, parsed.
 *
 * <p><b>The language.</b> {@code subject operator [argument]}, joined with {@code &&} or {@code
 * and}, {@code ||} or {@code or}, {@code !} or {@code not}, and parentheses. {@code and} binds more
 * tightly than {@code or}, {@code not} more tightly than both.
 *
 * <table>
 * <caption>Subjects and the operators that each takes</caption>
 * <tr><th>subject</th><th>operators</th><th>argument</th></tr>
 * <tr><td>agentConnected</td><td>== != in !in =~ !~</td><td>true or false</td></tr>
 * <tr><td>agentVersion</td><td>== != &gt; &gt;= &lt; &lt;=</td><td>a version: 1.14.5</td></tr>
 * <tr><td>attribute:NAME</td><td>all</td><td>a text</td></tr>
 * <tr><td>ec2InstanceId</td><td>== != in !in =~ !~</td><td>a text</td></tr>
 * <tr><td>registeredAt</td><td>== != &gt; &gt;= &lt; &lt;=</td><td>2018-06-18T22:28:28+00:00, with Z,
 *   without a zone (UTC), or a date alone</td></tr>
 * <tr><td>runningTasksCount</td><td>== != &gt; &gt;= &lt; &lt;=</td><td>a whole number</td></tr>
 * <tr><td>task:group</td><td>== != in !in =~ !~ exists !exists</td><td>a task group</td></tr>
 * </table>
 *
 * <p>Each symbol has a word: equals, not_equals, greater_than, greater_than_equal, less_than,
 * less_than_equal, in, not_in, matches, not_matches, exists, not_exists. A list is {@code [a, b]}.
 * An argument stands in single or double quotes where it holds a space, a comma, a bracket, a
 * parenthesis, a quote, {@code &&} or {@code ||}.
 *
 * <p><b>What holds.</b> A negated operator is the opposite of the plain one, so that {@code
 * attribute:stack != prod} also holds where there is no such attribute. No order holds for what is
 * not there. Attributes are compared as numbers where both sides are some, else as texts. {@code
 * task:group == web} holds where the instance has a task of that group. A date alone is compared
 * with the moment at which that day begins; {@code ==} is about the whole day, or the whole second.
 *
 * <p><b>Regular expressions</b> are Java's, and are matched with the whole of the value. What makes
 * matching take more than linear time is refused: back references, look-around, possessive
 * quantifiers and atomic groups.
 *
 * <p>A query is immutable; any number of threads may use it.
 */
public final class ClusterQuery {

    /** The longest expression that ECS takes. */
    public static final int LONGEST = 2000;

    private final Expression expression;

    private ClusterQuery(Expression expression) {
        this.expression = expression;
    }

    /**
     * @param text at most {@link #LONGEST} characters
     * @throws QuerySyntaxException where the text is no query
     */
    public static ClusterQuery parse(String text) throws QuerySyntaxException {
        return new ClusterQuery(new QueryParser(text).parse());
    }

    /** Whether the instance is one of those that the query selects. */
    public boolean matches(Instance instance) {
        return expression.holds(instance);
    }

    /**
     * Why the query does not select the instance, as a sentence without a full stop that names what
     * was found: {@code attribute:stack is "test"}. Empty where it does select it.
     */
    public Optional<String> mismatch(Instance instance) {
        return matches(instance) ? Optional.empty() : Optional.of(Reasons.of(expression, instance));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterQuery query && query.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    /** The query as a text that parses to an equal one. */
    @Override
    public String toString() {
        return expression.toString();
    }
}
