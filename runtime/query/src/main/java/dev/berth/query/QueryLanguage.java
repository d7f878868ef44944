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
 * <p><b>What holds.</b> {@code !exists} holds where there is no such attribute. Every other
 * operator, the negated ones too, holds only for what is there: {@code attribute:stack != prod}
 * selects the instances that have {@code stack} with another value, and {@code not(attribute:stack
 * == prod)} those without it too. Task groups are a set that every instance has: {@code task:group
 * != web} holds where no task of that group is. Attributes are compared as numbers where both sides
 * are some, else as texts. {@code task:group == web} holds where the instance has a task of that
 * group. A date alone is compared with the moment at which that day begins; {@code ==} is about the
 * whole day, or the whole second.
 *
 * <p><b>Regular expressions</b> are Java's, and are matched with the whole of the value. What makes
 * matching take more than linear time is refused: back references, look-around, possessive
 * quantifiers and atomic groups.
 *
 * <p>It has no state; any number of threads may use it and the queries that it makes.
 */
public final class QueryLanguage implements QueryCompiler {

    /**
     * @param text at most {@link ClusterQuery#LONGEST} characters
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
