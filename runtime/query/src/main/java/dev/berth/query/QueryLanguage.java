package dev.berth.query;

import dev.berth.plugin.query.ClusterQuery;
import dev.berth.plugin.query.QueryCompiler;
import dev.berth.plugin.query.QuerySyntaxException;

/**
 * The cluster query language of Amazon ECS.
 *
 * <p><b>The language.</b> {@code subject operator [argument]}, joined with {@code &&} or {@code
 * and}, {@code ||} or {@code or}, {@code !} or {@code not}, and parentheses. {@code and} binds more
 * tightly than {@code or}, {@code not} more tightly than both.
 *
 * <table>
 * <caption>Subjects and their operators</caption>
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
 * <p>Each symbol has an equivalent word: equals, not_equals, greater_than, greater_than_equal,
 * less_than, less_than_equal, in, not_in, matches, not_matches, exists, not_exists. A list is
 * {@code [a, b]}. An argument must be quoted, with single or double quotes, if it contains a space,
 * a comma, a bracket, a parenthesis, a quote, {@code &&} or {@code ||}.
 *
 * <p><b>Evaluation.</b> {@code !exists} is true if the attribute is missing. Every other operator,
 * including the negated ones, is true only for an existing value: {@code attribute:stack != prod}
 * selects instances that have {@code stack} with another value, and {@code not(attribute:stack ==
 * prod)} also selects those without it. Every instance has a set of task groups: {@code task:group
 * != web} is true if the instance has no task of that group, {@code task:group == web} if it has
 * one. Attributes are compared as numbers if both sides are numbers, otherwise as texts. A date
 * without a time is the beginning of that day; {@code ==} compares with the whole day, or the whole
 * second.
 *
 * <p><b>Regular expressions</b> have the syntax of Java, and must match the whole value. Constructs
 * that can make matching take more than linear time are refused: back references, look-around,
 * possessive quantifiers and atomic groups.
 *
 * <p>It has no state. It and its queries are safe for several threads.
 */
public final class QueryLanguage implements QueryCompiler {

    /**
     * @param text at most {@link ClusterQuery#MAX_LENGTH} characters
     * @throws QuerySyntaxException if the text is not a query
     */
    public static ClusterQuery parse(String text) throws QuerySyntaxException {
        return new ParsedQuery(new QueryParser(text).parse());
    }

    @Override
    public ClusterQuery compile(String text) throws QuerySyntaxException {
        return parse(text);
    }
}
